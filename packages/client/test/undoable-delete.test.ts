import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer();
});
afterEach(() => rig.close());

const joined = async (name: string) => {
  const client = rig.client({ name });
  const room = client.room('r');
  await room.join();
  return { client, room };
};
const texts = (room: ChatRoom) => room.messages.get().items.map(({ text }) => text);
const long = 60_000;

test('a deletion shows at once on this page, and can be undone before others see it', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'hola' });
  await eventually(() => expect(texts(ben.room)).toEqual(['hola']));
  const deletion = ana.room.messages.deleteSoon(id, long);
  expect(ana.room.messages.get().items[0]).toMatchObject({ text: '', deletedAt: expect.any(Number) });
  expect(deletion.undo()).toBe(true);
  expect(await deletion.done).toBe(null);
  expect(texts(ana.room)).toEqual(['hola']);
  expect(deletion.undo()).toBe(false);
  await ana.room.messages.send({ text: 'y más' });
  await eventually(() => expect(texts(ben.room)).toEqual(['hola', 'y más']));
});

test('a deletion that is not undone is sent and becomes final', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'hola' });
  const deletion = ana.room.messages.deleteSoon(id, 20);
  expect(await deletion.done).toMatchObject({ id, text: '', deletedAt: expect.any(Number) });
  expect(deletion.undo()).toBe(false);
  await eventually(() => expect(texts(ben.room)).toEqual(['']));
});

test('a rejected deletion shows the message again', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const { id } = await ana.room.messages.send({ text: 'de Ana' });
  await eventually(() => expect(texts(ben.room)).toEqual(['de Ana']));
  const { done } = ben.room.messages.deleteSoon(id, 0);
  expect(texts(ben.room)).toEqual(['']);
  await expect(done).rejects.toMatchObject({ code: 'forbidden' });
  expect(texts(ben.room)).toEqual(['de Ana']);
});

test('leaving or closing ends the undo: the pending deletion is sent at once', async () => {
  const ana = await joined('Ana');
  const ben = await joined('Ben');
  const one = await ana.room.messages.send({ text: 'uno' });
  const two = await ana.room.messages.send({ text: 'dos' });
  ana.room.messages.deleteSoon(one.id, long);
  await ana.room.leave();
  await eventually(() => expect(texts(ben.room)).toEqual(['', 'dos']));
  await ana.room.join();
  ana.room.messages.deleteSoon(two.id, long);
  await ana.client.close();
  await eventually(() => expect(texts(ben.room)).toEqual(['', '']));
});
