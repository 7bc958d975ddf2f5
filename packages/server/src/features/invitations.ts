import type { invitationCommands } from '@chat/protocol';
import { accessRoom, noRoom } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { visibleUser } from '../users/visible-users.ts';
import { checkRoomCount } from '../room-list/user-rooms.ts';

/** An invited user has no access yet. The commit decides whether there is an invitation. */
const answer = async (context: Context, roomId: string, accept: boolean) => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  const change = { kind: 'answer-invitation' as const, actor: context.user, at: context.now(), accept };
  return (await room.commit(change)).event;
};

export const invitations: Handlers<keyof typeof invitationCommands> = {
  'member:invite': async (context, { roomId, userId }) => {
    const { room } = await accessRoom(context, roomId);
    const user = await visibleUser(context, userId);
    context.invitations.take(context.connection, 1);
    const change = { kind: 'invite' as const, actor: context.user, at: context.now(), user };
    const { event } = await room.commit(change);
    if (!('member' in event)) throw new Error(`an invitation was answered by ${event.type}`);
    return event.member;
  },
  'member:accept': async (context, { roomId }) => {
    const isInvited = (await context.rooms.open(roomId))?.cache.member(context.user.id);
    if ((await isInvited)?.state === 'invited') await checkRoomCount(context);
    const event = await answer(context, roomId, true);
    if (!('member' in event)) throw new Error(`an acceptance was answered by ${event.type}`);
    return event.member;
  },
  'member:decline': async (context, { roomId }) => {
    await answer(context, roomId, false);
    return {};
  },
};
