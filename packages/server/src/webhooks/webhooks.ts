import { randomUUID } from 'node:crypto';
import type { DurableEvent, Room, WebhookStatus } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Change } from '../storage/contract/change.ts';
import type { Head } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { isWebhookChange } from '../storage/decide/outbound/webhooks.ts';
import type { WebhookEndpoint } from './webhook-options.ts';
import { createWebhookRunner } from './webhook-runner.ts';

/** Delivers the events of rooms to the endpoints of the options. */
export interface Webhooks {
  /**
   * Returns the changes to commit together with others of a room, so that what they change is delivered even
   * after a crash. `from`: the room before them, as far as this node knows.
   */
  marksFor(room: Room, from: Pick<Head, 'rev' | 'seq'>, changes: readonly Change[]): Change[];
  /** Changes of a room were committed here. */
  onCommitted(roomId: string): void;
  /** Events of a room were published here, whichever node committed them. */
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Returns the state of each endpoint on this node. */
  list(): WebhookStatus[];
  close(): Promise<void>;
}

interface WebhooksDeps {
  endpoints: readonly WebhookEndpoint[];
  storage: ChatStorage;
  rooms: Pick<RoomRegistry, 'open' | 'peek'>;
  logger: Logger;
  /** Whether other processes use the store. */
  isShared(): boolean;
  now(): number;
}

const sweepEveryMs = 1_000;
const maxUpdates = 1_000;
/** How long requests in progress may take when the server closes. */
const closingMs = 500;

export const createWebhooks = (deps: WebhooksDeps): Webhooks => {
  const { endpoints } = deps;
  const node = randomUUID();
  const abort = new AbortController();
  let isStopping = false;
  const updates = new Set<string>();
  const isUpdate = (roomId: string, rev: number): boolean => updates.has(`${roomId} ${rev}`);
  const runners = endpoints.map((endpoint) =>
    createWebhookRunner(endpoint, {
      ...deps,
      node,
      signal: abort.signal,
      isStopping: () => isStopping,
      isUpdate,
    }),
  );
  const timer =
    runners.length > 0
      ? setInterval(() => runners.forEach((runner) => runner.sweep()), sweepEveryMs).unref()
      : undefined;

  return {
    marksFor: (room, from, changes) => {
      if (changes.every(isWebhookChange)) return [];
      const webhooks = endpoints.filter(({ includesRoom }) => includesRoom(room)).map(({ name }) => name);
      if (webhooks.length === 0) return [];
      const actor = { id: room.createdBy, name: room.createdBy };
      return [
        { kind: 'mark-webhooks', actor, at: deps.now(), webhooks, from: { rev: from.rev, seq: from.seq } },
      ];
    },
    onCommitted: (roomId) => {
      const room = deps.rooms.peek(roomId)?.head.room;
      runners.forEach((runner, index) => {
        if (!room || endpoints[index]?.includesRoom(room)) runner.wake(roomId);
      });
    },
    onPublished: (roomId, events) => {
      if (runners.length === 0) return;
      for (const { type, rev } of events) if (type === 'member:updated') updates.add(`${roomId} ${rev}`);
      for (const oldest of updates) if (updates.size > maxUpdates) updates.delete(oldest);
      runners.forEach((runner) => runner.notice(roomId));
    },
    list: () => runners.map((runner) => runner.status()),
    close: async () => {
      isStopping = true;
      clearInterval(timer);
      const forced = setTimeout(() => abort.abort(), closingMs);
      await Promise.all(runners.map((runner) => runner.settled()));
      clearTimeout(forced);
      for (const { outbound } of endpoints) outbound.close();
    },
  };
};
