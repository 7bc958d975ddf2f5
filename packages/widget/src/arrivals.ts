import { calls, isAside, type Message, type NotificationLevel } from '@chat/protocol';
import type { ChatClient } from '@chat/client';
import { pictureOf } from './avatar.ts';
import { chime } from './chime.ts';
import { openNote } from './opened-note.ts';
import type { RoomPlace } from './places.ts';
import { onDevice } from './remember.ts';
import { countInTitle } from './title-count.ts';

/** What is older than this when it comes is history: a sound for it would be about the past. */
const freshMs = 60_000;
/** Of several tabs one speaks; the others see that it does. */
const spokenForMs = 3_000;

const levels = new WeakMap<ChatClient, Promise<(roomId: string) => NotificationLevel>>();

/** The level of each room, asked for once; `forgetLevels` when it was changed. */
const levelsOf = (client: ChatClient): Promise<(roomId: string) => NotificationLevel> => {
  const known = levels.get(client);
  if (known) return known;
  const asked = client.notifications.settings().then(
    ({ level, rooms }) =>
      (roomId: string) =>
        rooms[roomId] ?? level,
    () => () => 'all' as const,
  );
  levels.set(client, asked);
  return asked;
};

export const forgetLevels = (client: ChatClient): void => void levels.delete(client);

const isLooking = ({ ownerDocument: page }: Node): boolean =>
  page?.visibilityState === 'visible' && page.hasFocus();

/**
 * Tells the reader of a message while they look elsewhere. Never of their own, nor of old ones. `direct`: it is for them alone,
 * in a room that may not be open here.
 */
export const arrived = async (place: RoomPlace, message: Message, isDirect = false): Promise<void> => {
  const { room, client } = place;
  if (message.author.id === client.user?.id || message.kind === 'system') return;
  if (isAside(message) && !concerns(place, message)) return;
  const level = (await levelsOf(client))(room.id);
  const direct = isDirect || room.state.get().room?.type === 'direct';
  const named = direct || calls(message, client.user?.id ?? '');
  if (level === 'none' || (level === 'mentions' && !named) || isLooking(place.host)) return;
  countInTitle();
  if (Date.now() - message.createdAt < freshMs) once(message, () => speak(place, message, direct));
};

/** What stands in a thread alone is for whom it names, and who takes part in it as far as its beginning is known. */
const concerns = ({ room, client }: RoomPlace, message: Message): boolean => {
  const me = client.user?.id ?? '';
  const root = room.messages.get().items.find(({ id }) => id === message.threadId);
  const people = root ? [root.author, ...(root.thread?.participants ?? [])] : [];
  return message.mentions.includes(me) || people.some(({ id }) => id === me);
};

/** In one of the tabs that have the room open: a lock tells whose turn it is. */
const once = (message: Message, task: () => void): void => {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return task();
  void locks.request(`chat:told:${message.roomId}:${message.seq}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    task();
    await new Promise((resolve) => setTimeout(resolve, spokenForMs));
  });
};

const speak = (place: RoomPlace, { id, author, text, roomId }: Message, direct: boolean): void => {
  if (onDevice.get('sound') !== 'off') chime();
  if (onDevice.get('notes') !== 'on' || Notification.permission !== 'granted') return;
  try {
    const picture = pictureOf(author.avatarUrl);
    const title = place.room.state.get().room?.title || roomId;
    const note = new Notification(direct ? author.name : `${author.name} · ${title}`, {
      body: text,
      // As the service worker names it, so that one takes the other's place.
      tag: `chat:${roomId}`,
      silent: true,
      ...(picture === null ? {} : { icon: picture }),
    });
    note.addEventListener('click', () => {
      window.focus();
      note.close();
      openNote(place, { roomId, messageId: id });
    });
  } catch {
    // Android knows notes of a service worker only.
  }
};
