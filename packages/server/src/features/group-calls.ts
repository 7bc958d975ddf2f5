import { ChatError, type groupCallCommands } from '@chat/protocol';
import { accessRoom, accessWith } from '../room/room-access.ts';
import type { Handlers } from '../commands/context.ts';
import { refuseWithoutRight } from '../storage/decide/decision.ts';

export const groupCalls: Handlers<keyof typeof groupCallCommands> = {
  'groupcall:start': async (context, { roomId, kind, id = context.id(), device }) => {
    const { groupCalls: all, calls, user, connection, now } = context;
    const { room, effectiveRole } = await accessRoom(context, roomId);
    all.check();
    // The commit decides. This check keeps rejected users away from the engine.
    const refused = refuseWithoutRight({ head: room.head, effectiveRole }, 'groupcall:start', now());
    if (refused?.kind === 'refuse') throw ChatError.from(refused.error);
    calls.take(connection);
    return all.start(room, { id, kind }, { user, device, connection });
  },
  'groupcall:get': async (context, { roomId }) => {
    await accessRoom(context, roomId);
    return { call: await context.groupCalls.openCallIn(roomId) };
  },
  'groupcall:join': async (context, { roomId, callId, device, allowRecording }) => {
    const { room } = await accessRoom(context, roomId);
    const { user, connection } = context;
    return context.groupCalls.join(room, callId, { user, device, connection }, allowRecording);
  },
  'groupcall:hand': async (context, { roomId, callId, raised, userId = context.user.id }) => {
    const { room } = await accessRoom(context, roomId);
    const { maxRaisedHands: most } = context.limits;
    return context.groupCalls.change(room, context.user, {
      kind: 'raise-hand',
      callId,
      userId,
      raised,
      most,
    });
  },
  'groupcall:record': async (context, { roomId, callId, action }) => {
    const { room } = await accessRoom(context, roomId);
    const { recordingConsentMs: consentMs } = context.limits;
    return context.groupCalls.change(room, context.user, {
      kind: 'record-group-call',
      callId,
      action,
      consentMs,
    });
  },
  'groupcall:leave': async (context, { roomId, callId }) => {
    const { room } = await accessRoom(context, roomId);
    return context.groupCalls.leave(room, callId, context.user, context.user.id);
  },
  'groupcall:end': async (context, { roomId, callId }) => {
    const { room } = await accessWith(context, roomId, 'groupcall:end');
    return context.groupCalls.leave(room, callId, context.user, null);
  },
};
