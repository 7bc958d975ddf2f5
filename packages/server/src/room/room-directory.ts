import { isDeepStrictEqual } from 'node:util';
import type { Room } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Keeps the directory of rooms up to date, with a short delay. */
export interface RoomDirectory {
  /** Writes a changed room. */
  put(room: Room): void;
  /**
   * A room was opened here, or changed on another node: corrects the directory if it differs. A process may
   * have ended before writing, or another node may have written an earlier change later. `current`: undefined
   * if the room is closed.
   */
  compare(roomId: string, current: () => Room | undefined): void;
  /** Retries failed writes. Called periodically. */
  sweep(): void;
  /** Resolves when the last change of the room is written, or could not be. */
  whenListed(roomId: string): Promise<void>;
  /** Resolves when no write is running. */
  settled(): Promise<void>;
}

type DirectoryDeps = { storage: Pick<ChatStorage, 'rooms' | 'timeline'>; logger: Logger };

export const createRoomDirectory = ({ storage, logger }: DirectoryDeps): RoomDirectory => {
  /** One at a time for each room: a remote directory may apply the last write first. */
  const projecting = new Map<string, Promise<void>>();
  /** Rooms whose directory entry may be wrong. */
  const behind = new Set<string>();

  const failed = (roomId: string) => (error: unknown) => {
    behind.add(roomId);
    logger.warn({ err: error, roomId }, 'room directory is behind; it is tried again');
  };
  const put = (room: Room): void => {
    const write = async (before?: Promise<void>): Promise<void> => {
      await before;
      behind.delete(room.id);
      await storage.rooms.put(room).catch(failed(room.id));
      if (projecting.get(room.id) === mine) projecting.delete(room.id);
    };
    const mine = write(projecting.get(room.id));
    projecting.set(room.id, mine);
  };
  const compare = async (roomId: string, current: () => Room | undefined): Promise<void> => {
    await projecting.get(roomId);
    const listed = await storage.rooms.get(roomId);
    const room = current();
    if (room && !isDeepStrictEqual(listed, room)) put(room);
  };
  /** Another node may have changed it since. */
  const putNow = async (roomId: string): Promise<void> => {
    const head = await storage.timeline.head(roomId);
    if (head) put(head.room);
  };

  return {
    put,
    compare: (roomId, current) => void compare(roomId, current).catch(failed(roomId)),
    sweep: () => {
      for (const roomId of behind) void putNow(roomId).catch(failed(roomId));
    },
    whenListed: async (roomId) => projecting.get(roomId),
    settled: async () => void (await Promise.all(projecting.values())),
  };
};
