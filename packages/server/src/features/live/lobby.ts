import {
  ChatError,
  type Input,
  type LobbyMessage,
  type LobbyState,
  type lobbyCommands,
  type WaitingUser,
} from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import { accessRoom, accessWith, noRoom, recheckAccess } from '../../room/room-access.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import { effectiveRoleIn } from '../../storage/decide/effective-role.ts';
import { isCurrent, knockKind, knockOf } from '../../storage/decide/live/lobby.ts';
import { hashOf, inviteInvalid } from '../../users/invite-code.ts';

/** How often a waiting user knocks, as a part of the time after which they are taken out. */
const knocksPerWait = 3;

/** Returns the lobby as its user sees it, from the store: the change may have been made on another node. */
const stateOf = async (context: Context, room: LiveRoom): Promise<LobbyState & { knockedAt?: number }> => {
  const { user, now, limits } = context;
  const repeatMs = Math.ceil(limits.lobbyWaitMs / knocksPerWait);
  const [member, record] = [
    await room.timeline.member(room.id, user.id),
    await room.timeline.record(room.id, knockKind, user.id),
  ];
  if (effectiveRoleIn(room.head.room, member, user)) return { state: 'admitted', messages: [], repeatMs };
  if (!record || !isCurrent(record, now())) throw noRoom();
  const { state, messages, knockedAt } = knockOf(record);
  const { lobbyMessage: message } = room.head.room;
  return { state, ...(message ? { message } : {}), messages, repeatMs, knockedAt };
};

const knock = async (context: Context, { roomId, code }: Input<'room:knock'>): Promise<LobbyState> => {
  const { user: actor, now, limits, live, guesses, connection } = context;
  if (code !== undefined) guesses.check(connection);
  const room = await context.rooms.open(roomId);
  if (!room) {
    if (code !== undefined) guesses.add(connection);
    throw code === undefined ? noRoom() : inviteInvalid();
  }
  const at = now();
  const { maxWaitingUsers: most, lobbyWaitMs: waitMs } = limits;
  const hash = code === undefined ? {} : { hash: hashOf(code) };
  await room.commit({ kind: 'knock', actor, at, ...hash, most, waitMs }).catch((error: unknown) => {
    if (ChatError.is(error) && error.reason === 'invite_invalid') guesses.add(connection);
    throw error;
  });
  await room.look();
  const { knockedAt, ...state } = await stateOf(context, room);
  if (knockedAt === at) live.lobby.publish({ roomId, userId: actor.id });
  return state;
};

const waitingIn = async (context: Context, room: LiveRoom): Promise<WaitingUser[]> =>
  (await context.live.lobby.read(room)).map((record) => {
    const { user, knockedAt, messages } = knockOf(record);
    return { user, knockedAt, messages };
  });

const decide = async (context: Context, roomId: string, kind: 'admit' | 'decline', userId: string) => {
  const { room } = await accessRoom(context, roomId);
  const { user: actor, now, live } = context;
  await room.commit({ kind, actor, at: now(), userId });
  live.lobby.publish({ roomId, userId });
  return {};
};

/** Admits all users who wait now. Another host may have decided on some of them. */
const admitAll = async (context: Context, roomId: string): Promise<{ admitted: number }> => {
  const { room } = await accessWith(context, roomId, 'lobby:admit');
  const { user: actor, now, live } = context;
  const admitted = await Promise.all(
    (await waitingIn(context, room)).map(async ({ user: { id: userId } }) => {
      try {
        const { known } = await room.commit({ kind: 'admit', actor, at: now(), userId });
        live.lobby.publish({ roomId, userId });
        return !known;
      } catch (error) {
        if (ChatError.is(error) && error.reason === 'not_waiting') return false;
        throw error;
      }
    }),
  );
  return { admitted: admitted.filter(Boolean).length };
};

/** Returns a room for a user who waits in its lobby or has access. To others, it may not exist. */
const roomOf = async (context: Context, roomId: string): Promise<LiveRoom> => {
  const room = await context.rooms.open(roomId);
  if (!room) throw noRoom();
  if (!(await room.timeline.record(roomId, knockKind, context.user.id))) await accessRoom(context, roomId);
  return room;
};

const send = async (
  context: Context,
  { roomId, userId = context.user.id, id, text }: Input<'lobby:send'>,
): Promise<LobbyMessage> => {
  const { user: actor, now, live } = context;
  const room = await roomOf(context, roomId);
  await room.commit({ kind: 'send-in-lobby', actor, at: now(), userId, id, text });
  live.lobby.publish({ roomId, userId });
  const record = await room.timeline.record(roomId, knockKind, userId);
  const stored = record && knockOf(record).messages.find((each) => each.id === id);
  // A host has decided meanwhile.
  if (!stored)
    throw new ChatError('conflict', 'this user does not wait in the lobby', { reason: 'not_waiting' });
  return stored;
};

export const lobby: Handlers<keyof typeof lobbyCommands> = {
  'room:knock': knock,
  'lobby:leave': async (context, { roomId }) => {
    const room = await roomOf(context, roomId);
    const { user: actor, now, live } = context;
    await room.commit({ kind: 'leave-lobby', actor, at: now() });
    live.lobby.publish({ roomId, userId: actor.id });
    return {};
  },
  'lobby:list': async (context, { roomId }) => {
    const access = await accessWith(context, roomId, 'lobby:admit');
    const waiting = await waitingIn(context, access.room);
    await recheckAccess(context, access, [access.room.head], 'lobby:admit');
    return { waiting };
  },
  'lobby:admit': (context, { roomId, userId }) => decide(context, roomId, 'admit', userId),
  'lobby:decline': (context, { roomId, userId }) => decide(context, roomId, 'decline', userId),
  'lobby:admitAll': (context, { roomId }) => admitAll(context, roomId),
  'lobby:send': send,
};
