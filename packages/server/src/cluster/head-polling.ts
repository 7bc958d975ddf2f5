import { createHash } from 'node:crypto';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

interface CompareDeps {
  storage: Pick<ChatStorage, 'timeline'>;
  rooms: Pick<RoomRegistry, 'live'>;
  logger: Logger;
  /** Random jitter comes from ids. */
  id(): string;
}

const shortestMs = 2_000;
const spreadMs = 2_000;

/**
 * Compares the heads of the rooms served here with the store every 3 s, give or take one. This finds changes
 * of other nodes whose hints were lost. Nodes poll at different times. Returns a function that stops it.
 */
export const startHeadPolling = ({ storage, rooms, logger, id }: CompareDeps): (() => void) => {
  const { timeline } = storage;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let failing = false;

  const compare = async (): Promise<void> => {
    const asked = new Map<string, { room: LiveRoom; rev: number }>();
    for (const room of rooms.live())
      if (room.timeline === timeline) asked.set(room.id, { room, rev: room.head.rev });
    if (asked.size === 0) return;
    const found = new Map((await timeline.heads([...asked.keys()])).map((head) => [head.roomId, head]));
    for (const [roomId, { room, rev }] of asked) {
      const head = found.get(roomId);
      // Ahead of what was read, the room was committed here meanwhile; behind what was known before, it was
      // rolled back.
      const isLevel = head?.epoch === room.head.epoch && head.rev >= rev && head.rev <= room.head.rev;
      if (!isLevel) void room.look();
    }
  };

  const round = async (): Promise<void> => {
    try {
      await compare();
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ err: error }, 'rooms could not be compared with the store');
      failing = true;
    }
    plan();
  };

  const plan = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void round(), shortestMs + chanceOf(id()) * spreadMs).unref();
  };
  plan();

  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
  };
};

/** Returns a number from 0 to 1. */
const chanceOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
