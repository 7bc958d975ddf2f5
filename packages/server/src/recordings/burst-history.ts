import { randomUUID } from 'node:crypto';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { burstsKey, burstsKind, type StoredBursts } from '../storage/decide/live/recording-records.ts';

/** Stores the emoji that members show while a room is being recorded. */
export interface BurstHistory {
  add(roomId: string, emoji: string): void;
  /** Stores what was gathered, and stops. */
  close(): Promise<void>;
}

interface BurstHistoryDeps {
  rooms: Pick<RoomRegistry, 'open'>;
  logger: Logger;
  now: () => number;
}

interface Second {
  roomId: string;
  key: string;
  counts: Record<string, number[]>;
}

const storeEveryMs = 1_000;
const quarterMs = 250;
/** Most different emoji of one second; more are not stored. */
const mostEmoji = 32;
/** Most seconds that wait for a store that does not respond; the oldest are dropped. */
const mostWaiting = 10_000;

/** Gathers bursts per second: one record per room, second and node, whatever their number. */
export const createBurstHistory = ({ rooms, logger, now }: BurstHistoryDeps): BurstHistory => {
  /** Nodes that share a store do not replace each other's records. */
  const node = randomUUID();
  const seconds = new Map<string, Second>();
  let timer: NodeJS.Timeout | null = null;
  let storing: Promise<void> = Promise.resolve();

  const store = async ({ roomId, key, counts }: Second): Promise<void> => {
    const room = await rooms.open(roomId);
    if (!room) return;
    const { createdBy } = room.head.room;
    const body: StoredBursts = { counts };
    await room.commit({
      kind: 'store-records',
      actor: { id: createdBy, name: createdBy },
      at: now(),
      records: [{ kind: burstsKind, key, body }],
    });
  };

  /** Stores the seconds that are over, or all. */
  const flush = async (all: boolean): Promise<void> => {
    const current = burstsKey(now(), node);
    for (const [name, second] of seconds) {
      if (!all && second.key >= current) continue;
      seconds.delete(name);
      try {
        await store(second);
      } catch (error) {
        logger.warn({ err: error, roomId: second.roomId }, 'emoji of a recording could not be stored');
        if (!all && seconds.size < mostWaiting) seconds.set(name, second);
        return;
      }
    }
  };

  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = null;
      storing = storing
        .then(() => flush(false))
        .then(() => {
          if (seconds.size > 0) soon();
        });
    }, storeEveryMs).unref();
  };

  return {
    add: (roomId, emoji) => {
      const at = now();
      const key = burstsKey(at, node);
      const name = `${roomId} ${key}`;
      const second = seconds.get(name) ?? { roomId, key, counts: {} };
      if (!seconds.has(name) && seconds.size >= mostWaiting) return;
      seconds.set(name, second);
      const counts = second.counts[emoji] ?? [0, 0, 0, 0];
      if (!(emoji in second.counts) && Object.keys(second.counts).length >= mostEmoji) return;
      second.counts[emoji] = counts;
      const quarter = Math.floor((at % 1_000) / quarterMs);
      counts[quarter] = (counts[quarter] ?? 0) + 1;
      soon();
    },
    close: async () => {
      if (timer) clearTimeout(timer);
      await storing;
      await flush(true);
    },
  };
};
