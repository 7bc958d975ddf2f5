import assert from 'node:assert/strict';
import type { PushSubscription } from '../storage/contract/notification-store.ts';
import type { ContractCase } from './contract-case.ts';
import { idsInOrder } from './sample.ts';

const device = (name: string, createdAt = 1): PushSubscription => ({
  endpoint: `https://push.example.org/${name}`,
  keys: { p256dh: `key-of-${name}`, auth: 'secret' },
  createdAt,
});

export const notificationCases: ContractCase[] = [
  {
    title: 'notification settings are returned',
    sentence: 'Returns the settings of a user, or null.',
    run: async ({ notifications }) => {
      assert.equal(await notifications.settings('ana'), null);
      await notifications.putSettings('ana', { level: 'none', rooms: {} });
      assert.deepEqual(await notifications.settings('ana'), { level: 'none', rooms: {} });
      assert.equal(await notifications.settings('Ana'), null);
    },
  },
  {
    title: 'notification settings are replaced entirely',
    sentence: 'Stores the settings, replacing the previous ones entirely.',
    run: async ({ notifications }) => {
      const quiet = { from: '22:00', to: '07:00', timeZone: 'Europe/Madrid' };
      await notifications.putSettings('ana', { level: 'all', rooms: { r: 'none' }, quiet });
      const now = { level: 'mentions' as const, rooms: { s: 'all' as const } };
      await notifications.putSettings('ana', now);
      assert.deepEqual(await notifications.settings('ana'), now);
    },
  },
  {
    title: 'a device can be subscribed again',
    sentence: 'Stores a subscription.',
    run: async ({ notifications }) => {
      await notifications.subscribe('ana', device('a'));
      const renewed = { ...device('a', 5), keys: { p256dh: 'other', auth: 'other' } };
      await notifications.subscribe('ana', renewed);
      assert.deepEqual(await notifications.subscriptions('ana'), [renewed]);
    },
  },
  {
    title: 'a device belongs to one user',
    sentence: 'An endpoint belongs to one user: the last one to subscribe it.',
    run: async ({ notifications }) => {
      await notifications.subscribe('ana', device('a'));
      await notifications.subscribe('bo', device('a', 2));
      assert.deepEqual(await notifications.subscriptions('ana'), []);
      assert.deepEqual(await notifications.subscriptions('bo'), [device('a', 2)]);
    },
  },
  {
    title: 'a device is removed only by its own user',
    sentence:
      'Removes a subscription and returns whether there was one; a subscription of another user is not removed.',
    run: async ({ notifications }) => {
      await notifications.subscribe('ana', device('a'));
      assert.equal(await notifications.unsubscribe('bo', device('a').endpoint), false);
      assert.deepEqual(await notifications.subscriptions('ana'), [device('a')]);
      assert.equal(await notifications.unsubscribe('ana', device('a').endpoint), true);
      assert.equal(await notifications.unsubscribe('ana', device('a').endpoint), false);
      assert.deepEqual(await notifications.subscriptions('ana'), []);
    },
  },
  {
    title: 'devices are listed oldest first',
    sentence: 'Returns the subscriptions of a user, oldest first.',
    run: async ({ notifications }) => {
      for (const at of [3, 1, 2]) await notifications.subscribe('ana', device(`d${at}`, at));
      await notifications.subscribe('bo', device('other', 1));
      const found = await notifications.subscriptions('ana');
      assert.deepEqual(
        found.map(({ createdAt }) => createdAt),
        [1, 2, 3],
      );
    },
  },
  {
    title: 'following a room twice counts once',
    sentence: 'Adds the user to the followers of a room. Following it again changes nothing.',
    run: async ({ notifications }) => {
      await notifications.follow('r', 'ana');
      await notifications.follow('r', 'ana');
      assert.deepEqual((await notifications.followers('r', { limit: 5 })).userIds, ['ana']);
    },
  },
  {
    title: 'a room can be unfollowed',
    sentence: 'Removes the user from the followers of a room.',
    run: async ({ notifications }) => {
      await notifications.follow('r', 'ana');
      await notifications.follow('s', 'ana');
      await notifications.unfollow('r', 'ana');
      assert.deepEqual((await notifications.followers('r', { limit: 5 })).userIds, []);
      assert.deepEqual((await notifications.followers('s', { limit: 5 })).userIds, ['ana']);
    },
  },
  {
    title: 'followers are listed by id',
    sentence: 'Returns the ids of users who follow a room, in code unit order, after `after`.',
    run: async ({ notifications }) => {
      for (const id of idsInOrder.toReversed()) await notifications.follow('r', id);
      await notifications.follow('s', 'other');
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await notifications.followers('r', {
          limit: 2,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.userIds);
        assert.equal(page.hasMore, found.length < idsInOrder.length, `hasMore after ${found.length}`);
        if (page.userIds.length === 0 || !page.hasMore) break;
      }
      assert.deepEqual(found, idsInOrder);
    },
  },
];
