import { ChatError, pageSize, type blockCommands, type Right } from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import type { Hooks } from '../../commands/hooks.ts';
import { blockedIn, refuseBlocked } from '../../users/blocked-users.ts';
import { findUser, visibleUser } from '../../users/visible-users.ts';

/** In a direct room, refuses what a user sends to the other member who has blocked them. */
const refuseInDirectRoom =
  (right: Right) =>
  async (context: Context, { roomId }: { roomId: string }): Promise<void> => {
    const room = await context.rooms.open(roomId);
    if (room?.head.room.type !== 'direct') return;
    const { members } = await room.timeline.members(roomId, { limit: 2 });
    const ids = members.map(({ user }) => user.id);
    if (!ids.includes(context.user.id)) return;
    for (const userId of ids) if (userId !== context.user.id) await refuseBlocked(context, userId, right);
  };

/** Hooks of the server itself that keep blocked users from reaching the user who blocked them. */
export const blockHooks: Hooks = {
  'before:message:send': refuseInDirectRoom('message:send'),
  'before:message:edit': refuseInDirectRoom('message:edit'),
  'before:poll:create': refuseInDirectRoom('poll:create'),
  'before:poll:addOption': refuseInDirectRoom('poll:create'),
  'before:question:ask': refuseInDirectRoom('question:ask'),
  'before:reaction:add': refuseInDirectRoom('reaction:add'),
  'before:reaction:burst': refuseInDirectRoom('reaction:add'),
  'before:typing:set': refuseInDirectRoom('typing:set'),
  'before:call:start': refuseInDirectRoom('call:start'),
  'before:groupcall:start': refuseInDirectRoom('groupcall:start'),
};

export const blocks: Handlers<keyof typeof blockCommands> = {
  'user:block': async (context, { userId }) => {
    const { user, blockedUsers, profileChanges, connection, now } = context;
    if (userId === user.id) throw new ChatError('invalid', 'you cannot block yourself', { field: 'userId' });
    profileChanges.take(connection);
    await visibleUser(context, userId);
    await blockedUsers.change(user.id, userId, Math.floor(now()));
    return {};
  },
  'user:unblock': async ({ user, blockedUsers, profileChanges, connection }, { userId }) => {
    profileChanges.take(connection);
    await blockedUsers.change(user.id, userId, null);
    return {};
  },
  'user:blocked': async (context, { after = '', limit = pageSize.default }) => {
    const found = blockedIn(await context.profiles.read(context.user.id)).filter(
      ({ userId }) => userId > after,
    );
    const users = await Promise.all(
      found.slice(0, limit).map(async ({ userId, blockedAt }) => ({
        user: (await findUser(context, userId)) ?? { id: userId, name: userId },
        blockedAt,
      })),
    );
    return { users, hasMore: found.length > limit };
  },
};
