import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';

/** The methods to replace in a sound storage. */
export type Damage = (sound: ChatStorage) => {
  timeline?: Partial<ChatStorage['timeline']>;
  rooms?: Partial<ChatStorage['rooms']>;
  users?: Partial<ChatStorage['users']>;
  profiles?: Partial<ChatStorage['profiles']>;
  settings?: Partial<ChatStorage['settings']>;
  files?: Partial<ChatStorage['files']>;
  preferences?: Partial<ChatStorage['preferences']>;
  notifications?: Partial<ChatStorage['notifications']>;
  presence?: Partial<ChatStorage['presence']>;
  close?: ChatStorage['close'];
};

/** In `found`, stands for any other failing cases. */
export const andMore = 'and more';

/** A deliberately broken storage, and the titles of exactly those cases that must fail on it. */
export interface Broken {
  name: string;
  damage: Damage;
  /** Its content after a close; everything by default. */
  lose?: (kept: ChatStorage) => ChatStorage;
  found: string[];
}

/** Returns the storage with some methods replaced. */
export const breakStorage = (sound: ChatStorage, damage: Damage): ChatStorage => {
  const broken = damage(sound);
  return {
    timeline: { ...sound.timeline, ...broken.timeline },
    rooms: { ...sound.rooms, ...broken.rooms },
    users: { ...sound.users, ...broken.users },
    profiles: { ...sound.profiles, ...broken.profiles },
    settings: { ...sound.settings, ...broken.settings },
    files: { ...sound.files, ...broken.files },
    preferences: { ...sound.preferences, ...broken.preferences },
    notifications: { ...sound.notifications, ...broken.notifications },
    presence: { ...sound.presence, ...broken.presence },
    close: broken.close ?? sound.close,
  };
};

/** A memory storage that can be reopened: `close` keeps its data, and `lose` returns what remains of it. */
export const reopenable = ({ damage, lose = (kept) => kept }: Pick<Broken, 'damage' | 'lose'>) => {
  const kept = new WeakMap<ChatStorage, ChatStorage>();
  const open = (sound: ChatStorage): ChatStorage => {
    const storage = breakStorage(closable(sound), damage);
    kept.set(storage, sound);
    return storage;
  };
  return {
    make: () => open(memoryStorage()),
    reopen: (closed: ChatStorage) => open(lose(kept.get(closed) ?? memoryStorage())),
  };
};

/** A view of a storage whose `close` does not close the storage itself. */
const closable = (sound: ChatStorage): ChatStorage => {
  let closed = false;
  const shut = <Store extends object>(store: Store): Store =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        async (...input: unknown[]) => {
          if (closed) throw new Error('closed');
          return (method as (...input: unknown[]) => unknown)(...input);
        },
      ]),
    ) as Store;
  return {
    timeline: shut(sound.timeline),
    rooms: shut(sound.rooms),
    users: shut(sound.users),
    profiles: shut(sound.profiles),
    settings: shut(sound.settings),
    files: shut(sound.files),
    preferences: shut(sound.preferences),
    notifications: shut(sound.notifications),
    presence: shut(sound.presence),
    close: async () => {
      closed = true;
    },
  };
};
