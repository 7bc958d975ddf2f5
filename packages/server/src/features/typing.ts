import type { typingCommands } from '@chat/protocol';
import { ChatError, withheld } from '@chat/protocol';
import { accessJoined } from '../room/room-access.ts';
import type { Handlers } from '../commands/context.ts';

export const typing: Handlers<keyof typeof typingCommands> = {
  'typing:set': async (context, { roomId, typing: isTyping }) => {
    const { room, effectiveRole } = await accessJoined(context, roomId);
    const why = withheld('typing:set', room.head.room, effectiveRole, context.now());
    if (why !== null)
      throw new ChatError(why === 'room_ended' ? 'conflict' : 'forbidden', 'you may not write now', {
        reason: why,
      });
    room.typingUsers.set({ id: context.user.id, name: context.user.name }, isTyping);
    context.ephemeral.typing(roomId, context.user.id, isTyping);
    return {};
  },
};
