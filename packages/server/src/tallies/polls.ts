import type { DurableEvent } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { tallyKind } from '../storage/decide/polls/poll-records.ts';
import { createGatheredUpdates } from './gathered-updates.ts';
import { voterKeyFrom, type VoterKey } from './voter-key.ts';

/** Brings the messages of polls up to their tallies, and closes polls when their time is over. */
export interface Polls {
  voterKey: VoterKey;
  /** The tally of a poll has changed: members get it soon, together with other votes. */
  changed(roomId: string, messageId: string): void;
  /** Finds out when polls close. */
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Updates polls whose update was interrupted, and finds polls that close soon. */
  sweep(): Promise<void>;
  close(): void;
}

interface PollDeps {
  storage: Pick<ChatStorage, 'timeline' | 'settings'>;
  rooms: Pick<RoomRegistry, 'open'>;
  logger: Logger;
  now: () => number;
}

export const pollSweepEveryMs = 5_000;
/** The first sweep finds what a crash before the start interrupted, longer ago than `forgottenAfterMs`. */
export const firstPollSweepMs = 2_000;
/** Votes that wait longer than this for their update were forgotten by a crash, ms. */
const forgottenAfterMs = 1_000;
const pageLimit = 100;
/** Polls beyond these have no timer: the sweep closes them. */
const mostClosings = 10_000;
/** Timers cannot be set to more than this. */
const longestTimerMs = 0x7fffffff;

/** A user can send messages with the same id to several rooms. */
const nameOf = (roomId: string, messageId: string): string => `${roomId} ${messageId}`;

export const createPolls = ({ storage, rooms, logger, now }: PollDeps): Polls => {
  const { timeline, settings } = storage;
  const closings = new Map<string, NodeJS.Timeout>();
  let closed = false;

  const commit = async (roomId: string, messageId: string): Promise<void> => {
    const room = await rooms.open(roomId);
    if (!room) return;
    const { createdBy } = room.head.room;
    const actor = { id: createdBy, name: createdBy };
    await room.commit({ kind: 'update-poll', actor, at: now(), messageId });
  };

  const { changed, close } = createGatheredUpdates({
    publish: commit,
    // The sweep tries again.
    onFailed: (error, roomId) =>
      logger.warn({ err: error, roomId }, 'the results of a poll could not be sent and will be sent later'),
  });

  const closeAt = (roomId: string, messageId: string, closesAt: number): void => {
    const name = nameOf(roomId, messageId);
    if (closed || closings.has(name) || closings.size >= mostClosings) return;
    const waitMs = Math.min(Math.max(closesAt - now(), 0), longestTimerMs);
    const timer = setTimeout(() => {
      closings.delete(name);
      if (now() < closesAt) closeAt(roomId, messageId, closesAt);
      else changed(roomId, messageId);
    }, waitMs).unref();
    closings.set(name, timer);
  };

  const sweep = async (): Promise<void> => {
    const at = now();
    const due = await timeline.dueRecords(tallyKind, { at: at + pollSweepEveryMs, limit: pageLimit });
    for (const { roomId, record } of due) {
      const { key, dueAt = at } = record;
      if (dueAt > at) closeAt(roomId, key, dueAt);
      else if (dueAt < at - forgottenAfterMs) changed(roomId, key);
    }
  };

  return {
    voterKey: voterKeyFrom(settings),
    changed,
    onPublished: (roomId, events) => {
      for (const event of events) {
        if (!('message' in event) || event.message.kind !== 'poll') continue;
        const { id, poll, deletedAt } = event.message;
        const isOpen = poll?.closedAt === undefined && deletedAt === undefined;
        if (isOpen && poll?.closesAt !== undefined) {
          closeAt(roomId, id, poll.closesAt);
        } else {
          const name = nameOf(roomId, id);
          clearTimeout(closings.get(name));
          closings.delete(name);
        }
      }
    },
    sweep,
    close: () => {
      closed = true;
      close();
      for (const timer of closings.values()) clearTimeout(timer);
    },
  };
};
