import * as v from 'valibot';
import { command } from './command.ts';
import { data, id, limit, messageId, position, time, title } from './fields.ts';
import type { GroupCall } from './group-calls.ts';
import { mostUnsure, pageSize } from './limits.ts';
import type { Member } from './members.ts';
import type { Message } from './messages.ts';
import type { Reminded } from './reminders.ts';
import type { Can } from './rights.ts';
import type { Profile, User } from './users.ts';

export type RoomType = 'public' | 'private' | 'direct';
export type Phase = 'scheduled' | 'open' | 'ended';
export type History = 'all' | 'since-join';
export type Retention = 'forever' | 'ephemeral' | { days: number };

/** A chat, an appointment, a meeting and a live event at once. */
export interface Room {
  id: string;
  type: RoomType;
  title: string;
  /** User id. */
  createdBy: string;
  createdAt: number;
  phase: Phase;
  /** When it is planned to start, ms since the epoch. */
  startsAt?: number;
  /** When it is planned to end, ms since the epoch. */
  endsAt?: number;
  /** Its members were last reminded of this start. Absent: of none, or it was moved since. */
  reminded?: Reminded;
  /** What a late joiner may read: everything, or what was said since they first joined. */
  history: History;
  /** How long messages are kept. Ephemeral: in this process only, never in the store; that is fixed at creation. */
  retention: Retention;
  /** Only moderators may send. */
  frozen: boolean;
  /** Pause between two messages of one member, seconds; 0 is none. */
  slowModeSeconds: number;
  data: Record<string, unknown>;
}

/** A room without a title is named after its members: a summary has so many, one more than a name shows. */
export const mostOthers = 5;

/** One of my rooms, for a list. */
export interface RoomSummary {
  room: Room;
  /** Messages of others I have not read, counted up to 1,000. */
  unread: number;
  /** Of these, those that mention me, counted up to 100. */
  unreadMentions: number;
  lastMessage?: Message;
  /** When something was last said here, else when I was invited or the room was made; ms since the epoch. */
  activeAt: number;
  /** How many are here, as the server answered; absent for an invitation. */
  occupancy?: number;
  /** In a direct room: the other. */
  peer?: Profile;
  /** In a private room without a title: other members and invited users by id, at most `mostOthers`. */
  others?: User[];
  /** I am invited and have not answered: of `room` I see what stands on the door, without its `data`. */
  invitation?: Invitation;
  /** The call for many that goes on in it. Where nobody is in the room, with several nodes, a few seconds late. */
  groupCall?: GroupCall;
  /** I want no notice of this room until then, ms since the epoch. */
  silencedUntil?: number;
}

/** What an invited person is told of a private room. */
export interface Invitation {
  by: User;
  at: number;
  /** How many belong to the room, counted up to 100. */
  members: number;
}

/** Where a client is in a room: it has everything up to `rev` of this `epoch`. */
export interface Since {
  epoch: string;
  rev: number;
}

/** The answer to `room:join`. */
export interface RoomSnapshot {
  room: Room;
  me: Member;
  can: Can;
  /** Those present, first screen (50). In a resume also members whose membership changed, present or not. */
  members: Member[];
  /** In a resume: users whose membership ended since. */
  left?: string[];
  /** How many are present. */
  occupancy: number;
  /** Messages of others after `readSeq`, counted up to 1,000. */
  unread: number;
  /** Of these, those that mention me, counted up to 100. */
  unreadMentions: number;
  /** Their `seq`, oldest first. */
  mentionSeqs: number[];
  /** My read watermark. */
  readSeq: number;
  /** How often it has gone back; absent: never. */
  readTurn?: number;
  epoch: string;
  rev: number;
  /** Highest `seq` in the room. */
  seq: number;
  mode: 'snapshot' | 'resume' | 'reset';
  /**
   * Snapshot and reset: the newest page by `seq`. Resume: every message changed since, by `rev`. Each as it was read: what
   * made its `rev` greater than this one is told as an event too.
   */
  messages: Message[];
  /** Older messages exist (snapshot, reset). */
  hasMore: boolean;
  /** What was said up to this `seq` is closed to me: I came later, or was removed and am back. */
  visibleAfter?: number;
  /** Messages created before this moment are no longer kept, ms since the epoch. */
  keptSince?: number;
  /** In a direct room: the other. */
  peer?: User;
  /** Those of `unsure` that are stored, as messages of mine. */
  stored?: string[];
}

const days = v.strictObject({
  days: v.pipe(v.number(), v.minValue(1, 'must be at least 1'), v.maxValue(36_500)),
});

const settings = {
  title: v.optional(title),
  startsAt: v.optional(time),
  endsAt: v.optional(time),
  history: v.optional(v.picklist(['all', 'since-join'])),
  frozen: v.optional(v.boolean()),
  slowModeSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400))),
  data: v.optional(data),
};

/** Most people a private room is created with. */
export const mostInvitedAtOnce = 50;

export const roomCommands = {
  'room:create': command<Room>()({
    http: 'POST /rooms',
    creates: true,
    summary:
      'Create a room; its creator owns it. Direct: the one room of me and the one of userIds, made when there is none',
    input: v.strictObject({
      roomId: v.optional(id),
      type: v.optional(v.picklist(['public', 'private', 'direct'])),
      // Direct: the other. Private: those to invite.
      userIds: v.optional(v.pipe(v.array(id), v.minLength(1), v.maxLength(mostInvitedAtOnce))),
      phase: v.optional(v.picklist(['scheduled', 'open'])),
      retention: v.optional(v.union([v.picklist(['forever', 'ephemeral']), days])),
      // return: the room of this roomId as it is, if I may read it; by default room_exists.
      ifExists: v.optional(v.picklist(['fail', 'return'])),
      ...settings,
    }),
  }),
  'room:list': command<{ rooms: RoomSummary[]; hasMore: boolean }>()({
    http: 'GET /rooms',
    summary:
      'My rooms: those I belong to or have joined, by id (an admin: all rooms). Of type direct: those of two alone. By phase and start',
    input: v.strictObject({
      after: v.optional(id),
      limit,
      type: v.optional(v.literal('direct')),
      // Of these alone, and of these phases.
      roomIds: v.optional(
        v.pipe(
          v.array(id),
          v.minLength(1, 'must name a room'),
          v.maxLength(pageSize.max, 'must be at most 100 rooms'),
        ),
      ),
      phases: v.optional(
        v.pipe(v.array(v.picklist(['scheduled', 'open', 'ended'])), v.minLength(1, 'must name a phase')),
      ),
      // Those that start from this moment on, and before that one.
      startsFrom: v.optional(time),
      startsBefore: v.optional(time),
    }),
  }),
  'room:get': command<Room>()({
    http: 'GET /rooms/:roomId',
    summary: 'A room I may join',
    input: v.strictObject({ roomId: id }),
  }),
  'room:update': command<Room>()({
    http: 'PATCH /rooms/:roomId',
    summary: "Change a room's settings",
    input: v.strictObject({
      roomId: id,
      phase: v.optional(v.picklist(['scheduled', 'open'])),
      // Owners alone: what it lets go is gone.
      retention: v.optional(v.union([v.literal('forever'), days])),
      ...settings,
    }),
  }),
  'room:end': command<Room>()({
    http: 'PUT /rooms/:roomId/end',
    summary: 'End a room: it can be read, nothing more is said in it',
    input: v.strictObject({ roomId: id }),
  }),
  'room:join': command<RoomSnapshot>()({
    http: 'POST /rooms/:roomId/join',
    summary: 'Be in a room; over REST: its snapshot, without being present',
    input: v.strictObject({
      roomId: id,
      since: v.optional(v.strictObject({ epoch: v.pipe(v.string(), v.maxLength(128)), rev: position })),
      // My messages that were refused: what another connection of mine sent may be stored all the same.
      unsure: v.optional(v.pipe(v.array(messageId), v.maxLength(mostUnsure))),
    }),
  }),
  'room:leave': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/leave',
    summary:
      'Leave a room; in a private room this ends the membership, unless it is to be kept. A public one can be taken out of my list',
    // keep: only go away from it, as by closing the page. forget: out of my list, until I come again.
    input: v.strictObject({ roomId: id, keep: v.optional(v.boolean()), forget: v.optional(v.boolean()) }),
  }),
};
