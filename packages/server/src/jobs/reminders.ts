import { ChatError, type Room } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { Notifier } from '../push/notifier.ts';
import { isReminderDue } from '../storage/decide/reminders.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { RoomRegistry } from '../room/room-registry.ts';

/** When members are reminded that a room is about to start. */
export interface ReminderOptions {
  /** Times before the start, ms; each sends a reminder. One to five of them, from a minute to thirty days. */
  beforeMs: readonly number[];
}

/** Sends reminders for rooms that start soon. */
export interface Reminders {
  /** Runs one round and sends what is due. */
  sweep(): Promise<void>;
}

export interface ReminderDeps {
  storage: Pick<ChatStorage, 'rooms'>;
  rooms: Pick<RoomRegistry, 'open'>;
  push: Pick<Notifier, 'remind'> | null;
  logger: Logger;
  now: () => number;
}

/** A reminder is at most this late. */
export const reminderEveryMs = 10_000;
const pageLimit = 100;
const leastMs = 60_000;
const mostMs = 30 * 86_400_000;
const mostReminders = 5;

/** Returns the times of the options, the shortest first. Throws a plain `Error` if they are invalid. */
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
 * Members who have the room open see the change itself; members who are away get a push, from the node whose
 * change the store accepted. Rooms are found by the directory, and the commit decides.
 */
export const createReminders = (times: readonly number[], deps: ReminderDeps): Reminders => {
  const { storage, rooms, push, logger, now } = deps;
  const longest = times.at(-1) ?? 0;
  let running: Promise<void> | null = null;

  /** If several are due, as after an outage, only the one nearest to the start is sent. */
  const dueOf = ({ startsAt = 0 }: Room): number | undefined =>
    times.find((beforeMs) => startsAt - beforeMs <= now());

  const remind = async (listed: Room): Promise<void> => {
    const beforeMs = dueOf(listed);
    const { startsAt } = listed;
    if (beforeMs === undefined || startsAt === undefined) return;
    if (!isReminderDue(listed, { startsAt, beforeMs })) return;
    const room = await rooms.open(listed.id);
    if (!room || !isReminderDue(room.head.room, { startsAt, beforeMs })) return;
    const { createdBy } = room.head.room;
    const actor = { id: createdBy, name: createdBy };
    const { event } = await room.commit({ kind: 'remind', actor, at: now(), startsAt, beforeMs });
    if ('room' in event) void push?.remind(event.room);
  };

  const attempt = async (room: Room): Promise<void> => {
    try {
      await remind(room);
    } catch (error) {
      // Another node was first, or the room was rescheduled. One room that fails does not hold up the others.
      if (error instanceof ChatError && error.code === 'conflict') return;
      logger.error({ err: error, roomId: room.id }, 'a reminder of a room failed');
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
