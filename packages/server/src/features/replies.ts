import { ChatError, type replyCommands } from '@chat/protocol';
import { accessRoom, accessTo, hiddenFrom } from '../access.ts';
import type { Handlers } from '../context.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { kept } from '../room/retention.ts';

export const replies: Handlers<keyof typeof replyCommands> = {
  /** What the caller may not see, and what is not kept any more, is not there. */
  'message:get': async (context, { roomId, messageId }) => {
    const access = await accessRoom(context, roomId);
    const { room } = access;
    const [message, visibleAfter] = await Promise.all([
      room.timeline.message(roomId, messageId, { reader: context.user.id }),
      hiddenFrom(context, access),
    ]);
    const mine = message !== null && message.seq > visibleAfter;
    const [found] = kept(mine ? [message] : [], room.head.room, context.now());
    if (!found) throw new ChatError('not_found', 'no such message');
    await accessTo(context, access, [found]);
    const [answer = found] = await withOwnReactions(room, context.user.id, [found]);
    return answer;
  },
};
