import { ChatError, type versionCommands } from '@chat/protocol';
import { accessRoom, accessTo, hiddenFrom, mayIn } from '../access.ts';
import type { Handlers } from '../context.ts';
import { kept } from '../room/retention.ts';

export const versions: Handlers<keyof typeof versionCommands> = {
  'message:versions': async (context, { roomId, messageId }) => {
    const access = await accessRoom(context, roomId);
    const { room, standing } = access;
    const { user, now } = context;
    const hidden = await hiddenFrom(context, access);
    const message = await room.timeline.message(roomId, messageId, { reader: user.id });
    const visible = message !== null && message.seq > hidden;
    if (!visible || kept([message], room.head.room, now()).length === 0)
      throw new ChatError('not_found', 'no such message');
    const right = message.author.id === user.id ? undefined : 'message:moderate';
    if (right && !mayIn(room.head.room, standing, right, now()))
      throw new ChatError('forbidden', `your role does not allow ${right}`);
    const found = await room.timeline.versions(roomId, messageId);
    await accessTo(context, access, [message, ...found], right);
    return { versions: found };
  },
};
