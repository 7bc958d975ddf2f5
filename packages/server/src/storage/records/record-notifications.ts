import type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from '../contract/notification-store.ts';
import { entryOf, removeFrom, replaceIn, type RecordPath, type Records } from './record-table.ts';

/** A device that is notified, with its user. */
interface Device {
  userId: string;
  subscription: PushSubscription;
}

export const recordNotifications = ({ get, list, page, write, inTurn }: Records): NotificationStore => {
  const deviceAt = (endpoint: string) => get<Device>(...pathOfDevice(endpoint));
  const devicesOf = (userId: string) => list<Device>('device-of-user', userId);

  return {
    settings: (userId) => get<StoredNotificationSettings>(...pathOfSettings(userId)),
    putSettings: (userId, settings) => write([entryOf(pathOfSettings(userId), settings)]),
    subscribe: (userId, subscription) =>
      inTurn(subscription.endpoint, async () => {
        const before = await deviceAt(subscription.endpoint);
        const device = { userId, subscription };
        const entries = pathsOf(device).map((path) => entryOf(path, device));
        await write(replaceIn(before ? pathsOf(before) : [], entries));
      }),
    unsubscribe: (userId, endpoint) =>
      inTurn(endpoint, async () => {
        const device = await deviceAt(endpoint);
        if (device?.userId !== userId) return false;
        await write(removeFrom(pathsOf(device)));
        return true;
      }),
    subscriptions: async (userId) =>
      (await devicesOf(userId))
        .map(({ subscription }) => subscription)
        .sort((one, other) => one.createdAt - other.createdAt),
    follow: (roomId, userId) =>
      write(pathsOfFollower(roomId, userId).map((path) => entryOf(path, { roomId, userId }))),
    unfollow: (roomId, userId) => write(removeFrom(pathsOfFollower(roomId, userId))),
    followers: async (roomId, { after = '', limit }) => {
      const { found, hasMore } = await page<{ userId: string }>('follower', roomId, { above: after, limit });
      return { userIds: found.map(({ userId }) => userId), hasMore };
    },
    forget: async (userId) => {
      const devices = await devicesOf(userId);
      const followed = await list<{ roomId: string }>('following', userId);
      await write(
        removeFrom([
          pathOfSettings(userId),
          ...devices.flatMap(pathsOf),
          ...followed.flatMap(({ roomId }) => pathsOfFollower(roomId, userId)),
        ]),
      );
    },
  };
};

const pathOfSettings = (userId: string): RecordPath => ['notification-settings', '', userId];
const pathOfDevice = (endpoint: string): RecordPath => ['device', '', endpoint];
const pathsOf = ({ userId, subscription }: Device): RecordPath[] => [
  pathOfDevice(subscription.endpoint),
  ['device-of-user', userId, subscription.endpoint],
];
const pathsOfFollower = (roomId: string, userId: string): RecordPath[] => [
  ['follower', roomId, userId],
  ['following', userId, roomId],
];
