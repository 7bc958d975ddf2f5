import type { ChatEvent, RoomCall } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import type { Peer } from './harness.ts';
import { threePeople, type storages } from './own-rooms-server.ts';

export const is = (matches: (call: RoomCall) => boolean) => (event: ChatEvent) =>
  event.type === 'call:changed' && matches(event.call);
export const state = (wanted: RoomCall['state']) => is((call) => call.state === wanted);

/** Resolves with the message of a call once it has ended. */
export const lineOf = async (peer: Peer, callId: string) => {
  const event = await peer.until(
    (each) =>
      each.type === 'message:updated' && each.message.id === callId && each.message.call?.state === 'ended',
  );
  return event.type === 'message:updated' ? event.message.call : undefined;
};

/** Two in their direct room, and a third. */
export const inDirectRoom = async (
  make: (typeof storages)[number][1],
  limits: ChatServerOptions['limits'] = {},
  options: ChatServerOptions = {},
) => {
  const people = await threePeople(make, { limits, ...options });
  const { ana, bea } = people;
  const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
  await ana.call('room:join', { roomId });
  await bea.call('room:join', { roomId });
  return { ...people, roomId };
};
