import { afterEach, expect, test } from 'vitest';
import type { ChatClient } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
afterEach(() => rig.close());

const roomOf = async (client: ChatClient) => {
  const room = client.room('r');
  await room.join();
  return room;
};

test('unread mentions follow sends, edits, deletions and reads, and equal a fresh snapshot', async () => {
  rig = await withServer();
  const [ana, bea] = [rig.client({ name: 'Ana' }), rig.client({ name: 'Bea' })];
  const [anas, beas] = [await roomOf(ana), await roomOf(bea)];
  const beaId = bea.user?.id ?? '';
  const seen = () => beas.receipts.get().mentionSeqs;
  const say = (content = {}) => anas.messages.send({ text: 'hola', ...content });
  const toBea = { mentions: [beaId] };

  const first = await say(toBea);
  const second = await say();
  await say({ mentionsAll: true });
  await beas.messages.send({ text: 'yo', ...toBea });
  await eventually(() => expect(seen()).toEqual([1, 3]));
  await anas.messages.edit(second.id, 'tú', toBea);
  await eventually(() => expect(seen()).toEqual([1, 2, 3]));
  await ana.call('message:delete', { roomId: 'r', messageId: first.id });
  await eventually(() => expect(seen()).toEqual([2, 3]));
  expect(beas.receipts.get().unreadMentions).toBe(2);
  expect(bea.rooms.get().items[0]?.unreadMentions).toBe(2);

  // The same from the store, for a page of the same person that comes later.
  const fresh = await bea.call('room:join', { roomId: 'r' });
  expect(fresh.mentionSeqs).toEqual([2, 3]);
});

test('a read marker of another page clears mentions here, also in the room list', async () => {
  rig = await withServer({ authenticate: ({ token }) => ({ id: token ?? '', name: token ?? '' }) });
  const client = (token: string) => rig.client({ token, storage: false });
  const [ana, bea, tab] = [client('ana'), client('bea'), client('bea')];
  const [anas, beas, tabs] = [await roomOf(ana), await roomOf(bea), await roomOf(tab)];
  const toBea = { text: 'hola', mentions: ['bea'] };
  for (let count = 0; count < 3; count++) await anas.messages.send(toBea);
  await eventually(() => expect(tabs.receipts.get().unreadMentions).toBe(3));
  tabs.receipts.read(2);
  expect(tabs.receipts.get().mentionSeqs).toEqual([3]);
  await eventually(() => expect(beas.receipts.get().mentionSeqs).toEqual([3]));

  await bea.call('room:list', {});
  // A page without this room open hears of it by its list.
  const list = client('bea');
  await list.rooms.load();
  expect(list.rooms.get().items[0]).toMatchObject({ unread: 1, unreadMentions: 1 });
  await anas.messages.send(toBea);
  await eventually(() => expect(list.rooms.get().items[0]).toMatchObject({ unread: 2, unreadMentions: 2 }));
  tabs.receipts.read();
  await eventually(() => expect(list.rooms.get().items[0]).toMatchObject({ unread: 0, unreadMentions: 0 }));
});

test('mentions beyond the limit are loaded once the first ones are read', async () => {
  rig = await withServer({
    authenticate: ({ token }) => ({ id: token ?? '', name: token ?? '' }),
    limits: { sendBurst: 1_000 },
  });
  const [ana, bea] = [rig.chat.as({ id: 'ana', name: 'Ana' }), rig.chat.as({ id: 'bea', name: 'Bea' })];
  for (const each of [ana, bea]) await each.call('room:join', { roomId: 'r' });
  const id = (count: number) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  for (let count = 1; count <= 130; count++)
    await ana.call('message:send', { roomId: 'r', id: id(count), text: 'hola', mentions: ['bea'] });
  const beas = await roomOf(rig.client({ token: 'bea', storage: false }));
  expect(beas.receipts.get()).toMatchObject({ unread: 130, unreadMentions: 100 });
  beas.receipts.read(50);
  await eventually(() => expect(beas.receipts.get().unreadMentions).toBe(80));
  expect(beas.receipts.get().mentionSeqs.at(-1)).toBe(130);
});
