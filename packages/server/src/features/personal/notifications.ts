import {
  ChatError,
  type Input,
  type Message,
  type NotificationSettings,
  type notificationCommands,
} from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import type { Hooks } from '../../commands/hooks.ts';
import { createKeyedQueue, type KeyedQueue } from '../../async/keyed-queue.ts';
import { defaultSettings, type Notifier } from '../../push/notifier.ts';
import type {
  NotificationStore,
  StoredNotificationSettings,
} from '../../storage/contract/notification-store.ts';

/** A further device replaces the oldest one. */
const mostDevices = 10;
/** Rooms with their own notification level. */
const mostRooms = 500;
const roomsFollowed = 1_000;

/** Changes of one user run one after the other: two pages may change two things at once. */
const turns = new WeakMap<NotificationStore, KeyedQueue>();
const inTurnOf = ({ storage: { notifications } }: Context): KeyedQueue => {
  const known = turns.get(notifications) ?? createKeyedQueue();
  turns.set(notifications, known);
  return known;
};

const shown = async (
  { push, emails, storage, user, now }: Context,
  { email, ...settings }: StoredNotificationSettings,
  roomId: string | undefined,
): Promise<NotificationSettings> => {
  const { silencedUntil = 0 } = roomId === undefined ? {} : await storage.preferences.get(user.id, roomId);
  return {
    ...settings,
    ...(emails ? { email: email ?? emails.level } : {}),
    ...(silencedUntil > now() ? { silencedUntil } : {}),
    ...(push ? { publicKey: await push.publicKey() } : {}),
  };
};

const subscribe: Handlers['notification:subscribe'] = async (context, { endpoint, keys }) => {
  const { push, storage, user, now } = context;
  const { notifications, timeline } = storage;
  if (!push) throw new ChatError('not_found', 'this server sends no pushes');
  if (!push.accepts(endpoint))
    throw new ChatError('invalid', 'not an address of a push service', { field: 'endpoint' });
  const known = (await notifications.subscriptions(user.id)).find((device) => device.endpoint === endpoint);
  // Pages subscribe each time they open. A known device already follows its rooms.
  if (known && known.keys.p256dh === keys.p256dh && known.keys.auth === keys.auth) return {};
  context.devices.take(context.connection);
  const followed = new Set<string>();
  const followAll = async (): Promise<void> => {
    const { roomIds } = await timeline.roomsOf(user.id, { limit: roomsFollowed });
    const fresh = roomIds.filter((roomId) => !followed.has(roomId));
    await Promise.all(fresh.map((roomId) => notifications.follow(roomId, user.id)));
    for (const roomId of fresh) followed.add(roomId);
  };
  // Before the device is stored: a stored device follows every room, even if the process ends here.
  await followAll();
  await notifications.subscribe(user.id, { endpoint, keys, createdAt: now() });
  const devices = await notifications.subscriptions(user.id);
  for (const device of devices.slice(0, -mostDevices))
    await notifications.unsubscribe(user.id, device.endpoint);
  // Also the rooms that the user joined meanwhile.
  await followAll();
  return {};
};

const changed = async (
  context: Context,
  { roomId, level, quiet, email }: Input<'notification:settings'>,
): Promise<StoredNotificationSettings> => {
  const { notifications } = context.storage;
  const stored = (await notifications.settings(context.user.id)) ?? defaultSettings;
  const { quiet: before, ...rest } = stored;
  const { [roomId ?? '']: _own, ...others } = stored.rooms;
  const rooms = roomId !== undefined && level ? { ...others, [roomId]: level } : others;
  if (Object.keys(rooms).length > mostRooms)
    throw new ChatError('conflict', `at most ${mostRooms} rooms have their own level`, {
      field: 'roomId',
    });
  const hours = quiet === undefined ? before : (quiet ?? undefined);
  const after: StoredNotificationSettings = {
    ...rest,
    ...(roomId === undefined && level ? { level } : {}),
    ...(roomId !== undefined && level !== undefined ? { rooms } : {}),
    ...(hours === undefined ? {} : { quiet: hours }),
    ...(email === undefined ? {} : { email }),
  };
  if ([level, quiet, email].some((each) => each !== undefined))
    await notifications.putSettings(context.user.id, after);
  return after;
};

const settings: Handlers['notification:settings'] = async (context, input) => {
  const stored = await inTurnOf(context)(context.user.id, () => changed(context, input));
  return shown(context, stored, input.roomId);
};

export const notifications: Handlers<keyof typeof notificationCommands> = {
  'notification:subscribe': subscribe,
  'notification:unsubscribe': async ({ storage, user }, { endpoint }) => {
    await storage.notifications.unsubscribe(user.id, endpoint);
    return {};
  },
  'notification:settings': settings,
};

/** Retries of a stored message return it again; they are not news. */
const remembered = 1_000;

/** Hooks of the server itself that notify users who are away. */
export const pushHooks = (notifier: Notifier): Hooks => {
  const seen = new Set<string>();
  const onPublished = (_context: unknown, message: Message): void => {
    const key = `${message.roomId} ${message.id}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const oldest of seen) {
      if (seen.size <= remembered) break;
      seen.delete(oldest);
    }
    // Not awaited: senders do not wait for push services.
    void notifier.onMessage(message);
  };
  return {
    'after:message:send': onPublished,
    'after:approval:approve': onPublished,
    'after:approval:trust': onPublished,
    'after:poll:create': onPublished,
    'after:room:join': ({ user }, { room }) => notifier.onRoomEntered(room.id, user.id),
    'after:member:add': (_context, { user, invitedBy }, { roomId }) =>
      invitedBy ? undefined : notifier.onRoomEntered(roomId, user.id),
  };
};
