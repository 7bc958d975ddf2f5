import type { Broken } from './break-storage.ts';

export const brokenNotifications: Broken[] = [
  {
    name: 'returns notification settings that do not exist',
    found: ['notification settings are returned'],
    damage: ({ notifications }) => ({
      notifications: {
        settings: async (userId) => (await notifications.settings(userId)) ?? { level: 'all', rooms: {} },
      },
    }),
  },
  {
    name: 'merges notification settings with the previous ones',
    found: ['notification settings are replaced entirely'],
    damage: ({ notifications }) => ({
      notifications: {
        putSettings: async (userId, settings) =>
          notifications.putSettings(userId, { ...(await notifications.settings(userId)), ...settings }),
      },
    }),
  },
  {
    name: 'keeps the first keys of a device',
    found: ['a device can be subscribed again'],
    damage: ({ notifications }) => ({
      notifications: {
        subscribe: async (userId, subscription) => {
          const known = (await notifications.subscriptions(userId)).some(
            ({ endpoint }) => endpoint === subscription.endpoint,
          );
          if (!known) await notifications.subscribe(userId, subscription);
        },
      },
    }),
  },
  {
    name: 'keeps a device with its first user too',
    found: ['a device belongs to one user'],
    damage: ({ notifications }) => {
      const first = new Map<string, { userId: string; at: number }>();
      return {
        notifications: {
          subscribe: async (userId, subscription) => {
            const owner = first.get(subscription.endpoint) ?? { userId, at: subscription.createdAt };
            first.set(subscription.endpoint, owner);
            await notifications.subscribe(owner.userId === userId ? userId : owner.userId, subscription);
          },
        },
      };
    },
  },
  {
    name: 'lets any user remove a device',
    found: ['a device is removed only by its own user'],
    damage: ({ notifications }) => ({
      notifications: {
        unsubscribe: async (_userId, endpoint) =>
          (await notifications.unsubscribe('ana', endpoint)) || notifications.unsubscribe('bo', endpoint),
      },
    }),
  },
  {
    name: 'lists devices newest first',
    found: ['devices are listed oldest first'],
    damage: ({ notifications }) => ({
      notifications: {
        subscriptions: async (userId) => (await notifications.subscriptions(userId)).toReversed(),
      },
    }),
  },
  {
    name: 'counts a follower twice',
    found: ['following a room twice counts once'],
    damage: ({ notifications }) => {
      const twice = new Set<string>();
      const seen = new Set<string>();
      return {
        notifications: {
          follow: async (roomId, userId) => {
            const key = `${roomId} ${userId}`;
            if (seen.has(key)) twice.add(key);
            seen.add(key);
            await notifications.follow(roomId, userId);
          },
          followers: async (roomId, query) => {
            const page = await notifications.followers(roomId, query);
            return {
              ...page,
              userIds: page.userIds.flatMap((id) => (twice.has(`${roomId} ${id}`) ? [id, id] : [id])),
            };
          },
        },
      };
    },
  },
  {
    name: 'does not unfollow',
    found: ['a room can be unfollowed'],
    damage: () => ({ notifications: { unfollow: async () => undefined } }),
  },
  {
    name: 'ignores `after` in the list of followers',
    found: ['followers are listed by id'],
    damage: ({ notifications }) => ({
      notifications: {
        followers: (roomId, { limit }) => notifications.followers(roomId, { limit }),
      },
    }),
  },
];
