import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sampleRoom } from '../../src/testing/sample.ts';
import { andMore, type Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const sound = () => ({});

export const brokenDirectories: Broken[] = [
  {
    name: 'lacks a method',
    found: [
      'an audit entry never changes',
      'every method exists',
      'pruning removes older messages and their reports',
      'pruning leaves counters and read markers',
      'private messages are pruned, and their ids recognized, like others',
      'a search finds no pruned messages',
      'tombstones and pruned messages have no reactions',
      'tombstones and pruned messages are not pinned',
      'the call of a pruned message is not listed',
      'a pruned message mentions nobody',
      'tombstones and pruned messages have no versions',
      'the records of a message are removed with it',
    ],
    damage: () => ({ timeline: { prune: undefined as never } }),
  },
  {
    name: 'responds after closing',
    found: ['calls after closing reject'],
    damage: () => ({ close: async () => undefined }),
  },
  {
    name: 'fails when it is closed twice',
    found: ['calls after closing reject', 'closing twice does nothing'],
    damage: ({ close }) => {
      let closed = false;
      return {
        close: async () => {
          if (closed) throw new Error('closed before');
          closed = true;
          await close();
        },
      };
    },
  },
  {
    name: 'loses the timeline when closed',
    found: [
      'an audit entry never changes',
      'closing keeps committed data in every store',
      'an acknowledged batch survives reopening the store',
      'reactions survive reopening the store',
      'pins survive reopening the store',
      'open calls survive reopening the store',
      'versions survive reopening the store',
      'invite links and their uses survive reopening the store',
    ],
    damage: sound,
    lose: (kept) => ({ ...kept, timeline: memoryStorage().timeline }),
  },
  {
    name: 'loses read markers when closed',
    found: ['an acknowledged batch survives reopening the store'],
    damage: sound,
    lose: (kept) => ({
      ...kept,
      timeline: { ...kept.timeline, markRead: memoryStorage().timeline.markRead },
    }),
  },
  {
    name: 'loses the directory when closed',
    found: ['closing keeps committed data in every store'],
    damage: sound,
    lose: (kept) => ({ ...kept, rooms: memoryStorage().rooms }),
  },
  {
    name: 'returns a room that does not exist',
    found: ['the directory returns a room'],
    damage: ({ rooms }) => ({
      rooms: { get: async (roomId) => (await rooms.get(roomId)) ?? sampleRoom(roomId) },
    }),
  },
  {
    name: 'merges a room with the previous one',
    found: ['a room is replaced entirely'],
    damage: ({ rooms }) => ({
      rooms: { put: async (room) => rooms.put({ ...(await rooms.get(room.id)), ...room }) },
    }),
  },
  {
    name: 'lists rooms by byte',
    found: ['rooms are listed by id'],
    damage: ({ rooms }) => ({
      rooms: {
        list: async ({ after = '', limit }) => {
          const all = await rooms.list({ limit: 1_000 });
          const sorted = all.rooms.toSorted((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
          const rest = sorted.slice(sorted.findIndex(({ id }) => id === after) + 1);
          return { rooms: rest.slice(0, limit), hasMore: rest.length > limit };
        },
      },
    }),
  },
  {
    name: 'includes rooms that start at the end of the range',
    found: ['rooms are listed by start'],
    damage: ({ rooms }) => ({
      rooms: { starting: (query) => rooms.starting({ ...query, before: query.before + 1 }) },
    }),
  },
  {
    name: 'returns a user who does not exist',
    found: ['a stored user is returned', andMore],
    damage: ({ users }) => ({
      users: { get: async (userId) => (await users.get(userId)) ?? { user: { id: userId, name: userId } } },
    }),
  },
  {
    name: 'loses when a user was last seen',
    found: ['a user is replaced, except for when they were last seen', andMore],
    damage: ({ users }) => ({
      users: { put: (record) => users.put({ lastSeenAt: 0, ...record }) },
    }),
  },
  {
    name: 'merges a user with the previous record',
    found: ['a user is replaced, except for when they were last seen'],
    damage: ({ users }) => ({
      users: {
        put: async (record) =>
          users.put({ ...record, user: { ...(await users.get(record.user.id))?.user, ...record.user } }),
      },
    }),
  },
  {
    name: 'shares preferences between rooms',
    found: ['preferences belong to one user and one room'],
    damage: ({ preferences }) => ({
      preferences: {
        get: (userId) => preferences.get(userId, 'any'),
        put: (userId, _, wishes) => preferences.put(userId, 'any', wishes),
      },
    }),
  },
  {
    name: 'merges preferences with the previous ones',
    found: ['preferences are replaced entirely'],
    damage: ({ preferences }) => ({
      preferences: {
        put: async (userId, roomId, wishes) =>
          preferences.put(userId, roomId, { ...(await preferences.get(userId, roomId)), ...wishes }),
      },
    }),
  },
  {
    name: 'replaces a setting',
    found: ['a setting keeps its first value', 'concurrent calls for a setting store one value', andMore],
    damage: () => ({ settings: { getOrSet: async (_, value) => value } }),
  },
  {
    name: 'lets two concurrent calls store a setting',
    found: ['concurrent calls for a setting store one value', andMore],
    damage: () => {
      const kept = new Map<string, string>();
      return {
        settings: {
          getOrSet: async (key, value) => {
            const stored = kept.get(key) ?? value;
            await later();
            kept.set(key, stored);
            return stored;
          },
        },
      };
    },
  },
];
