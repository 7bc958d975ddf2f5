import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { ana, bo, idsInOrder, sampleRoom } from './sample.ts';

export const directoryCases: ContractCase[] = [
  {
    title: 'the directory returns a room',
    sentence: 'Returns the room, or null.',
    run: async ({ rooms }) => {
      const room = sampleRoom('r', { retention: { days: 3 }, data: { a: { b: [1] } } });
      assert.equal(await rooms.get('r'), null);
      await rooms.put(room);
      assert.deepEqual(await rooms.get('r'), room);
      assert.equal(await rooms.get('R'), null);
    },
  },
  {
    title: 'a room is replaced entirely',
    sentence: 'Stores the room, replacing the previous record entirely.',
    run: async ({ rooms }) => {
      await rooms.put(sampleRoom('r', { startsAt: 7, data: { old: true } }));
      const room = sampleRoom('r', { title: 'New', data: { new: true } });
      await rooms.put(room);
      assert.deepEqual(await rooms.get('r'), room);
    },
  },
  {
    title: 'rooms are listed by id',
    sentence: 'Returns rooms by id, in code unit order, after `after`.',
    run: async ({ rooms }) => {
      for (const id of idsInOrder.toReversed()) await rooms.put(sampleRoom(id));
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await rooms.list({ limit: 2, ...(after === undefined ? {} : { after }) });
        found.push(...page.rooms.map(({ id }) => id));
        assert.equal(page.hasMore, found.length < idsInOrder.length, `hasMore after ${found.length}`);
        if (page.rooms.length === 0 || !page.hasMore) break;
      }
      assert.deepEqual(found, idsInOrder);
    },
  },
  {
    title: 'rooms are listed by start',
    sentence:
      'Returns rooms that start at or after `from` and before `before`, ms since the epoch, by start and then by id, in code unit order, after the room `after`.',
    run: async ({ rooms }) => {
      for (const id of idsInOrder.toReversed()) await rooms.put(sampleRoom(id, { startsAt: 5_000 }));
      const put = (id: string, startsAt?: number) =>
        rooms.put(sampleRoom(id, startsAt === undefined ? {} : { startsAt }));
      await put('zz first', 1_000);
      await put('later', 20_000);
      await put('at the end', 30_000);
      await put('too early', 999);
      await put('none');
      // One room is moved out of that time, and another into it.
      await put('moved out', 6_000);
      await put('moved out', 60_000);
      await put('moved in', 60_000);
      await put('moved in', 19_999);
      const wanted = ['zz first', ...idsInOrder, 'moved in', 'later'];
      const found: string[] = [];
      for (let after: { startsAt: number; roomId: string } | undefined; ;) {
        const page = await rooms.starting({ from: 1_000, before: 30_000, limit: 2, ...(after && { after }) });
        found.push(...page.rooms.map(({ id }) => id));
        assert.equal(page.hasMore, found.length < wanted.length, `hasMore after ${found.length}`);
        const last = page.rooms.at(-1);
        if (!page.hasMore || !last) break;
        after = { startsAt: last.startsAt ?? 0, roomId: last.id };
      }
      assert.deepEqual(found, wanted);
    },
  },
  {
    title: 'a stored user is returned',
    sentence: 'Returns the user, or null.',
    run: async ({ users }) => {
      await users.put({ user: bo, lastSeenAt: 5_000 });
      assert.deepEqual(await users.get('bo'), { user: bo, lastSeenAt: 5_000 });
      assert.equal(await users.get('ana'), null);
    },
  },
  {
    title: 'a user is replaced, except for when they were last seen',
    sentence: 'Stores the user, replacing the previous record; an absent `lastSeenAt` keeps the stored one.',
    run: async ({ users }) => {
      await users.put({ user: ana });
      assert.deepEqual(await users.get('ana'), { user: ana });
      await users.put({ user: bo, lastSeenAt: 5_000 });
      await users.put({ user: { id: 'bo', name: 'Bo II' } });
      assert.deepEqual(await users.get('bo'), { user: { id: 'bo', name: 'Bo II' }, lastSeenAt: 5_000 });
      await users.put({ user: bo, lastSeenAt: 6_000 });
      assert.deepEqual(await users.get('bo'), { user: bo, lastSeenAt: 6_000 });
    },
  },
  {
    title: 'preferences belong to one user and one room',
    sentence: "Returns a user's preferences for a room, or an empty object if there are none.",
    run: async ({ preferences }) => {
      await preferences.put('bo', 'r', { silencedUntil: 5 });
      assert.deepEqual(await preferences.get('bo', 'r'), { silencedUntil: 5 });
      assert.deepEqual(await preferences.get('bo', 's'), {});
      assert.deepEqual(await preferences.get('ana', 'r'), {});
    },
  },
  {
    title: 'preferences are replaced entirely',
    sentence: 'Stores the preferences, replacing the previous ones entirely.',
    run: async ({ preferences }) => {
      await preferences.put('bo', 'r', { silencedUntil: 5 });
      await preferences.put('bo', 'r', { silencedUntil: 9 });
      assert.deepEqual(await preferences.get('bo', 'r'), { silencedUntil: 9 });
      await preferences.put('bo', 'r', {});
      assert.deepEqual(await preferences.get('bo', 'r'), {});
    },
  },
  {
    title: 'a setting keeps its first value',
    sentence: 'Returns the stored value of `key`; if there is none, stores `value` first.',
    run: async ({ settings }) => {
      assert.equal(await settings.getOrSet('key', 'one'), 'one');
      assert.equal(await settings.getOrSet('key', 'two'), 'one');
      assert.equal(await settings.getOrSet('other', 'two'), 'two');
    },
  },
  {
    title: 'concurrent calls for a setting store one value',
    sentence: 'Of concurrent calls, exactly one stores its value, and all return it.',
    run: async ({ settings }) => {
      const values = await Promise.all(['a', 'b', 'c', 'd'].map((value) => settings.getOrSet('key', value)));
      assert.equal(new Set(values).size, 1);
      assert.equal(await settings.getOrSet('key', 'e'), values[0]);
    },
  },
];
