import type { User } from '@chat/protocol';
import type { OutboxStore } from './outbox-store.ts';
import type { Pending } from './outbox.ts';

/** The unsent messages of one room as they are kept across reloads: each under whom it is from, as far as that is known. */
export interface OutboxPersistence {
  /** Keeps it as it now is, from who we now are. */
  save(pending: Pending): void;
  /** Keeps those that are not kept as from who we now are. */
  claim(items: readonly Pending[]): void;
  drop(id: string): void;
  /** What closed pages of this user have left, ours from now on. `later` is given what others leave while this page lives. */
  adopt(user: User, later: (left: Pending[]) => void): Promise<Pending[]>;
  /** What is kept stays where it is, and is not ours to change any more. */
  forget(): void;
  /** The page goes: what is still asked for is another's to adopt. */
  close(): void;
}

export interface OutboxPersistenceOptions {
  roomId: string;
  store: OutboxStore;
  user: () => User | null;
  /** Stands for who we are until the server has said so, and for nobody else who then is `user`; null while nobody knows. */
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
    if (key === null) return;
    const before = under.get(pending.id);
    under.set(pending.id, key);
    void store.save(roomId, key, pending);
    if (before !== undefined && before !== key) void store.drop(roomId, before, pending.id);
  };

  const own = (reader: User, key: string, left: Pending[]): Pending[] => {
    if (closed || user()?.id !== reader.id) return [];
    return left.filter((pending) => {
      const known = under.get(pending.id);
      if (known === undefined) {
        under.set(pending.id, key);
        if (key !== reader.id) save(pending);
      } else if (known !== key) void store.drop(roomId, key, pending.id); // its page went as it was moved
      return known === undefined;
    });
  };

  return {
    save,
    claim: (items) => {
      const key = owner();
      for (const item of items) if (under.get(item.id) !== key) save(item);
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
