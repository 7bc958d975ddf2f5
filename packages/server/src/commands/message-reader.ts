import { ChatError, type Message } from '@chat/protocol';
import { withinRetention } from '../storage/shared/retention.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import {
  accessRoom,
  hiddenFrom,
  recheckAccess,
  type Access,
  type AccessContext,
} from '../room/room-access.ts';

/** A message, and the title of its room. */
export interface MessageOfRoom {
  message: Message;
  /** May be empty. */
  title: string;
}

/**
 * Returns a function that reads messages of several rooms as the caller: null if the message is deleted or
 * expired, or the caller may not read it. Each room is checked once.
 */
export const createMessageReader = (
  context: AccessContext,
): ((roomId: string, messageId: string) => Promise<MessageOfRoom | null>) => {
  const rooms = new Map<string, Promise<{ access: Access; hidden: number } | null>>();
  const enter = async (roomId: string) => {
    try {
      const access = await accessRoom(context, roomId);
      return { access, hidden: await hiddenFrom(context, access) };
    } catch (error) {
      if (error instanceof ChatError && ['not_found', 'forbidden'].includes(error.code)) return null;
      throw error;
    }
  };
  return async (roomId, messageId) => {
    if (!rooms.has(roomId)) rooms.set(roomId, enter(roomId));
    const entered = await rooms.get(roomId);
    if (!entered) return null;
    const { access, hidden } = entered;
    const { room } = access;
    const found = await room.timeline.message(roomId, messageId, { reader: context.user.id });
    const visible = found !== null && found.deletedAt === undefined && found.seq > hidden ? [found] : [];
    const shown = withinRetention(visible, room.head.room, context.now());
    await recheckAccess(context, access, shown);
    const [message] = await withOwnReactions(room, context.user.id, shown);
    return message ? { message, title: room.head.room.title } : null;
  };
};

/**
 * Returns the room of a record of the caller, even if they may not enter it any more. Without such a record it
 * throws what `accessRoom` throws.
 */
export const roomOfRecord = async (
  context: AccessContext,
  roomId: string,
  hasRecord: (room: Access['room']) => Promise<boolean>,
): Promise<Access['room']> => {
  try {
    return (await accessRoom(context, roomId)).room;
  } catch (error) {
    const room = await context.rooms.open(roomId);
    if (!room || !(await hasRecord(room))) throw error;
    return room;
  }
};
