import type { User } from '@chat/protocol';
import type { OutboxStore } from './outbox-store.ts';
import type { Pending } from './outbox.ts';

/** Stores the unsent messages of a room across reloads, each under its user, as far as that is known. */
export interface OutboxPersistence {
  /** Stores a message under the current user. Resolves when it is stored. */
  save(pending: Pending): Promise<void> | undefined;
  /** Stores the messages that are not stored under the current user. */
  claim(items: readonly Pending[]): void;
  drop(id: string): void;
  /**
   * Takes over the messages of closed pages of this user. `later` gets those of pages that close while this
   * one is open.
   */
  adopt(user: User, later: (left: Pending[]) => void): Promise<Pending[]>;
  /** Leaves stored messages as they are, and stops changing them. */
  forget(): void;
  /** The page closes: adoptions that are under way are left to other pages. */
  close(): void;
}

export interface OutboxPersistenceOptions {
  roomId: string;
  store: OutboxStore;
  user: () => User | null;
  /**
   * Returns a key of the user before the server has sent their id; null while unknown, and if it cannot be
   * that of `user`.
   */
  earlyKey: (user: User | null) => string | null;
}

export const createOutboxPersistence = ({
  roomId,
  store,
  user,
  earlyKey,
}: OutboxPersistenceOptions): OutboxPersistence => {
  const under = new Map<string, string>(); // by id
  let closed = false;
  const owner = () => user()?.id ?? earlyKey(null);

  const save = (pending: Pending) => {
    const key = owner();
    if (key === null) return undefined;
    const before = under.get(pending.id);
    under.set(pending.id, key);
    const saved = store.save(roomId, key, pending);
    if (before !== undefined && before !== key) void store.drop(roomId, before, pending.id);
    return saved;
  };

  const own = (reader: User, key: string, left: Pending[]): Pending[] => {
    if (closed || user()?.id !== reader.id) return [];
    return left.filter((pending) => {
      const known = under.get(pending.id);
      if (known === undefined) {
        under.set(pending.id, key);
        if (key !== reader.id) void save(pending);
      } else if (known !== key) void store.drop(roomId, key, pending.id); // its page closed while it was being moved
      return known === undefined;
    });
  };

  return {
    save,
    claim: (items) => {
      const key = owner();
      for (const item of items) if (under.get(item.id) !== key) void save(item);
    },
    drop: (id) => {
      const key = under.get(id);
      if (key !== undefined) void store.drop(roomId, key, id);
      under.delete(id);
    },
    adopt: async (reader, later) => {
      const keys = [reader.id, earlyKey(reader)].filter((key) => key !== null);
      const adopted: Pending[] = [];
      for (const key of keys) {
        if (closed) break;
        const left = store.adopt(roomId, key, (more) => later(own(reader, key, more)));
        adopted.push(...own(reader, key, await left.catch(() => [])));
      }
      return adopted;
    },
    forget: () => under.clear(),
    close: () => void (closed = true),
  };
};
