import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { count, hasMore, nothing, schemaOf, time } from '../outputs.ts';

/** As `GET <path>/health` returns it. */
export type HealthStatus = 'ok' | 'storage_unreachable' | 'draining';

/** How often a command ran on one node since it started. */
export interface CommandFigures {
  /** Its name; `unknown` for all that do not exist. */
  command: string;
  ok: number;
  failed: number;
  /** How long all of them took together, ms. */
  totalMs: number;
}

/** The state of one node. */
export interface ServerStats {
  /** The time of the reading, ms since the epoch: rates are the differences of two readings. */
  at: number;
  /** ms since the epoch. */
  startedAt: number;
  health: HealthStatus;
  /** Live sockets. */
  connections: number;
  /** Sockets that have not authenticated yet. */
  unauthenticated: number;
  /** Connected users, in-process sessions included. */
  users: number;
  /** Rooms open in this process. */
  rooms: number;
  /** Delay of the event loop, ms. */
  lagMs: number;
  /** The resulting state: `busy` rejects typing and receipts, `overloaded` sends too. */
  load: 'calm' | 'busy' | 'overloaded';
  /** Memory of the process, bytes. */
  memoryBytes: number;
  /** How long the last read of the storage took, ms. */
  storageMs: number;
  /** Size of all files, at most a minute old. */
  fileBytes: number;
  /** Requests and handshakes that were rejected before a command ran. */
  refused: number;
  commands: CommandFigures[];
}

/** A room in which moderators have something to decide. */
export interface OpenModeration {
  roomId: string;
  title: string;
  /** Open reports, counted up to 100. */
  reports: number;
  /** Messages that wait for approval. */
  pending: number;
}

/** Some rooms were looked at; `rooms` are those with something to decide. */
export interface OpenModerationPage {
  rooms: OpenModeration[];
  hasMore: boolean;
  /** The last room that was looked at: pass it as `after`. */
  cursor?: string;
}

const openModeration = schemaOf<OpenModeration>()(
  v.object({
    roomId: v.string(),
    title: v.string(),
    reports: v.pipe(count, v.description('open reports, counted up to 100')),
    pending: v.pipe(count, v.description('messages that wait for approval')),
  }),
);

const figures = schemaOf<CommandFigures>()(
  v.object({
    command: v.string(),
    ok: count,
    failed: count,
    totalMs: v.pipe(v.number(), v.description('how long all of them took together, ms')),
  }),
);

const statsSchema = schemaOf<ServerStats>()(
  v.object({
    at: time,
    startedAt: time,
    health: v.picklist(['ok', 'storage_unreachable', 'draining']),
    connections: v.pipe(count, v.description('live sockets')),
    unauthenticated: v.pipe(count, v.description('sockets that have not authenticated yet')),
    users: count,
    rooms: v.pipe(count, v.description('rooms open in this process')),
    lagMs: v.pipe(v.number(), v.description('delay of the event loop, ms')),
    load: v.picklist(['calm', 'busy', 'overloaded']),
    memoryBytes: count,
    storageMs: v.pipe(v.number(), v.description('how long the last read of the storage took, ms')),
    fileBytes: v.pipe(count, v.description('size of all files, at most a minute old')),
    refused: v.pipe(count, v.description('rejected before a command ran, since the start')),
    commands: v.pipe(v.array(figures), v.description('since the start')),
  }),
);

export const adminCommands = {
  'server:stats': command<ServerStats>()({
    http: 'GET /server/stats',
    summary: 'Get the state and the figures of the node that responds (admins)',
    input: v.strictObject({}),
    output: statsSchema,
  }),
  'moderation:list': command<OpenModerationPage>()({
    http: 'GET /moderation',
    summary:
      'Find the rooms with open reports or messages that wait for approval, 100 rooms at a time (admins)',
    input: v.strictObject({ after: v.optional(id) }),
    output: v.object({
      rooms: v.array(openModeration),
      hasMore,
      cursor: v.optional(v.pipe(v.string(), v.description('the last room looked at: pass it as after'))),
    }),
  }),
  'user:revoke': command<Record<string, never>>()({
    http: 'DELETE /users/:userId/connections',
    summary: 'End the connections of a user, who has to authenticate again (admins)',
    input: v.strictObject({ userId: id }),
    output: nothing,
  }),
};
