import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { NameQuery } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const everyWord = { prefix: '', limit: 1_000 } satisfies NameQuery;

export const brokenProfiles: Broken[] = [
  {
    name: 'has one profile for all',
    found: ['a profile is found, and nobody else finds it', 'a profile is forgotten, and no other'],
    damage: ({ profiles }) => ({
      profiles: { get: () => profiles.get('any'), change: (_, change) => profiles.change('any', change) },
    }),
  },
  {
    name: 'merges the insides of parts',
    found: ['the named parts of a profile are replaced whole, the others stay'],
    damage: ({ profiles }) => ({
      profiles: {
        change: async (userId, change) => {
          const { fields } = await profiles.get(userId);
          const both = change.fields ? { fields: { ...fields, ...change.fields } } : {};
          return profiles.change(userId, { ...change, ...both });
        },
      },
    }),
  },
  {
    name: 'replaces a profile whole',
    found: [
      'the named parts of a profile are replaced whole, the others stay',
      'changes of different parts at once both stand',
    ],
    damage: ({ profiles }) => ({
      profiles: {
        change: (userId, change) =>
          profiles.change(userId, {
            about: null,
            fields: null,
            lastSeen: null,
            avatarUrl: null,
            ...change,
          }),
      },
    }),
  },
  {
    name: 'reads a profile, then writes it',
    found: ['changes of different parts at once both stand'],
    damage: ({ profiles }) => ({
      profiles: {
        change: async (userId, change) => {
          const before = await profiles.get(userId);
          await later();
          const { about = null, lastSeen = null, avatarUrl = null, fields = null } = before;
          return profiles.change(userId, { about, lastSeen, avatarUrl, fields, ...change });
        },
      },
    }),
  },
  {
    name: 'forgets profiles when closed',
    found: ['a profile is there when the store is opened again'],
    damage: () => ({}),
    lose: (kept) => ({ ...kept, profiles: memoryStorage().profiles }),
  },
  {
    name: 'keeps a part of a forgotten profile',
    found: ['a profile is forgotten, and no other'],
    damage: ({ profiles }) => ({
      profiles: { forget: async (userId) => void (await profiles.change(userId, { about: null })) },
    }),
  },
  {
    name: 'makes up users who are not there',
    found: ['several users are read at once'],
    damage: ({ users }) => ({
      users: {
        many: async (ids) =>
          Promise.all(ids.map(async (id) => (await users.get(id)) ?? { user: { id, name: id } })),
      },
    }),
  },
  {
    name: 'finds a word in the middle of another',
    found: ['people are found by the words of their names', andMore],
    damage: ({ users }) => ({
      users: {
        words: async ({ prefix, after, limit }) => {
          const { found, hasMore } = await users.words({ prefix, limit, ...(after ? { after } : {}) });
          const all = await users.words(everyWord);
          const inside = all.found.filter(({ word }) => word.slice(1).includes(prefix));
          return { found: prefix === 'a' && !after ? [...found, ...inside] : found, hasMore };
        },
      },
    }),
  },
  {
    name: 'pages people by word alone',
    found: ['they are paged by word and id'],
    damage: ({ users }) => ({
      users: {
        words: (query) =>
          users.words(query.after ? { ...query, after: { word: query.after.word, userId: '' } } : query),
      },
    }),
  },
  {
    name: 'finds people by the names they had',
    found: ['somebody is not found by the name they had'],
    damage: ({ users }) => {
      const first = new Map<string, string>();
      return {
        users: {
          put: async (record) => {
            const { id, name } = record.user;
            const known = first.get(id) ?? name;
            first.set(id, known);
            await users.put(record);
          },
          words: async (query) => {
            const { found, hasMore } = await users.words(query);
            const renamed = [...first].filter(([id, name]) => id === 'ana' && name === 'Ana');
            const old = await users.many(renamed.map(([id]) => id));
            const gone = old.filter(({ user }) => user.name !== 'Ana');
            return { found: [...gone.map(({ user }) => ({ word: 'ana', user })), ...found], hasMore };
          },
        },
      };
    },
  },
];
