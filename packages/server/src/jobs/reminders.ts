import { ChatError, type Room } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { Notifier } from '../push/notifier.ts';
import { isToRemind } from '../storage/decide/reminders.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

/** When the members of a room are reminded that it is about to start. */
export interface ReminderOptions {
  /** So long before the start, ms; each is a reminder of its own. One to five of them, from a minute to thirty days. */
  beforeMs: readonly number[];
}

/** Reminds of rooms that start soon. */
export interface Reminders {
  /** One round: whatever is due. */
  sweep(): Promise<void>;
}

export interface ReminderDeps {
  storage: Pick<ChatStorage, 'rooms'>;
  rooms: Pick<RoomRegistry, 'open'>;
  push: Pick<Notifier, 'remind'> | null;
  logger: Logger;
  now: () => number;
}

/** A reminder is at most so late. */
export const reminderEveryMs = 10_000;
const pageLimit = 100;
const leastMs = 60_000;
const mostMs = 30 * 86_400_000;
const mostReminders = 5;

/** The times of the options, the shortest first. Throws a plain `Error` when they cannot be meant. */
export const remindersOf = (options: ReminderOptions | undefined): number[] => {
  const { beforeMs } = options ?? { beforeMs: [] };
  const isMeant = (ms: number): boolean => Number.isInteger(ms) && ms >= leastMs && ms <= mostMs;
  if (options && (beforeMs.length === 0 || beforeMs.length > mostReminders || !beforeMs.every(isMeant)))
    throw new Error(
      `createChatServer: reminders.beforeMs must be 1 to ${mostReminders} times, each from ${leastMs} (a minute) to ${mostMs} (30 days) ms`,
    );
  return [...new Set(beforeMs)].sort((one, other) => one - other);
};

/**
 * Whoever has the room open is told by the change itself; those who are away by a push, from the node whose change was the
 * one that the store took. A room is looked at by its directory, and what is true of it is decided in the commit.
 */
export const createReminders = (times: readonly number[], deps: ReminderDeps): Reminders => {
  const { storage, rooms, push, logger, now } = deps;
  const longest = times.at(-1) ?? 0;
  let running: Promise<void> | null = null;

  /** Of several that are due, as after an outage, the one that is nearest to the start. */
  const dueOf = ({ startsAt = 0 }: Room): number | undefined =>
    times.find((beforeMs) => startsAt - beforeMs <= now());

  const remind = async (listed: Room): Promise<void> => {
    const beforeMs = dueOf(listed);
    const { startsAt } = listed;
    if (beforeMs === undefined || startsAt === undefined) return;
    if (!isToRemind(listed, { startsAt, beforeMs })) return;
    const room = await rooms.open(listed.id);
    if (!room || !isToRemind(room.head.room, { startsAt, beforeMs })) return;
    const { createdBy } = room.head.room;
    const actor = { id: createdBy, name: createdBy };
    const { event } = await room.commit({ kind: 'remind', actor, at: now(), startsAt, beforeMs });
    if ('room' in event) void push?.remind(event.room);
  };

  const attempt = async (room: Room): Promise<void> => {
    try {
      await remind(room);
    } catch (error) {
      // Another node was first, or somebody has moved it. One room that fails does not keep the others from it.
      if (error instanceof ChatError && error.code === 'conflict') return;
      logger.error({ err: error, roomId: room.id }, 'a room could not be reminded of');
    }
  };

  const round = async (): Promise<void> => {
    const at = Math.floor(now()); // the directory counts whole ms
    for (let after: { startsAt: number; roomId: string } | undefined; ;) {
      const { rooms: found, hasMore } = await storage.rooms.starting({
        from: at + 1,
        before: at + longest + 1,
        limit: pageLimit,
        ...(after && { after }),
      });
      for (const room of found) await attempt(room);
      const last = found.at(-1);
      if (!hasMore || last?.startsAt === undefined) return;
      after = { startsAt: last.startsAt, roomId: last.id };
    }
  };

  return { sweep: () => (running ??= round().finally(() => (running = null))) };
};
