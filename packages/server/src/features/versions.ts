import { ChatError, type versionCommands } from '@chat/protocol';
import { accessRoom, recheckAccess, hasRight, visibleMessage } from '../room/room-access.ts';
import type { Handlers } from '../commands/context.ts';

export const versions: Handlers<keyof typeof versionCommands> = {
  'message:versions': async (context, { roomId, messageId }) => {
    const access = await accessRoom(context, roomId);
    const { room, effectiveRole } = access;
    const { user, now } = context;
    const message = await visibleMessage(context, access, messageId);
    const right = message.author.id === user.id ? undefined : 'message:moderate';
    if (right && !hasRight(room.head.room, effectiveRole, right, now()))
      throw new ChatError('forbidden', `your role does not allow ${right}`);
    const found = await room.timeline.versions(roomId, messageId);
    await recheckAccess(context, access, [message, ...found], right);
    return { versions: found };
  },
};
