import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { memoryStorage } from '@chat/server';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  // The same after a restart.
  rig = await withServer({ storage: memoryStorage() });
});
afterEach(() => rig.close());

const joined = async (name: string) => {
  const client = rig.client({ name });
  const room = client.room('r');
  await room.join();
  return { client, room };
};
const texts = (room: ChatRoom) => room.messages.get().items.map(({ text }) => text);

test('a deletion shows at once, for others too, and its user can undo it', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'hola' });
  await eventually(() => expect(texts(ben.room)).toEqual(['hola']));
  const deletion = ana.room.messages.delete(id);
  expect(ana.room.messages.get().items[0]).toMatchObject({ text: '', deletedAt: expect.any(Number) });
  expect(await deletion).toMatchObject({ id, text: '', deletedAt: expect.any(Number) });
  await eventually(() => expect(texts(ben.room)).toEqual(['']));
  const changes: string[] = [];
  ben.room.on('message:updated', ({ change }) => changes.push(change));
  await ana.room.messages.restore(id);
  expect(texts(ana.room)).toEqual(['hola']);
  await eventually(() => expect([texts(ben.room), changes]).toEqual([['hola'], ['restore']]));
});

test('undoing a deletion that is under way waits for it', async () => {
  const ana = await joined('Ana');
  const { id } = await ana.room.messages.send({ text: 'hola' });
  const deletion = ana.room.messages.delete(id);
  // It is sent, and not confirmed yet.
  await new Promise((resolve) => setTimeout(resolve, 0));
  await ana.room.messages.restore(id);
  expect(await deletion).toMatchObject({ text: '' });
  expect(texts(ana.room)).toEqual(['hola']);
});

test('a rejected deletion shows the message again', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'de Ana' });
  await eventually(() => expect(texts(ben.room)).toEqual(['de Ana']));
  const deletion = ben.room.messages.delete(id);
  expect(texts(ben.room)).toEqual(['']);
  await expect(deletion).rejects.toMatchObject({ code: 'forbidden' });
  expect(texts(ben.room)).toEqual(['de Ana']);
  await expect(ben.room.messages.restore(id)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a deletion without a connection waits for it, and undoing it before drops it', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const one = await ana.room.messages.send({ text: 'uno' });
  const two = await ana.room.messages.send({ text: 'dos' });
  await eventually(() => expect(texts(ben.room)).toEqual(['uno', 'dos']));
  await rig.stop();
  await eventually(() => expect(ana.room.state.get().status).toBe('stale'));
  const dropped = ana.room.messages.delete(one.id);
  const sent = ana.room.messages.delete(two.id);
  expect(texts(ana.room)).toEqual(['', '']);
  await ana.room.messages.restore(one.id);
  await expect(dropped).rejects.toMatchObject({ code: 'conflict', reason: 'discarded' });
  expect(texts(ana.room)).toEqual(['uno', '']);
  await rig.start();
  expect(await sent).toMatchObject({ id: two.id, text: '' });
  await eventually(() => expect(texts(ben.room)).toEqual(['uno', '']));
});

test('a deletion that waits for the connection fails when the client is closed', async () => {
  const ana = await joined('Ana');
  const { id } = await ana.room.messages.send({ text: 'uno' });
  await rig.stop();
  await eventually(() => expect(ana.room.state.get().status).toBe('stale'));
  const deletion = ana.room.messages.delete(id);
  await ana.client.close();
  await expect(deletion).rejects.toMatchObject({ code: 'disconnected' });
});
