import type { receiptCommands } from '@chat/protocol';
import { accessRoom, hiddenUpTo, markOf } from '../access.ts';
import type { Handlers } from '../context.ts';

const unreadCap = 1_000;

export const receipts: Handlers<keyof typeof receiptCommands> = {
  'receipt:read': async (context, input) => {
    const { user, limits } = context;
    const { room, member } = await accessRoom(context, input.roomId);
    const before = await markOf(context, room, member);
    // Nobody has read what has not been said.
    const wanted = Math.min(input.seq, room.head.seq);
    const { readSeq: seq } = (await room.timeline.read(room.id, user.id, wanted)) ?? before;
    const hidden = hiddenUpTo(room, user, member, before);
    const unread = await room.timeline.unread(room.id, user.id, Math.max(seq, hidden), unreadCap);
    if (seq > before.readSeq && room.audience.occupancy <= limits.receiptOccupancy) {
      room.tell({ type: 'receipt:updated', roomId: room.id, userId: user.id, seq });
    }
    return { seq, unread };
  },
};
