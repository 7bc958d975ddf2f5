// Which rooms this device knows to be encrypted: a server that says otherwise later gets nothing in plain text.
import type { ClientStorage } from '../platform/client-storage.ts';

/** A room is encrypted for its whole life, so what was seen once stays true. */
export interface EncryptedRooms {
  /** Returns whether a room is known to be encrypted, as far as the storage was read. */
  now(roomId: string): boolean;
  /** Resolves to whether a room is known to be encrypted. */
  has(roomId: string): Promise<boolean>;
  /** Remembers a room. It is stored as soon as the user is known. */
  add(roomId: string): void;
}

export interface EncryptedRoomsOptions {
  storage: ClientStorage;
  server: () => string;
  /** Returns my id; empty while unknown. */
  userId: () => string;
}

export const createEncryptedRooms = ({ storage, server, userId }: EncryptedRoomsOptions): EncryptedRooms => {
  const known = new Set<string>();
  const read = new Map<string, Promise<void>>();
  const stored = new Set<string>();
  /** With the keys of the room: `forgetUser` deletes both. */
  const keyOf = (owner: string, roomId: string): string =>
    `encryption:${JSON.stringify([server(), owner, roomId])}:encrypted`;

  const readMark = async (key: string, roomId: string): Promise<void> => {
    if ((await storage.get(key)) === true) known.add(roomId);
  };

  return {
    now: (roomId) => known.has(roomId),
    has: async (roomId) => {
      const owner = userId();
      if (owner !== '' && !known.has(roomId)) {
        const key = keyOf(owner, roomId);
        const reading = read.get(key) ?? readMark(key, roomId);
        read.set(key, reading);
        await reading;
      }
      return known.has(roomId);
    },
    add: (roomId) => {
      known.add(roomId);
      const owner = userId();
      const key = owner && keyOf(owner, roomId);
      if (key === '' || stored.has(key)) return;
      stored.add(key);
      void storage.set(key, true);
    },
  };
};
