import {
  mentionsUser,
  isThreadOnly,
  isQuiet,
  type Message,
  type NotificationLevel,
  type QuietHours,
} from '@chat/protocol';
import type { ChatClient, Stop } from '@chat/client';
import { chime } from '../../ui/chime.ts';
import { messagePreview } from '../../text/message-preview.ts';
import { isFocused, isVisibleInOtherTab } from './tab-focus.ts';
import { openNotification, type NotificationContext } from '../../ui/open-address.ts';
import type { ArrivalDetail, RoomContext } from '../../core/feature.ts';
import { onReadOnOtherDevice } from './read-on-other-device.ts';
import { onDevice } from '../../dom/browser-storage.ts';
import { countInTitle } from './title-badge.ts';
import { loadAttachmentPreview } from '../../text/attachment-preview.ts';
import { pictureUrl } from '../../core/picture-url.ts';

/** Where the alert comes from: the open room, or a list of rooms. */
type ArrivalContext = NotificationContext & Pick<RoomContext, 'room' | 'client'>;

/** Older messages are history and make no sound, ms. */
const freshMs = 60_000;
/** Only one of several tabs alerts. */
const spokenForMs = 3_000;

/** Settings of a room are loaded again after this: they may have changed on another device, ms. */
const knownForMs = 60_000;

interface Wishes {
  level: NotificationLevel;
  quiet: QuietHours | null;
  /** ms since the epoch. */
  silencedUntil: number;
}

const wishes = new WeakMap<ChatClient, Map<string, { at: number; asked: Promise<Wishes> }>>();

/** Returns the notification settings of a room. `forgetNotificationSettings` drops them after a change. */
const wishesFor = (client: ChatClient, roomId: string): Promise<Wishes> => {
  const rooms = wishes.get(client) ?? new Map<string, { at: number; asked: Promise<Wishes> }>();
  wishes.set(client, rooms);
  const known = rooms.get(roomId);
  if (known && performance.now() - known.at < knownForMs) return known.asked;
  const asked = client.notifications.settings(roomId).then(
    ({ level, rooms: own, quiet = null, silencedUntil = 0 }): Wishes => ({
      level: (Object.hasOwn(own, roomId) ? own[roomId] : undefined) ?? level,
      quiet,
      silencedUntil,
    }),
    (): Wishes => ({ level: 'all', quiet: null, silencedUntil: 0 }),
  );
  rooms.set(roomId, { at: performance.now(), asked });
  return asked;
};

export const forgetNotificationSettings = (client: ChatClient): void => void wishes.delete(client);

/** Reads the list of rooms if the client has it: it is updated first. */
const silencedUntil = (client: ChatClient, roomId: string, asked: number): number => {
  const { items, loaded } = client.rooms.get();
  const summary = loaded ? items.find(({ room }) => room.id === roomId) : undefined;
  return summary ? (summary.silencedUntil ?? 0) : asked;
};

/**
 * Alerts the user to a message while the page is not in focus. Own and old messages, silenced rooms, and
 * rooms visible in another tab do not alert; during quiet hours the title counts the message, and nothing
 * else happens.
 */
export const alertIncoming = async (
  context: ArrivalContext,
  message: Message,
  about: ArrivalDetail = {},
): Promise<void> => {
  const { room, client } = context;
  if (message.author.id === client.user?.id || message.kind === 'system') return;
  if (room.state.get().blocked.includes(message.author.id)) return;
  if (isThreadOnly(message) && !concerns(context, message)) return;
  const { level, quiet, ...asked } = await wishesFor(client, room.id);
  const direct = about.direct === true || room.state.get().room?.type === 'direct';
  const named = direct || about.named === true || mentionsUser(message, client.user?.id ?? '');
  if (level === 'none' || (level === 'mentions' && !named) || isFocused(context.host)) return;
  if (silencedUntil(client, room.id, asked.silencedUntil) > Date.now()) return;
  if (await isVisibleInOtherTab(context)) return;
  countInTitle(client, message);
  const isFresh = Date.now() - message.createdAt < freshMs;
  if (isFresh && !(quiet && isQuiet(quiet, Date.now())))
    once(message, () => void speak(context, message, direct, about.title));
};

/** A message in a thread concerns mentioned users and the thread's participants, as far as they are known. */
const concerns = ({ room, client }: ArrivalContext, message: Message): boolean => {
  const me = client.user?.id ?? '';
  const root = room.messages.get().items.find(({ id }) => id === message.threadId);
  const people = root ? [root.author, ...(root.thread?.participants ?? [])] : [];
  return message.mentions.includes(me) || people.some(({ id }) => id === me);
};

/** Runs the task in one of the tabs that have the room open; a lock decides which. */
const once = (message: Message, task: () => void): void => {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return task();
  void locks.request(`chat:told:${message.roomId}:${message.seq}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    task();
    await new Promise((resolve) => setTimeout(resolve, spokenForMs));
  });
};

const speak = async (
  context: ArrivalContext,
  message: Message,
  direct: boolean,
  title?: string,
): Promise<void> => {
  if (onDevice.get('sound') !== 'off') chime();
  if (onDevice.get('notes') !== 'on' || Notification.permission !== 'granted') return;
  await loadAttachmentPreview(message);
  const { id, author, roomId } = message;
  const picture = pictureUrl(author.avatarUrl);
  const shown = title ?? (context.room.state.get().room?.title || roomId);
  const show = (body: string): Notification => {
    const note = new Notification(direct ? author.name : `${author.name} · ${shown}`, {
      body,
      // The same tag as in the service worker, so that one replaces the other.
      tag: `chat:${roomId}`,
      silent: true,
      ...(picture === null ? {} : { icon: picture }),
    });
    note.addEventListener('click', () => {
      window.focus();
      note.close();
      openNotification(context, { roomId, messageId: id });
    });
    return note;
  };
  try {
    keepTrue(context, message, show);
  } catch {
    // Android shows notifications of a service worker only.
  }
};

/** Keeps a notification in step with its message; closes it once the message is read on another device. */
const keepTrue = (context: ArrivalContext, message: Message, show: (body: string) => Notification): void => {
  let body = messagePreview(message, context);
  let note = show(body);
  const stops: Stop[] = [];
  const forget = (): void => stops.forEach((stop) => stop());
  const shown = (next: Notification): void => {
    note = next;
    next.addEventListener('close', () => note === next && forget());
  };
  shown(note);
  const takeBack = (): void => {
    forget();
    note.close();
  };
  stops.push(
    onReadOnOtherDevice(context.client, message.roomId, takeBack),
    context.room.on('message:updated', ({ message: now }) => {
      if (now.id !== message.id || messagePreview(now, context) === body) return;
      body = messagePreview(now, context);
      shown(show(body));
    }),
    context.room.on('message:deleted', ({ message: now }) => now.id === message.id && takeBack()),
  );
};
