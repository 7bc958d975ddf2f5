import type { ChatClient } from '@chat/client';
import type { RoomElement } from '../../core/closest-room.ts';
import type { RoomContext } from '../../core/feature.ts';
import { showRoom } from '../../ui/show-room.ts';

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

/** One of several rooms of a page acts: the one it is about, else the first. */
const isMine = ({ host }: NotificationContext, roomId: string): boolean => {
  const rooms = [...host.ownerDocument.querySelectorAll<RoomElement>('chat-room')];
  if (rooms.some((each) => each !== host && each.room === roomId)) return false;
  return rooms[0] === host || !rooms.includes(host as RoomElement);
};

/** The reader has chosen a note: shows its room, and the message it was about. */
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
  else if (messageId !== undefined) void element.scrollToMessage(messageId);
};

/** Whether I am in a room, as the list of my rooms has it. */
const isMember = async ({ rooms }: ChatClient, roomId: string): Promise<boolean> => {
  if (!rooms.get().loaded) await rooms.load();
  return rooms.get().items.some(({ room, invitation }) => room.id === roomId && !invitation);
};

/**
 * The page was opened by a note: `#chat=<room>&message=<id>`. It acts once. Anybody can write such an address, so it leads only
 * to the room that the page shows anyway, or to one that I am in: it never makes me enter another.
 */
export const openFromAddress = async (context: NotificationContext): Promise<void> => {
  const named = new URLSearchParams(location.hash.slice(1));
  const roomId = named.get('chat');
  const isHere = context.room?.id === roomId;
  if (!roomId || (!isHere && !isMine(context, roomId))) return;
  const messageId = named.get('message');
  history.replaceState(history.state, '', location.pathname + location.search);
  if (isHere || (await isMember(context.client, roomId)))
    openNotification(context, { roomId, ...(messageId === null ? {} : { messageId }) });
};
