import { isDeepStrictEqual } from 'node:util';
import type { Room } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** Keeps the directory of rooms as the rooms are, a little behind them. */
export interface RoomDirectory {
  /** A room is so now. */
  put(room: Room): void;
  /**
   * A room was opened here, or changed elsewhere: where the directory has it otherwise, it is put as it is. A process may have
   * ended before it had put it, or another node may have put an earlier change later. `current`: undefined when it is closed.
   */
  compare(roomId: string, current: () => Room | undefined): void;
  /** Puts what could not be put. Called from time to time. */
  sweep(): void;
  /** Resolves when the directory has the room as it was last put, or could not take it. */
  whenListed(roomId: string): Promise<void>;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
}

type DirectoryDeps = { storage: Pick<ChatStorage, 'rooms' | 'timeline'>; logger: Logger };

export const createRoomDirectory = ({ storage, logger }: DirectoryDeps): RoomDirectory => {
  /** One after the other for each room: a directory elsewhere may take what was sent last first. */
  const projecting = new Map<string, Promise<void>>();
  /** Rooms of which it is not sure that the directory has them as they are. */
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
