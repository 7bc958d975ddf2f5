import type { linkCardCommands } from '@chat/protocol';
import type { Handlers } from '../commands/context.ts';
import { commitMessage } from '../room/commit-message.ts';
import { roomToChange } from '../room/room-access.ts';

export const linkCards: Handlers<keyof typeof linkCardCommands> = {
  'card:remove': async (context, { roomId, messageId }) => {
    const room = await roomToChange(context, roomId);
    const { user: actor, files, now } = context;
    const commit = () => commitMessage(context, room, { kind: 'remove-card', actor, at: now(), messageId });
    return files ? files.lifecycle.changeCard(room, messageId, commit) : commit();
  },
};
