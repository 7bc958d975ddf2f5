// Tabs that share a connection: each behaves as with a connection of its own.
import { expect, test } from 'vitest';
import type { ChatClient } from '@chat/client';
import { textsOf, tokenOf, useTabs } from './tab-rig.ts';
import { eventually } from './with-server.ts';

// Whoever is two is many: the server tells my other connections alone how far I have read.
const { rig, tab, share, left, listed } = useTabs({ receiptOccupancy: 1 });
const statusesOf = (client: ChatClient): string[] => {
  const seen: string[] = [];
  client.on('status', (status) => seen.push(status));
  return seen;
};

test('three tabs of one user switch to one shared connection without a status change', async () => {
  const first = await tab('ana');
  await first.room('r').join();
  const second = await tab('ana');
  const seen = statusesOf(second);
  await second.room('r').join();
  const states: string[] = [];
  second.room('r').state.subscribe(({ status }) => states.push(status));
  await share(1);
  const third = await tab('ana');
  await third.room('r').join();
  await share(1);
  expect(seen).toEqual([]);
  expect(new Set(states)).toEqual(new Set(['joined']));

  const luis = await tab('luis');
  await luis.room('r').join();
  await share(2);
  const heard: string[] = [];
  third.room('r').on('message:created', ({ message }) => heard.push(message.text));
  const texts = ['one', 'two', 'three', 'four'];
  for (const [at, from] of [first, second, third, luis].entries())
    await from.room('r').messages.send({ text: texts[at] ?? '' });
  await eventually(() => {
    for (const each of [first, second, third, luis]) expect(textsOf(each)).toEqual(texts);
  });
  expect(heard).toEqual(texts);
  expect(luis.room('r').presence.get().occupancy).toBe(2);
  luis.room('r').typing.start();
  for (const each of [first, second, third])
    await eventually(() => expect(each.room('r').typing.get().users).toHaveLength(1));
  await expect(third.call('room:get', { roomId: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' });
});

test('if the leading tab closes, the others continue and receive every message once', async () => {
  const first = await tab('ana');
  await first.room('r').join();
  const others = [await tab('ana'), await tab('ana')];
  for (const each of others) await each.room('r').join();
  await share(1);
  const luis = await tab('luis');
  await luis.room('r').join();
  const heard = others.map((each) => {
    const texts: string[] = [];
    each.room('r').on('message:created', ({ message }) => texts.push(message.text));
    return texts;
  });
  await luis.room('r').messages.send({ text: 'before' });
  const closing = first.close();
  const sent = [
    luis.room('r').messages.send({ text: 'meanwhile' }),
    ...others.map((each, at) => each.room('r').messages.send({ text: `from ${at}` })),
  ];
  await closing;
  await Promise.all(sent);
  await share(2);
  await luis.room('r').messages.send({ text: 'after' });
  await eventually(() => {
    for (const texts of heard) expect(texts.at(-1)).toBe('after');
  });
  for (const texts of heard)
    expect(texts.toSorted()).toEqual(['after', 'before', 'from 0', 'from 1', 'meanwhile']);
  for (const each of others) expect(textsOf(each)).toEqual(textsOf(luis));
});

test('a room is left when the last tab leaves it or closes', async () => {
  const [first, second, luis] = [await tab('ana'), await tab('ana'), await tab('luis')];
  await first.room('r').join();
  await second.room('r').join();
  await second.room('q').join();
  await luis.room('r').join();
  await luis.room('q').join();
  await share(2);
  const isThere = (roomId: string) =>
    luis
      .room(roomId)
      .presence.get()
      .users.some(({ user }) => user.id === 'ana');
  await eventually(() => expect(isThere('q')).toBe(true));
  await second.room('r').leave();
  await luis.room('r').messages.send({ text: 'still there?' });
  await eventually(() => expect(textsOf(first)).toEqual(['still there?']));
  expect(textsOf(second)).toEqual([]);
  expect(isThere('r')).toBe(true);
  expect(left()).toEqual([]);
  await first.room('r').leave();
  expect(left()).toEqual(['r']);
  await eventually(() => expect(isThere('r')).toBe(false));
  await second.close();
  await eventually(() => expect(isThere('q')).toBe(false));
  expect(first.status).toBe('online');
});

test('the room list and read marker stay current on a tab that has not joined the room', async () => {
  const [first, second, luis] = [await tab('ana'), await tab('ana'), await tab('luis')];
  await first.room('r').join();
  await second.rooms.load();
  await share(2);
  await luis.room('r').join();
  const summary = () => second.rooms.get().items.find(({ room }) => room.id === 'r');
  const { seq } = await luis.room('r').messages.send({ text: 'news' });
  await eventually(() => expect(summary()).toMatchObject({ unread: 1, lastMessage: { text: 'news' } }));
  expect(first.rooms.get().loaded).toBe(false);
  first.room('r').receipts.read(seq);
  await eventually(() => expect(summary()).toMatchObject({ unread: 0 }));

  await second.room('r').join();
  const next = await luis.room('r').messages.send({ text: 'more' });
  await eventually(() => expect(second.room('r').receipts.get().unread).toBe(1));
  first.room('r').receipts.read(next.seq);
  await eventually(() => expect(second.room('r').receipts.get().unread).toBe(0));
});

test('saved messages, reminders and drafts stay current on a tab that has not joined their room', async () => {
  const [first, second] = [await tab('ana'), await tab('ana')];
  const room = first.room('r');
  await room.join();
  await Promise.all([second.saved.load(), second.reminders.load(), second.drafts.load()]);
  await share(1);
  const { id } = await room.messages.send({ text: 'one' });
  await first.saved.add('r', id);
  await first.reminders.set('r', id, Date.now() + 3_600_000);
  await first.drafts.set('r', 'two');
  await first.drafts.flush();
  const lists = () => [second.saved, second.reminders, second.drafts].map((each) => each.get().items.length);
  await eventually(() => expect(lists()).toEqual([1, 1, 1]));
});

test('a tab that changes its connection reads a loaded room list once', async () => {
  const [first, second] = [await tab('ana'), await tab('ana')];
  await first.room('r').join();
  await share(1);
  await second.rooms.load();
  const before = listed();
  // Calls need a connection of their own.
  await second.call('call:accept', { callId: crypto.randomUUID() }).catch(() => undefined);
  await share(2);
  await eventually(() => expect(listed()).toBeGreaterThan(before));
  await second.call('room:get', { roomId: 'r' });
  expect(listed()).toBe(before + 1);
});

test('a list of direct rooms stays current even if a tab loads it before sharing starts', async () => {
  const luis = await tab('luis');
  await luis.room('r').join();
  const tabOfAna = async (): Promise<ChatClient> => {
    const client = rig().client({ token: tokenOf('ana') });
    // Nothing that shares connections has loaded yet.
    await client.call('room:list', { type: 'direct' });
    return client;
  };
  const first = await tabOfAna();
  await first.room('r').join();
  const room = await luis.rooms.direct('ana');
  await luis.room(room.id).join();
  const shown = (client: ChatClient) => client.rooms.get().items.find((each) => each.room.id === room.id);
  await luis.room(room.id).messages.send({ text: 'one' });
  await eventually(() => expect(shown(first)).toMatchObject({ lastMessage: { text: 'one' } }));

  const second = await tabOfAna();
  await share(2);
  await luis.room(room.id).messages.send({ text: 'two' });
  for (const each of [first, second])
    await eventually(() => expect(shown(each)).toMatchObject({ lastMessage: { text: 'two' } }));
});

test('after a server restart all tabs reconnect and share again', async () => {
  const [first, second] = [await tab('ana'), await tab('ana')];
  await first.room('r').join();
  await second.room('r').join();
  await share(1);
  await rig().stop();
  await eventually(() => expect([first.status, second.status]).toEqual(['reconnecting', 'reconnecting']));
  const sent = second.room('r').messages.send({ text: 'waited' });
  await rig().start();
  await sent;
  await eventually(() => expect([first.status, second.status]).toEqual(['online', 'online']));
  await share(1);
  await eventually(() => expect(textsOf(first)).toEqual(['waited']));
});

test('a user is away when all their tabs are idle', async () => {
  const [first, second, luis] = [await tab('ana'), await tab('ana'), await tab('luis')];
  for (const each of [first, second, luis]) await each.room('r').join();
  await share(2);
  const status = () =>
    luis
      .room('r')
      .presence.get()
      .users.find(({ user }) => user.id === 'ana')?.status;
  await eventually(() => expect(status()).toBe('online'));
  await expect(first.call('presence:idle', { idle: true })).resolves.toEqual({ status: 'online' });
  await expect(second.call('presence:idle', { idle: true })).resolves.toEqual({ status: 'away' });
  await eventually(() => expect(status()).toBe('away'));
  await second.call('presence:idle', { idle: false });
  await eventually(() => expect(status()).toBe('online'));
  // The remaining tab has no user at it.
  await second.close();
  await eventually(() => expect(status()).toBe('away'));
});

test('leaving a private room leaves it on every tab; forgetting a public one does not', async () => {
  const [first, second] = [await tab('ana'), await tab('ana')];
  const { id } = await first.call('room:create', { type: 'private' });
  for (const each of [first, second]) {
    await each.room(id).join();
    await each.room('r').join();
  }
  await share(1);
  await second.room(id).leave();
  await eventually(() => expect(first.room(id).state.get().status).toBe('left'));
  await second.call('room:leave', { roomId: 'r', forget: true });
  await first.room('r').messages.send({ text: 'still here' });
  const luis = await tab('luis');
  await luis.room('r').join();
  await luis.room('r').messages.send({ text: 'and heard' });
  await eventually(() => expect(textsOf(first)).toEqual(['still here', 'and heard']));
});
