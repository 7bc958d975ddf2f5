import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { sampleRoom } from '../../src/testing/sample.ts';
import { andMore, type Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const sound = () => ({});

export const brokenDirectories: Broken[] = [
  {
    name: 'lacks a method',
    found: [
      'an entry stays as it was written',
      'every method is there',
      'pruning forgets what was created before',
      'pruning leaves counters and marks',
      'private messages are pruned, and their ids are known, like others',
      'a search finds nothing that was forgotten',
      'a tombstone and a forgotten message have no reactions',
      'a tombstone and a forgotten message are not pinned',
      'a call that was forgotten goes on nowhere',
      'a forgotten message calls nobody',
      'a tombstone and a forgotten message have no versions',
    ],
    damage: () => ({ timeline: { prune: undefined as never } }),
  },
  {
    name: 'answers after closing',
    found: ['calls after closing reject'],
    damage: () => ({ close: async () => undefined }),
  },
  {
    name: 'closes once',
    found: ['calls after closing reject', 'closing twice is harmless'],
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
    name: 'forgets the timeline when closed',
    found: [
      'an entry stays as it was written',
      'closing keeps what was committed, in every store',
      'a batch that was acknowledged is there when the store is opened again',
      'reactions are there when the store is opened again',
      'pins are there when the store is opened again',
      'calls that have not ended are there when the store is opened again',
      'versions are there when the store is opened again',
    ],
    damage: sound,
    lose: (kept) => ({ ...kept, timeline: memoryStorage().timeline }),
  },
  {
    name: 'forgets read marks when closed',
    found: ['a batch that was acknowledged is there when the store is opened again'],
    damage: sound,
    lose: (kept) => ({
      ...kept,
      timeline: { ...kept.timeline, markRead: memoryStorage().timeline.markRead },
    }),
  },
  {
    name: 'forgets the directory when closed',
    found: ['closing keeps what was committed, in every store'],
    damage: sound,
    lose: (kept) => ({ ...kept, rooms: memoryStorage().rooms }),
  },
  {
    name: 'makes up a room',
    found: ['a room is found in the directory'],
    damage: ({ rooms }) => ({
      rooms: { get: async (roomId) => (await rooms.get(roomId)) ?? sampleRoom(roomId) },
    }),
  },
  {
    name: 'merges a room with what was there',
    found: ['a room is stored whole'],
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
    name: 'finds rooms that start when what is asked for has ended',
    found: ['rooms are found by their start'],
    damage: ({ rooms }) => ({
      rooms: { starting: (query) => rooms.starting({ ...query, before: query.before + 1 }) },
    }),
  },
  {
    name: 'makes up a user',
    found: ['a user is found', andMore],
    damage: ({ users }) => ({
      users: { get: async (userId) => (await users.get(userId)) ?? { user: { id: userId, name: userId } } },
    }),
  },
  {
    name: 'forgets when a user was last seen',
    found: ['a user is replaced, but for when they were last seen', andMore],
    damage: ({ users }) => ({
      users: { put: (record) => users.put({ lastSeenAt: 0, ...record }) },
    }),
  },
  {
    name: 'merges a user with what was there',
    found: ['a user is replaced, but for when they were last seen'],
    damage: ({ users }) => ({
      users: {
        put: async (record) =>
          users.put({ ...record, user: { ...(await users.get(record.user.id))?.user, ...record.user } }),
      },
    }),
  },
  {
    name: 'gives one room what was wished of another',
    found: ['what somebody wishes of a room is found, and nobody else finds it'],
    damage: ({ preferences }) => ({
      preferences: {
        get: (userId) => preferences.get(userId, 'any'),
        put: (userId, _, wishes) => preferences.put(userId, 'any', wishes),
      },
    }),
  },
  {
    name: 'merges wishes with those there were',
    found: ['wishes are stored whole'],
    damage: ({ preferences }) => ({
      preferences: {
        put: async (userId, roomId, wishes) =>
          preferences.put(userId, roomId, { ...(await preferences.get(userId, roomId)), ...wishes }),
      },
    }),
  },
  {
    name: 'replaces a setting',
    found: ['a setting keeps its first value', 'a setting stored many times at once has one value', andMore],
    damage: () => ({ settings: { getOrSet: async (_, value) => value } }),
  },
  {
    name: 'lets two calls store a setting at once',
    found: ['a setting stored many times at once has one value', andMore],
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
