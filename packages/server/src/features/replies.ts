import type { replyCommands } from '@chat/protocol';
import { accessRoom, recheckAccess, visibleMessage } from '../room/room-access.ts';
import type { Handlers } from '../commands/context.ts';
import { withOwnReactions } from '../room/own-reactions.ts';

export const replies: Handlers<keyof typeof replyCommands> = {
  'message:get': async (context, { roomId, messageId }) => {
    const access = await accessRoom(context, roomId);
    const found = await visibleMessage(context, access, messageId);
    await recheckAccess(context, access, [found]);
    const [answer = found] = await withOwnReactions(access.room, context.user.id, [found]);
    return answer;
  },
};
