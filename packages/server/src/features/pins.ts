import { pageSize, type Input, type Message, type MessagePage, type pinCommands } from '@chat/protocol';
import { accessRoom, recheckAccess, accessVisible, hiddenFrom } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { commitMessage } from '../room/commit-message.ts';
import { withOwnReactions } from '../room/own-reactions.ts';
import { withinRetention } from '../storage/shared/retention.ts';

const pin = async (
  context: Context,
  { roomId, messageId }: Input<'message:pin'>,
  pinned: boolean,
): Promise<Message> => {
  const { room, visibleAfter } = await accessVisible(context, roomId);
  const { user, now, limits } = context;
  return commitMessage(context, room, {
    kind: 'pin',
    actor: user,
    at: now(),
    messageId,
    pinned,
    visibleAfter,
    most: limits.maxPins,
  });
};

const list = async (
  context: Context,
  { roomId, after = 0, limit = pageSize.default }: Input<'message:pins'>,
): Promise<MessagePage> => {
  const access = await accessRoom(context, roomId);
  const { room } = access;
  const hidden = await hiddenFrom(context, access);
  const page = await room.timeline.pinned(roomId, { after: Math.max(after, hidden), limit });
  await recheckAccess(context, access, page.messages);
  const messages = withinRetention(page.messages, room.head.room, context.now());
  return { messages: await withOwnReactions(room, context.user.id, messages), hasMore: page.hasMore };
};

export const pins: Handlers<keyof typeof pinCommands> = {
  'message:pin': (context, input) => pin(context, input, true),
  'message:unpin': (context, input) => pin(context, input, false),
  'message:pins': list,
};
