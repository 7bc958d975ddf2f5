import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import type { NameQuery } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const everyWord = { prefix: '', limit: 1_000 } satisfies NameQuery;

export const brokenProfiles: Broken[] = [
  {
    name: 'uses one profile for all users',
    found: ['a profile belongs to one user', 'removing a profile leaves the others'],
    damage: ({ profiles }) => ({
      profiles: { get: () => profiles.get('any'), change: (_, change) => profiles.change('any', change) },
    }),
  },
  {
    name: 'merges parts of a profile',
    found: ['given parts of a profile are replaced, the others stay'],
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
    name: 'replaces the whole profile',
    found: [
      'an encryption account is replaced by its next version only',
      'given parts of a profile are replaced, the others stay',
      'concurrent changes of different parts both stand',
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
    found: ['concurrent changes of different parts both stand'],
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
    name: 'stores any version of an encryption account',
    found: ['an encryption account is replaced by its next version only'],
    damage: ({ profiles }) => ({
      profiles: {
        change: async (userId, change) => {
          const { encryption } = change;
          if (!encryption) return profiles.change(userId, change);
          const stored = await profiles.change(userId, { ...change, encryption: null });
          for (let version = stored.encryption ? 0 : 1; version < encryption.version; version += 1)
            await profiles.change(userId, { encryption: { ...encryption, version } });
          return profiles.change(userId, { encryption });
        },
      },
    }),
  },
  {
    name: 'loses profiles when closed',
    found: ['profiles survive reopening the store'],
    damage: () => ({}),
    lose: (kept) => ({ ...kept, profiles: memoryStorage().profiles }),
  },
  {
    name: 'keeps a part of a removed profile',
    found: ['removing a profile leaves the others'],
    damage: ({ profiles }) => ({
      profiles: { forget: async (userId) => void (await profiles.change(userId, { about: null })) },
    }),
  },
  {
    name: 'returns users who do not exist',
    found: ['several users are returned at once'],
    damage: ({ users }) => ({
      users: {
        many: async (ids) =>
          Promise.all(ids.map(async (id) => (await users.get(id)) ?? { user: { id, name: id } })),
      },
    }),
  },
  {
    name: 'finds users by the middle of a word',
    found: ['users are found by the words of their names', andMore],
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
    name: 'pages users by word only',
    found: ['users found by name are paged by word and id'],
    damage: ({ users }) => ({
      users: {
        words: (query) =>
          users.words(query.after ? { ...query, after: { word: query.after.word, userId: '' } } : query),
      },
    }),
  },
  {
    name: 'finds users by previous names',
    found: ['a user is not found by a previous name'],
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
