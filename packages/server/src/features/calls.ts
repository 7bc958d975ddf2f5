import {
  ChatError,
  type callCommands,
  type CallSignal,
  pageSize,
  type Room,
  type User,
} from '@chat/protocol';
import { accessRoom, type Access } from '../room/room-access.ts';
import type { LiveCall } from '../calls/call-state.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { refuseBlocked } from '../users/blocked-users.ts';
import { callRefusal } from '../calls/call-refusal.ts';

/** Returns a call of the caller, if they may still read its room. */
const callAndRoom = async (context: Context, callId: string): Promise<{ call: LiveCall; room: Room }> => {
  const { calls, user } = context;
  await calls.ready;
  const call = calls.find(callId, user.id);
  const { room } = await accessRoom(context, call.roomId);
  return { call, room: room.head.room };
};

const callOf = async (context: Context, callId: string): Promise<LiveCall> =>
  (await callAndRoom(context, callId)).call;

const deviceOf = ({ connection }: Context, name: string | undefined) => ({ name, connection });

const guardSignal = (signal: CallSignal, maxSignalBytes: number): void => {
  if (Buffer.byteLength(JSON.stringify(signal)) > maxSignalBytes)
    throw new ChatError('too_large', `signal must be at most ${maxSignalBytes} bytes of JSON`, {
      field: 'signal',
    });
};

/** An encrypted room takes encrypted signals alone: the server could put in keys of its own for the media. */
const guardPlainSignal = ({ encryption }: Room, { encrypted, ...plain }: CallSignal): void => {
  if (encryption === undefined && encrypted !== undefined)
    throw new ChatError('conflict', 'this room is not encrypted', {
      reason: 'not_encrypted',
      field: 'signal.encrypted',
    });
  if (encryption !== undefined && (encrypted === undefined || Object.keys(plain).length > 0))
    throw new ChatError('conflict', 'this room takes encrypted signals only', {
      reason: 'encrypted_room',
      field: 'signal',
    });
};

/** Anybody may enter a public room: strangers do not ring each other. */
const guardPublicRoom = ({ room }: Access, { limits }: Context): void => {
  if (room.head.room.type === 'public' && !limits.callsInPublicRooms)
    throw new ChatError('forbidden', 'this server has no calls in public rooms', { reason: 'public_room' });
};

export const calls: Handlers<keyof typeof callCommands> = {
  'call:start': async (context, { roomId, kind, id = context.id(), device }) => {
    const { calls: all, user, connection } = context;
    const access = await accessRoom(context, roomId);
    guardPublicRoom(access, context);
    await all.ready;
    const callee = await calleeIn(access, user);
    await refuseBlocked(context, callee.id, 'call:start');
    all.take(connection);
    const asked = { id, kind, caller: user, callee, device: deviceOf(context, device) };
    return all.start(access.room, asked);
  },
  'call:list': async ({ calls: all, user }) => {
    await all.ready;
    const call = all.openCallOf(user.id);
    return { calls: call ? [call] : [] };
  },
  'call:accept': async (context, { callId, device }) => {
    const call = await callOf(context, callId);
    return context.calls.accept(call, context.user, deviceOf(context, device));
  },
  'call:reject': async (context, { callId, busy }) => {
    const call = await callOf(context, callId);
    return context.calls.end(call, context.user, busy ? 'busy' : 'rejected');
  },
  'call:hangup': async (context, { callId }) => {
    const call = await callOf(context, callId);
    return context.calls.end(call, context.user, 'hangup');
  },
  'call:join': async (context, { callId, device }) => {
    const call = await callOf(context, callId);
    return context.calls.join(call, context.user, deviceOf(context, device));
  },
  'call:signal': async (context, { callId, device, signal }) => {
    guardSignal(signal, context.limits.maxSignalBytes);
    const { call, room } = await callAndRoom(context, callId);
    guardPlainSignal(room, signal);
    context.calls.signal(call, context.user, deviceOf(context, device), signal);
    return {};
  },
  'call:record': async (context, { callId, recording }) => {
    const call = await callOf(context, callId);
    return context.calls.record(call, context.user, recording);
  },
  'call:ice': async (context, { callId }) => {
    const call = await callOf(context, callId);
    if (call.line.state === 'ended')
      throw new ChatError('conflict', 'the call has ended', { reason: 'call_ended' });
    return context.calls.iceFor(context.user.id);
  },
};

/** Returns the other user of a direct room, or of a public room with two users present. Bots do not count. */
const calleeIn = async ({ room }: Access, caller: User): Promise<User> => {
  const others = (await peopleOf(room)).filter(({ id, bot }) => id !== caller.id && !bot);
  const [other] = others;
  if (!other) throw callRefusal('nobody_to_call');
  if (others.length > 1) throw callRefusal('not_two');
  return other;
};

const peopleOf = async (room: Access['room']): Promise<User[]> => {
  if (room.head.room.type === 'public') return [...room.audience.members()].map(({ user }) => user);
  const { members } = await room.timeline.members(room.id, { limit: pageSize.max });
  return members.filter(({ state }) => state === 'joined').map(({ user }) => user);
};
