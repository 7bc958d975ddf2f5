import { ChatError, type receiptCommands } from '@chat/protocol';
import { accessRoom, markOf, unreadOf } from '../access.ts';
import type { Handlers } from '../context.ts';

export const receipts: Handlers<keyof typeof receiptCommands> = {
  'receipt:read': async (context, input) => {
    const { user, limits } = context;
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
    if (seq > before.readSeq && room.audience.occupancy <= limits.receiptOccupancy) {
      room.tell({ type: 'receipt:updated', roomId: room.id, userId: user.id, seq });
    }
    return { seq, unread };
  },
};
