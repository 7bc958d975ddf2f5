import { ChatError, pageSize, type Input, type receiptCommands } from '@chat/protocol';
import { accessRoom, accessTo, markOf, unreadOf } from '../access.ts';
import type { Context, Handlers } from '../context.ts';
import type { LiveRoom } from '../room/live-room.ts';

/** To everybody in a small room, else to the reader's other pages alone: they show the same count. */
const tellRead = ({ user, limits, people, connection }: Context, room: LiveRoom, seq: number): void => {
  const event = { type: 'receipt:updated', roomId: room.id, userId: user.id, seq } as const;
  if (room.audience.occupancy <= limits.receiptOccupancy) return room.tell(event);
  for (const other of people.connectionsOf(user.id))
    if (other !== connection && other.rooms.has(room.id)) other.deliver([event]);
};

const read = async (context: Context, input: Input<'receipt:read'>) => {
  const { user } = context;
  const access = await accessRoom(context, input.roomId);
  const { room, member } = access;
  const before = await markOf(context, room, member);
  // Nobody has read what has not been said.
  const wanted = Math.min(input.seq, room.head.seq);
  const mark = await room.timeline.read(room.id, user.id, wanted);
  if (!mark) throw new ChatError('storage_full', 'there is no room to keep what you have read');
  const seq = mark.readSeq;
  const unread = await unreadOf(context, access, mark);
  room.audience.read(user.id, seq);
  context.watch.changed(room.id, user.id, 'elsewhere');
  if (seq > before.readSeq) tellRead(context, room, seq);
  return { seq, ...unread };
};

const list = async (context: Context, { roomId, after, limit = pageSize.default }: Input<'receipt:list'>) => {
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const page = await room.timeline.marks(roomId, { limit, ...(after === undefined ? {} : { after }) });
  // Marks have no `rev`: who was removed meanwhile is to hear of none.
  await accessTo(context, access, [{ rev: Infinity }]);
  const receipts = page.marks.map(({ userId, readSeq }) => ({ userId, seq: readSeq }));
  return { receipts, hasMore: page.hasMore };
};

export const receipts: Handlers<keyof typeof receiptCommands> = {
  'receipt:read': read,
  'receipt:list': list,
};
