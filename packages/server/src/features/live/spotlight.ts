import { ChatError, type spotlightCommands } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';
import { withOwnReactions } from '../../room/own-reactions.ts';
import { accessRoom, hiddenFrom, visibleMessage } from '../../room/room-access.ts';

export const spotlight: Handlers<keyof typeof spotlightCommands> = {
  'message:spotlight': async (context, { roomId, messageId }) => {
    const access = await accessRoom(context, roomId);
    const { user: actor, now } = context;
    const visibleAfter = await hiddenFrom(context, access);
    await access.room.commit({ kind: 'spotlight', actor, at: now(), messageId, visibleAfter });
    const message = await visibleMessage(context, access, messageId);
    const [shown = message] = await withOwnReactions(access.room, actor.id, [message]);
    return shown;
  },
  'question:spotlight': async (context, { roomId, questionId }) => {
    const { room } = await accessRoom(context, roomId);
    const { user: actor, now } = context;
    const { event } = await room.commit({ kind: 'spotlight-question', actor, at: now(), questionId });
    const onStage = event.type === 'room:updated' ? event.room.spotlight : undefined;
    if (!onStage) throw new ChatError('internal', 'the question was not put on stage');
    return onStage;
  },
  'spotlight:clear': async (context, { roomId }) => {
    const { room } = await accessRoom(context, roomId);
    await room.commit({ kind: 'clear-spotlight', actor: context.user, at: context.now() });
    return {};
  },
};
