import { ChatError, type ChatClient } from '@chat/client';
import type { RoomElement } from '../core/closest-room.ts';
import type { RoomContext } from '../core/feature.ts';
import { emit } from '../core/emit.ts';
import { showRoom } from './show-room.ts';

/** The target of a system notification. */
export interface NotificationTarget {
  roomId: string;
  messageId?: string;
}

/** The part of `<chat-rooms>` that opens a room. */
interface RoomsElement {
  choose(roomId: string, messageId?: string): void;
}

/** The element that acts: a room, or a list of rooms. */
export type NotificationContext = Pick<RoomContext, 'host' | 'language' | 'client'> &
  Partial<Pick<RoomContext, 'room'>>;

/** Of several rooms in a page, only the notification's room acts, else the first one. */
const isMine = ({ host }: NotificationContext, roomId: string): boolean => {
  const rooms = [...host.ownerDocument.querySelectorAll<RoomElement>('chat-room')];
  if (rooms.some((each) => each !== host && each.room === roomId)) return false;
  return rooms[0] === host || !rooms.includes(host as RoomElement);
};

/** Shows the usual text for what does not exist or is not for this user. */
const sayNotFound = ({ host, language }: NotificationContext): void => {
  const error = new ChatError('not_found', 'no such message');
  if (host.localName === 'chat-rooms') Object.assign(host, { problem: language.error(error) });
  // A room shows the errors of its parts.
  emit(host.shadowRoot?.querySelector('chat-messages') ?? host, 'chat-error', { error });
};

/** The user clicked a notification or followed a link: shows its room and message. */
export const openNotification = (
  context: NotificationContext,
  { roomId, messageId }: NotificationTarget,
): void => {
  if (context.host.localName === 'chat-rooms')
    return (context.host as NotificationContext['host'] & RoomsElement).choose(roomId, messageId);
  const element = context.host as RoomElement;
  const here = element.room === roomId;
  if (!here && !isMine(context, roomId)) return;
  element.open();
  if (!here) showRoom(element, roomId, context.language, messageId);
  else if (messageId !== undefined)
    void element.scrollToMessage(messageId).then((shown) => shown || sayNotFound(context));
};

/** Whether the user is in a room, by the list of rooms. */
const isMember = async ({ rooms }: ChatClient, roomId: string): Promise<boolean> => {
  if (!rooms.get().loaded) await rooms.load();
  return rooms.get().items.some(({ room, invitation }) => room.id === roomId && !invitation);
};

/** Asks the user whether to enter a room by an invite link, and opens it. */
const enterByLink = async (context: NotificationContext, room: string, code: string): Promise<void> => {
  const { askToEnter } = await import('./chat-invite.ts');
  askToEnter(context, { room, code, entered: () => openNotification(context, { roomId: room }) });
};

/**
 * The page was opened by a notification, a link to a message, or an invite link: `#chat=<room>&message=<id>`,
 * `#chat=<room>&invite=<code>`. Acts once. Anyone can write such an address, so it opens only the page's own room, a room
 * that the user is in already, or one that they confirm.
 */
export const openFromAddress = async (context: NotificationContext): Promise<void> => {
  const named = new URLSearchParams(location.hash.slice(1));
  const roomId = named.get('chat');
  const isHere = context.room?.id === roomId;
  if (!roomId || (!isHere && !isMine(context, roomId))) return;
  const messageId = named.get('message');
  const code = named.get('invite');
  history.replaceState(history.state, '', location.pathname + location.search);
  // If the room is closed to the user, its screen offers to enter.
  if (isHere && code) {
    context.host.setAttribute('invite', code);
    (context.host as RoomElement).requestUpdate();
    return;
  }
  if (isHere || (await isMember(context.client, roomId)))
    openNotification(context, { roomId, ...(messageId === null ? {} : { messageId }) });
  else if (code) await enterByLink(context, roomId, code);
  else sayNotFound(context);
};
