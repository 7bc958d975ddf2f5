import type { Limits, Room } from '@chat/protocol';
import { oldestFileIdOf } from '../files/file-id.ts';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import { captionKey, captionKind } from '../storage/decide/live/caption-records.ts';
import { burstsKey, burstsKind } from '../storage/decide/live/recording-records.ts';
import { retentionCutoff } from '../storage/shared/retention.ts';

/** Deletes messages past their room's retention. */
export interface RetentionJob {
  /** Runs one round: the open rooms, and some of all others, from where the last round ended. */
  sweep(): Promise<void>;
}

export interface RetentionDeps {
  storage: ChatStorage;
  rooms: Pick<RoomRegistry, 'live' | 'peek'>;
  roomLists: Pick<RoomListSubscriptions, 'markChanged'>;
  limits: Pick<Limits, 'unsentFileMs'>;
  logger: Logger;
  now: () => number;
}

/** Rooms of the directory that one round checks. */
const roomsAtOnce = 500;
const pageLimit = 100;

/**
 * Messages are deleted from the store, with their earlier versions, reactions and reports; their files are
 * checked and removed by the sweep. Connected clients get an event with the cutoff; others get it with their
 * next join.
 */
export const createRetentionJob = ({
  storage,
  rooms,
  roomLists,
  limits,
  logger,
  now,
}: RetentionDeps): RetentionJob => {
  const { timeline, files } = storage;
  /** `seq` of the oldest message of an open room, when it was last checked. */
  const oldest = new WeakMap<LiveRoom, number>();
  let after: string | undefined;
  let running: Promise<void> | null = null;

  /**
   * Makes files as old as the deleted messages due for a check, unless they are due soon in any case. It runs
   * before their messages are deleted, and in every round, so that none stays behind if this process ends.
   */
  const dueFiles = async (roomId: string, cut: number): Promise<void> => {
    // A file sent late belongs to a message that is kept a little longer.
    const soon = now() + limits.unsentFileMs;
    for (let before = oldestFileIdOf(cut); ;) {
      const page = await files.list(roomId, { before, limit: pageLimit });
      for (const { file, dueAt } of page.files)
        if (dueAt === null || dueAt > soon) await files.setDue(file.fileId, now());
      before = page.files.at(-1)?.file.fileId ?? before;
      if (!page.hasMore) return;
    }
  };

  /** Another node may have deleted messages that clients here still see. */
  const isNewTo = async (live: LiveRoom): Promise<boolean> => {
    const { messages } = await timeline.page(live.id, { after: 0, limit: 1, unfiltered: true });
    const seq = messages[0]?.seq ?? Infinity;
    const isNew = oldest.get(live) !== seq;
    oldest.set(live, seq);
    return isNew;
  };

  /** Removes records that belong to no message, whose keys are below one: emoji and captions of recordings. */
  const forgetRecords = async (
    { id, createdBy }: Room,
    { kind: recordKind, below }: { kind: string; below: string },
  ): Promise<void> => {
    const query = { below, limit: pageLimit };
    for (let isDone = false; !isDone;) {
      const { records, hasMore } = await timeline.records(id, recordKind, query);
      isDone = !hasMore;
      if (records.length === 0) return;
      const removed = records.map(({ kind, key }) => ({ kind, key, body: null }));
      const actor = { id: createdBy, name: createdBy };
      await timeline.commit(id, [{ kind: 'store-records', actor, at: now(), records: removed }]);
    }
  };

  const forgetIn = async (room: Room): Promise<void> => {
    const cut = retentionCutoff(room, now());
    if (cut <= 0) return;
    await dueFiles(room.id, cut);
    await forgetRecords(room, { kind: burstsKind, below: burstsKey(cut) });
    await forgetRecords(room, { kind: captionKind, below: captionKey(cut) });
    const count = await timeline.prune(room.id, cut);
    const live = rooms.peek(room.id);
    const isNews = live ? await isNewTo(live) : count > 0;
    if (!isNews && count === 0) return;
    live?.expire(cut);
    roomLists.markChanged(room.id, null, 'outside');
  };

  /** The directory may be outdated, and deletion is final, so the room itself is asked. */
  const forgetByHead = async (listed: Room): Promise<void> => {
    if (typeof listed.retention !== 'object' || rooms.peek(listed.id)) return;
    const head = await timeline.head(listed.id);
    if (head) await forgetIn(head.room);
  };

  const attempt = async (room: Room, work: (room: Room) => Promise<void>): Promise<void> => {
    try {
      await work(room);
    } catch (error) {
      // One room that fails does not hold up the others.
      logger.error(
        { err: error, roomId: room.id },
        'messages past retention could not be deleted; it is tried again',
      );
    }
  };

  const round = async (): Promise<void> => {
    for (const live of rooms.live()) if (live.timeline === timeline) await attempt(live.head.room, forgetIn);
    for (let looked = 0; looked < roomsAtOnce;) {
      const page = await storage.rooms.list({
        limit: pageLimit,
        ...(after === undefined ? {} : { after }),
      });
      for (const room of page.rooms) await attempt(room, forgetByHead);
      looked += page.rooms.length;
      after = page.hasMore ? page.rooms.at(-1)?.id : undefined;
      if (after === undefined) return;
    }
  };

  return { sweep: () => (running ??= round().finally(() => (running = null))) };
};
