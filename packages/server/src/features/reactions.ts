import {
  ChatError,
  pageSize,
  withheld,
  type Input,
  type Message,
  type reactionCommands,
  type User,
} from '@chat/protocol';
import {
  accessJoined,
  accessRoom,
  recheckAccess,
  accessVisible,
  visibleMessage,
} from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { userById } from '../users/online-users.ts';
import { allowsReaction } from '../storage/decide/room-modes.ts';
import { commitMessage } from '../room/commit-message.ts';

const react = async (
  context: Context,
  { roomId, messageId, emoji }: Input<'reaction:add'>,
  added: boolean,
): Promise<Message> => {
  const { room, visibleAfter } = await accessVisible(context, roomId);
  const { user, now, limits } = context;
  return commitMessage(context, room, {
    kind: 'react',
    actor: user,
    at: now(),
    messageId,
    emoji,
    added,
    visibleAfter,
    most: limits.maxReactionEmoji,
  });
};

const list = async (
  context: Context,
  { roomId, messageId, emoji, after, limit = pageSize.default }: Input<'reaction:list'>,
): Promise<{ users: User[]; hasMore: boolean }> => {
  const access = await accessRoom(context, roomId);
  const { timeline } = access.room;
  const found = await visibleMessage(context, access, messageId);
  if (found.deletedAt !== undefined) throw new ChatError('not_found', 'no such message');
  const query = { limit, ...(after === undefined ? {} : { after }) };
  const { userIds, hasMore } = await timeline.reactors(roomId, { messageId, emoji }, query);
  await recheckAccess(context, access, [found]);
  return { users: await Promise.all(userIds.map((userId) => userById(context, userId))), hasMore };
};

const burst = async (context: Context, { roomId, emoji }: Input<'reaction:burst'>) => {
  const { room, effectiveRole } = await accessJoined(context, roomId);
  const why = withheld('reaction:add', room.head.room, effectiveRole, context.now());
  if (why !== null)
    throw new ChatError(why === 'room_ended' ? 'conflict' : 'forbidden', 'you may not react now', {
      reason: why,
    });
  if (!allowsReaction(room.head.room, emoji))
    throw new ChatError('forbidden', 'this reaction is not allowed here', {
      reason: 'reaction_not_allowed',
      field: 'emoji',
    });
  room.bursts.add(emoji);
  context.ephemeral.burst(roomId, emoji);
  if (room.head.room.recording) context.burstHistory.add(roomId, emoji);
  return {};
};

export const reactions: Handlers<keyof typeof reactionCommands> = {
  'reaction:add': (context, input) => {
    // One that the server no longer has can still be removed.
    if (input.emoji.startsWith(':') && !context.customEmoji.has(input.emoji))
      throw new ChatError('invalid', 'emoji must be one emoji', { field: 'emoji' });
    return react(context, input, true);
  },
  'reaction:remove': (context, input) => react(context, input, false),
  'reaction:list': list,
  'reaction:burst': burst,
};
