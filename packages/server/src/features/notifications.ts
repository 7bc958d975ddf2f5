import { ChatError, type NotificationSettings, type notificationCommands } from '@chat/protocol';
import type { Context, Handlers } from '../context.ts';
import { defaultSettings } from '../push/notifier.ts';
import type { StoredNotificationSettings } from '../storage/notification-store.ts';

/** The oldest device is forgotten for one more. */
const mostDevices = 10;
/** Rooms with a level of their own. */
const mostRooms = 500;
const roomsFollowed = 1_000;

const shown = async (
  { push }: Context,
  settings: StoredNotificationSettings,
): Promise<NotificationSettings> => ({
  ...settings,
  ...(push ? { publicKey: await push.publicKey() } : {}),
});

const subscribe: Handlers['notification:subscribe'] = async (context, { endpoint, keys }) => {
  const { push, storage, user, now } = context;
  const { notifications, timeline } = storage;
  if (!push) throw new ChatError('not_found', 'this server sends no pushes');
  if (!push.accepts(endpoint))
    throw new ChatError('invalid', 'not an address of a push service', { field: 'endpoint' });
  await notifications.subscribe(user.id, { endpoint, keys, createdAt: now() });
  const devices = await notifications.subscriptions(user.id);
  for (const device of devices.slice(0, -mostDevices))
    await notifications.unsubscribe(user.id, device.endpoint);
  const { roomIds } = await timeline.roomsOf(user.id, { limit: roomsFollowed });
  await Promise.all(roomIds.map((roomId) => notifications.follow(roomId, user.id)));
  return {};
};

const settings: Handlers['notification:settings'] = async (context, { roomId, level, quiet }) => {
  const { notifications } = context.storage;
  const stored = (await notifications.settings(context.user.id)) ?? defaultSettings;
  const { quiet: before, ...rest } = stored;
  const { [roomId ?? '']: _own, ...others } = stored.rooms;
  const rooms = roomId !== undefined && level ? { ...others, [roomId]: level } : others;
  if (Object.keys(rooms).length > mostRooms)
    throw new ChatError('conflict', `at most ${mostRooms} rooms have a level of their own`, {
      field: 'roomId',
    });
  const hours = quiet === undefined ? before : (quiet ?? undefined);
  const changed: StoredNotificationSettings = {
    ...rest,
    ...(roomId === undefined && level ? { level } : {}),
    ...(roomId !== undefined && level !== undefined ? { rooms } : {}),
    ...(hours === undefined ? {} : { quiet: hours }),
  };
  if (level !== undefined || quiet !== undefined) await notifications.putSettings(context.user.id, changed);
  return shown(context, changed);
};

export const notifications: Handlers<keyof typeof notificationCommands> = {
  'notification:subscribe': subscribe,
  'notification:unsubscribe': async ({ storage, user }, { endpoint }) => {
    await storage.notifications.unsubscribe(user.id, endpoint);
    return {};
  },
  'notification:settings': settings,
};
