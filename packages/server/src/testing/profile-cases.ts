import assert from 'node:assert/strict';
import type { ChatStorage, NameQuery } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { ana, bo, cy, idsInOrder } from './sample.ts';

const named = async ({ users }: ChatStorage, query: Partial<NameQuery>) => {
  const { found, hasMore } = await users.words({ prefix: 'a', limit: 10, ...query });
  return { found: found.map(({ word, user }) => `${word} ${user.id}`), hasMore };
};

const account = (version: number, name: string) => ({
  version,
  accountKey: name,
  recoveryKey: 'r',
  revoked: [],
  signature: 's',
  backup: 'b',
  devices: 'd',
});

export const profileCases: ContractCase[] = [
  {
    title: 'a profile belongs to one user',
    sentence: 'Returns the profile of a user, or an empty object if there is none.',
    run: async ({ profiles }) => {
      await profiles.change('bo', { about: 'Hola', status: { status: 'busy', text: 'en cita', until: 9 } });
      const profile = { about: 'Hola', status: { status: 'busy', text: 'en cita', until: 9 } };
      assert.deepEqual(await profiles.get('bo'), profile);
      assert.deepEqual(await profiles.get('ana'), {});
    },
  },
  {
    title: 'given parts of a profile are replaced, the others stay',
    sentence: 'Replaces each given part entirely, and returns the profile as it is then.',
    run: async ({ profiles }) => {
      await profiles.change('bo', { about: 'Hola', fields: { city: 'Lima', age: 30 }, lastSeen: 'nobody' });
      const changed = { about: 'Hola', fields: { city: 'Cusco' } };
      const answer = await profiles.change('bo', { fields: { city: 'Cusco' }, lastSeen: null });
      assert.deepEqual(answer, changed);
      assert.deepEqual(await profiles.get('bo'), changed);
    },
  },
  {
    title: 'concurrent changes of different parts both stand',
    sentence:
      'Of concurrent changes, one is applied entirely before the other: two changes of different parts both stand.',
    run: async ({ profiles }) => {
      await Promise.all([
        profiles.change('bo', { about: 'Hola' }),
        profiles.change('bo', { lastSeen: 'nobody' }),
        profiles.change('bo', { avatarUrl: '/bo.png' }),
      ]);
      const all = { about: 'Hola', lastSeen: 'nobody', avatarUrl: '/bo.png' };
      assert.deepEqual(await profiles.get('bo'), all);
    },
  },
  {
    title: 'an encryption account is replaced by its next version only',
    sentence:
      'The part `encryption` is replaced only by its next version: of concurrent changes to one version, the first one stands.',
    run: async ({ profiles }) => {
      const names = ['one', 'two', 'three'];
      const results = await Promise.all(
        names.map((name) => profiles.change('bo', { encryption: account(1, name) })),
      );
      const { encryption } = await profiles.get('bo');
      const first = encryption?.accountKey ?? '';
      assert.ok(names.includes(first), 'one of them is stored');
      for (const each of results) assert.equal(each.encryption?.accountKey, first);
      for (const version of [1, 3])
        await profiles.change('bo', { about: `${version}`, encryption: account(version, 'late') });
      assert.deepEqual(await profiles.get('bo'), { about: '3', encryption: account(1, first) });
      await profiles.change('bo', { encryption: account(2, 'next') });
      assert.deepEqual(await profiles.get('bo'), { about: '3', encryption: account(2, 'next') });
    },
  },
  {
    title: 'profiles survive reopening the store',
    sentence: 'Closes the storage and keeps everything committed.',
    needsReopen: true,
    run: async (storage, reopen) => {
      await storage.profiles.change('bo', { about: 'Hola' });
      const { profiles } = await reopen(storage);
      assert.deepEqual(await profiles.get('bo'), { about: 'Hola' });
    },
  },
  {
    title: 'removing a profile leaves the others',
    sentence: 'Removes the profile of a user.',
    run: async ({ profiles }) => {
      await profiles.change('ana', { about: 'Ana' });
      await profiles.change('bo', { about: 'Hola', pictureId: 'x' });
      await profiles.forget('bo');
      assert.deepEqual(await profiles.get('bo'), {});
      assert.deepEqual(await profiles.get('ana'), { about: 'Ana' });
      assert.deepEqual(await profiles.change('bo', { lastSeen: 'nobody' }), { lastSeen: 'nobody' });
    },
  },
  {
    title: 'several users are returned at once',
    sentence: 'Returns several users at once, in any order; unknown ones are left out.',
    run: async ({ users }) => {
      await users.put({ user: ana });
      await users.put({ user: bo, lastSeenAt: 5_000 });
      await users.put({ user: cy, lastSeenAt: 6_000 });
      const found = await users.many(['bo', 'nobody', 'cy', 'bo']);
      const sorted = found.toSorted((one, other) => (one.user.id < other.user.id ? -1 : 1));
      assert.deepEqual(sorted, [
        { user: bo, lastSeenAt: 5_000 },
        { user: cy, lastSeenAt: 6_000 },
      ]);
      assert.deepEqual(await users.many([]), []);
    },
  },
  {
    title: 'users are found by the words of their names',
    sentence:
      'Returns the words of names that begin with `prefix`, as `nameTokens` splits names, each with its user.',
    run: async (storage) => {
      await storage.users.put({ user: { id: 'u1', name: 'José Álvarez' } });
      await storage.users.put({ user: { id: 'u2', name: 'ALVARO, (Ana)' } });
      await storage.users.put({ user: { id: 'u3', name: 'Talía' } });
      const three = { found: ['alvarez u1', 'alvaro u2', 'ana u2'], hasMore: false };
      assert.deepEqual(await named(storage, {}), three);
      assert.deepEqual(await named(storage, { prefix: 'alvarez' }), {
        found: ['alvarez u1'],
        hasMore: false,
      });
      assert.deepEqual(await named(storage, { prefix: 'alvarezz' }), { found: [], hasMore: false });
    },
  },
  {
    title: 'users found by name are paged by word and id',
    sentence: 'They are ordered by word and then by user id, in code unit order, after `after`.',
    run: async (storage) => {
      for (const id of idsInOrder.toReversed()) await storage.users.put({ user: { id, name: 'Ana' } });
      await storage.users.put({ user: { id: 'x', name: 'Abel' } });
      const found: string[] = [];
      const expected = ['abel x', ...idsInOrder.map((id) => `ana ${id}`)];
      for (let after: NameQuery['after']; ;) {
        const page = await named(storage, { limit: 2, ...(after ? { after } : {}) });
        found.push(...page.found);
        assert.equal(page.hasMore, found.length < expected.length, `hasMore after ${found.length}`);
        const [word, userId] = found.at(-1)?.split(' ') ?? [];
        if (!page.hasMore || word === undefined || userId === undefined) break;
        after = { word, userId };
      }
      assert.deepEqual(found, expected);
    },
  },
  {
    title: 'a user is not found by a previous name',
    sentence: 'A user who changed their name is not found by the previous one.',
    run: async (storage) => {
      await storage.users.put({ user: ana });
      await storage.users.put({ user: { ...ana, name: 'Anita' } });
      assert.deepEqual(await named(storage, {}), { found: ['anita ana'], hasMore: false });
      await storage.users.forget('ana');
      assert.deepEqual(await named(storage, {}), { found: [], hasMore: false });
    },
  },
];
