import { ChatError, withheld, type captionCommands, type Standing, type User } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';
import { accessJoined, encryptedRoom } from '../../room/room-access.ts';

/** A bot that is a member writes down what others say. */
const standingOf = ({ bot }: User, standing: Standing): Standing =>
  bot && standing.role === 'member' ? { ...standing, role: 'moderator' } : standing;

export const captions: Handlers<keyof typeof captionCommands> = {
  'caption:send': async (context, { roomId, captionId, text, speaker, language, final = false }) => {
    const { room, effectiveRole } = await accessJoined(context, roomId);
    const standing = standingOf(context.user, effectiveRole);
    const why = withheld('caption:send', room.head.room, standing, context.now());
    if (why === 'room_ended') throw new ChatError('conflict', 'the room has ended', { reason: why });
    if (why === 'encrypted_room') throw encryptedRoom();
    if (why !== null) throw new ChatError('forbidden', 'your role does not allow caption:send');
    await context.live.captions.send(room, {
      captionId,
      text,
      final,
      ...(speaker === undefined ? {} : { speaker }),
      ...(language === undefined ? {} : { language }),
    });
    return {};
  },
};
