// Members who are not in the room see in their list that a group call is active there.
import type { RoomSummary } from '@chat/protocol';
import { expect, test } from 'vitest';
import { message } from './harness.ts';
import { ownEngine } from './own-engine.ts';
import { storages, threePeople, told } from './own-rooms-server.ts';

const people = ({ groupCall }: RoomSummary) => groupCall?.seats.map(({ name }) => name).join();

test.each(storages)('a list shows an active call, even after later messages, %s', async (_name, make) => {
  const { ana, bea, cai } = await threePeople(make, { calls: { group: ownEngine() } });
  const { id: roomId } = await ana.call('room:create', {
    type: 'private',
    title: 'Club',
  });
  for (const { id: userId } of [bea, cai]) await ana.call('member:add', { roomId, userId });
  for (const peer of [bea, cai]) await peer.call('member:accept', { roomId });
  for (const peer of [ana, bea, cai]) {
    await peer.call('room:join', { roomId });
    if (peer !== ana) await peer.call('room:leave', { roomId, keep: true });
  }
  await told(bea, roomId);
  const { call } = await ana.call('groupcall:start', { roomId, kind: 'video', device: 'a' });
  await told(bea, roomId, (summary) => people(summary) === 'Ana');
  await ana.call('message:send', message(roomId, 'hola'));
  await told(bea, roomId, (summary) => summary.lastMessage?.text === 'hola' && people(summary) === 'Ana');
  // Without being in the room's view, from the list.
  await cai.call('groupcall:join', { roomId, callId: call.id, device: 'c' });
  await told(bea, roomId, (summary) => people(summary) === 'Ana,Cai');
  const { rooms } = await bea.call('room:list', {});
  expect(rooms.find(({ room }) => room.id === roomId)?.groupCall).toMatchObject({ id: call.id, most: 2 });

  bea.events.length = 0;
  for (const peer of [ana, cai]) await peer.call('groupcall:leave', { roomId, callId: call.id });
  await told(bea, roomId, ({ groupCall }) => groupCall === undefined);
  const after = await bea.call('room:list', {});
  expect(after.rooms.find(({ room }) => room.id === roomId)).not.toHaveProperty('groupCall');
});
