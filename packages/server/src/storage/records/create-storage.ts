import type { Room, User } from '@chat/protocol';
import { applyProfileChange, type ProfileStore, type StoredProfile } from '../contract/profile-store.ts';
import type {
  ChatStorage,
  PreferenceStore,
  RoomPreferences,
  RoomStore,
  SettingStore,
  StoredUser,
  TimelineStore,
  UserStore,
} from '../contract/storage.ts';
import { memoryPresence } from '../memory/presence.ts';
import { nameTokens } from '../shared/name-tokens.ts';
import { lastKey } from '../shared/record-keys.ts';
import { rejectWhenClosed, type MaybeSync } from '../shared/reject-when-closed.ts';
import { timeKey } from '../shared/start-order-key.ts';
import { recordFiles } from './record-files.ts';
import { recordNotifications } from './record-notifications.ts';
import {
  entryOf,
  openRecords,
  removeFrom,
  replaceIn,
  type RecordEntry,
  type RecordPath,
  type RecordTable,
  type Records,
} from './record-table.ts';

export interface StorageParts {
  timeline: MaybeSync<TimelineStore> | TimelineStore;
  /** Where all other stores put their records. No other process may write to it. */
  table: RecordTable;
  /** Closes both. Called once. */
  close(): void | Promise<void>;
}

/**
 * Returns a complete storage from a timeline and a table of records. Presence is in memory. After `close`,
 * all methods reject.
 */
export const createStorage = (parts: StorageParts): ChatStorage => {
  const { timeline, table, close } = parts;
  const records = openRecords(table);
  let closing: Promise<void> | null = null;
  const guarded = rejectWhenClosed(() => closing !== null);
  return {
    timeline: guarded<TimelineStore>(timeline),
    rooms: guarded(recordRooms(records)),
    users: guarded(recordUsers(records)),
    profiles: guarded(recordProfiles(records)),
    settings: guarded(recordSettings(records)),
    files: guarded(recordFiles(records)),
    preferences: guarded(recordPreferences(records)),
    notifications: guarded(recordNotifications(records)),
    presence: guarded<ChatStorage['presence']>(memoryPresence(() => performance.now())),
    close: () => (closing ??= Promise.resolve(close())),
  };
};

const maxKey = (one: string, other: string): string => (one > other ? one : other);

const recordRooms = ({ get, page, write, inTurn }: Records): RoomStore => {
  const startKey = (startsAt: number, roomId: string): string => `${timeKey(startsAt)} ${roomId}`;
  const pathsOf = ({ id, startsAt }: Room): RecordPath[] => [
    ['room', '', id],
    ...(startsAt === undefined ? [] : [['room-start', '', startKey(startsAt, id)] as const]),
  ];
  const find = (roomId: string) => get<Room>('room', '', roomId);
  return {
    get: find,
    put: (room) =>
      inTurn(`room ${room.id}`, async () => {
        const before = await find(room.id);
        const entries = pathsOf(room).map((path) => entryOf(path, room));
        await write(replaceIn(before ? pathsOf(before) : [], entries));
      }),
    list: async ({ after = '', limit }) => {
      const { found, hasMore } = await page<Room>('room', '', { above: after, limit });
      return { rooms: found, hasMore };
    },
    starting: async ({ from, before, after, limit }) => {
      const last = after ? startKey(after.startsAt, after.roomId) : '';
      const range = { above: maxKey(last, timeKey(from)), below: timeKey(before), limit };
      const { found, hasMore } = await page<Room>('room-start', '', range);
      return { rooms: found, hasMore };
    },
  };
};

const recordUsers = ({ get, page, write, inTurn }: Records): UserStore => {
  type Named = { word: string; user: User };
  const pathOf = (userId: string): RecordPath => ['user', '', userId];
  // A space sorts before every character of a word.
  const wordKey = (word: string, userId: string): string => `${word} ${userId}`;
  const pathsOf = ({ id, name }: User): RecordPath[] => [
    pathOf(id),
    ...nameTokens(name).map((word) => ['user-word', '', wordKey(word, id)] as const),
  ];
  const find = (userId: string) => get<StoredUser>(...pathOf(userId));
  return {
    get: find,
    put: ({ user, lastSeenAt }) =>
      inTurn(`user ${user.id}`, async () => {
        const before = await find(user.id);
        const words = nameTokens(user.name).map((word): RecordEntry => {
          return { kind: 'user-word', group: '', key: wordKey(word, user.id), record: { word, user } };
        });
        const record = { user, lastSeenAt: lastSeenAt ?? before?.lastSeenAt };
        const previous = before ? pathsOf(before.user) : [];
        await write(replaceIn(previous, [entryOf(pathOf(user.id), record), ...words]));
      }),
    forget: (userId) =>
      inTurn(`user ${userId}`, async () => {
        const before = await find(userId);
        await write(before ? removeFrom(pathsOf(before.user)) : []);
      }),
    many: async (userIds) => {
      const all = await Promise.all([...new Set(userIds)].map(find));
      return all.filter((user) => user !== null);
    },
    words: ({ prefix, after, limit }) => {
      const above = maxKey(after ? wordKey(after.word, after.userId) : '', prefix);
      return page<Named>('user-word', '', { above, below: `${prefix}${lastKey}`, limit });
    },
  };
};

const recordProfiles = ({ get, write, inTurn }: Records): ProfileStore => {
  const pathOf = (userId: string): RecordPath => ['profile', '', userId];
  const find = async (userId: string) => (await get<StoredProfile>(...pathOf(userId))) ?? {};
  return {
    get: find,
    change: (userId, change) =>
      inTurn(`profile ${userId}`, async () => {
        const changed = applyProfileChange(await find(userId), change);
        await write([entryOf(pathOf(userId), changed)]);
        return changed;
      }),
    forget: (userId) => inTurn(`profile ${userId}`, () => write([entryOf(pathOf(userId), null)])),
  };
};

const recordSettings = ({ get, write, inTurn }: Records): SettingStore => ({
  getOrSet: (key, value) =>
    inTurn(`setting ${key}`, async () => {
      const stored = await get<{ value: string }>('setting', '', key);
      if (stored === null) await write([entryOf(['setting', '', key], { value })]);
      return stored?.value ?? value;
    }),
});

const recordPreferences = ({ get, list, write }: Records): PreferenceStore => {
  type OfRoom = { roomId: string; preferences: RoomPreferences };
  const pathOf = (userId: string, roomId: string): RecordPath => ['preference', userId, roomId];
  return {
    get: async (userId, roomId) => (await get<OfRoom>(...pathOf(userId, roomId)))?.preferences ?? {},
    put: (userId, roomId, preferences) => write([entryOf(pathOf(userId, roomId), { roomId, preferences })]),
    forget: async (userId) => {
      const all = await list<OfRoom>('preference', userId);
      await write(all.map(({ roomId }) => entryOf(pathOf(userId, roomId), null)));
    },
  };
};
