import {
  ChatError,
  isThreadOnly,
  pageSize,
  type Input,
  type ReadCount,
  type ReadState,
  type receiptCommands,
} from '@chat/protocol';
import {
  accessRoom,
  recheckAccess,
  hiddenUpTo,
  markOf,
  unreadOf,
  type Access,
  visibleMessage,
} from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { ReadMarker } from '../storage/contract/storage.ts';

/** Members of a small room see each other's receipts. */
const isSmall = ({ limits }: Context, { audience }: LiveRoom): boolean =>
  audience.occupancy <= limits.receiptOccupancy;

/**
 * Broadcasts a new furthest position to a small room, otherwise to the reader's own connections, which show
 * the same count. `except`: a connection that gets the reply and needs no event.
 */
const tellRead = (
  context: Context,
  room: LiveRoom,
  mark: ReadMarker,
  isNew: boolean,
  except?: Context['connection'],
): void => {
  const { user, onlineUsers, ephemeral } = context;
  const { readSeq: seq, turn, seenAt } = mark;
  const mine = { type: 'receipt:updated', roomId: room.id, userId: user.id, seq } as const;
  const event = turn > 0 ? { ...mine, turn } : mine;
  const isShown = isNew && isSmall(context, room);
  const shownEvent = isShown && seenAt !== null ? { ...event, at: seenAt } : event;
  const { type: _type, ...read } = shownEvent;
  ephemeral.read(read, isShown);
  if (isShown) return room.broadcast(shownEvent);
  for (const other of onlineUsers.connectionsOf(user.id))
    // A connection that is joining gets it after the reply.
    if (other !== except && room.audience.isListening(other)) other.deliver([event]);
};

const stateOf = async (context: Context, access: Access, mark: ReadMarker): Promise<ReadState> => {
  const { room } = access;
  const unread = await unreadOf(context, access, mark);
  room.audience.read(context.user.id, mark);
  context.roomLists.markChanged(room.id, context.user.id, 'outside');
  return { seq: mark.readSeq, turn: mark.turn, ...unread };
};

const requireMark = (mark: ReadMarker | null): ReadMarker => {
  if (!mark) throw new ChatError('storage_full', 'there is no space to store your read position');
  return mark;
};

const read = async (context: Context, { roomId, seq, turn }: Input<'receipt:read'>): Promise<ReadState> => {
  const { user, now, connection } = context;
  const access = await accessRoom(context, roomId);
  const { room, member } = access;
  const before = await markOf(context, room, member);
  // Nobody can have read beyond the last message.
  const wanted = Math.min(seq, room.head.seq);
  const how = { at: now(), ...(turn === undefined ? {} : { turn }) };
  const mark = requireMark(await room.timeline.markRead(room.id, user.id, wanted, how));
  const state = await stateOf(context, access, mark);
  if (mark.readSeq > before.readSeq) tellRead(context, room, mark, mark.seenSeq > before.seenSeq, connection);
  return state;
};

/** Returns the last message of another user among the cached ones; without one, there is nothing to mark. */
const newestOfOthers = async (
  { user }: Context,
  { room, member }: Access,
  mark: ReadMarker,
): Promise<number | undefined> => {
  const { messages } = await room.cache.page(user.id, hiddenUpTo(room, user, member, mark), pageSize.default);
  return messages.findLast(({ author, deletedAt }) => author.id !== user.id && deletedAt === undefined)?.seq;
};

const unread = async (context: Context, { roomId, seq }: Input<'receipt:unread'>): Promise<ReadState> => {
  const access = await accessRoom(context, roomId);
  const { room, member } = access;
  const before = await markOf(context, room, member);
  const first = seq ?? (await newestOfOthers(context, access, before));
  if (first === undefined) return stateOf(context, access, before);
  // A new turn even if it is unread already, so that a pending read of another page does not undo it.
  const mark = requireMark(await room.timeline.markUnread(room.id, context.user.id, Math.max(0, first - 1)));
  const state = await stateOf(context, access, mark);
  // Includes the page that asked, so that all pages take the same path.
  tellRead(context, room, mark, false);
  return state;
};

const delivered = async (context: Context, { roomId, seq }: Input<'receipt:delivered'>) => {
  const { user } = context;
  const { room, member } = await accessRoom(context, roomId);
  const { deliveredSeq } = await markOf(context, room, member);
  const known = Math.max(deliveredSeq, room.deliveryReceipts.of(user.id));
  const wanted = Math.min(seq, room.head.seq);
  // Large rooms do not show receipts, and each would be a write per member and message.
  if (wanted <= known || !isSmall(context, room)) return { seq: known };
  room.deliveryReceipts.put(user.id, wanted);
  context.ephemeral.delivered(roomId, user.id, wanted);
  return { seq: wanted };
};

const list = async (context: Context, { roomId, after, limit = pageSize.default }: Input<'receipt:list'>) => {
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const page = await room.timeline.readMarkers(roomId, { limit, ...(after === undefined ? {} : { after }) });
  // Marks have no `rev`, so access is always checked again.
  await recheckAccess(context, access, [{ rev: Infinity }]);
  const receipts = page.readMarkers.map(({ userId, seenSeq: seq, seenAt, deliveredSeq }) => {
    const come = Math.max(deliveredSeq, room.deliveryReceipts.of(userId));
    return {
      userId,
      seq,
      ...(seenAt === null ? {} : { at: seenAt }),
      ...(come > seq ? { delivered: come } : {}),
    };
  });
  return { receipts, hasMore: page.hasMore };
};

const countedAtOnce = 500;
const mostCounted = 10_000;

/** No names are returned, so this works in rooms of any size. */
const count = async (context: Context, { roomId, messageId }: Input<'receipt:count'>): Promise<ReadCount> => {
  const access = await accessRoom(context, roomId);
  const message = await visibleMessage(context, access, messageId);
  if (message.deletedAt !== undefined) throw new ChatError('not_found', 'no such message');
  if (isThreadOnly(message))
    throw new ChatError('invalid', 'messages in a thread alone are not counted', { field: 'messageId' });
  const { author, to, seq } = message;
  const { timeline } = access.room;
  let read = 0;
  let page = await timeline.readMarkers(roomId, { limit: countedAtOnce });
  for (let looked = page.readMarkers.length; ; looked += page.readMarkers.length) {
    read += page.readMarkers.filter(
      ({ userId, seenSeq }) => seenSeq >= seq && userId !== author.id && to?.includes(userId) !== false,
    ).length;
    const after = page.readMarkers.at(-1)?.userId;
    if (!page.hasMore || after === undefined || looked >= mostCounted) break;
    page = await timeline.readMarkers(roomId, { after, limit: countedAtOnce });
  }
  await recheckAccess(context, access, [{ rev: Infinity }]);
  return { read, hasMore: page.hasMore };
};

export const receipts: Handlers<keyof typeof receiptCommands> = {
  'receipt:read': read,
  'receipt:unread': unread,
  'receipt:delivered': delivered,
  'receipt:list': list,
  'receipt:count': count,
};
