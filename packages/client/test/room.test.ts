import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer();
});
afterEach(() => rig.close());

const texts = (room: ChatRoom) => room.messages.get().items.map((item) => item.text);
const joined = async (name: string, roomId = 'cita-42') => {
  const client = rig.client({ name });
  const room = client.room(roomId);
  await room.join();
  return { client, room };
};
const admin = () => rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });

describe('messages', () => {
  test('are shown at once, then stored, and shown to others', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const sending = ana.room.messages.send({ text: 'hola' });
    expect(ana.room.messages.get().items).toMatchObject([
      { text: 'hola', mine: true, author: { name: 'Ana' } },
    ]);
    const sent = await sending;
    expect(sent).toMatchObject({ seq: 1, text: 'hola' });
    expect(ana.room.messages.get().items).toMatchObject([
      { id: sent.id, status: 'sent', mine: true, seq: 1 },
    ]);
    await eventually(() => expect(texts(ben.room)).toEqual(['hola']));
    expect(ben.room.messages.get().items[0]).toMatchObject({ mine: false, status: 'sent' });
  });

  test('keep their order in a burst, without duplicates', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const words = Array.from({ length: 30 }, (_, index) => `word ${index}`);
    let lists = 0;
    ana.room.messages.subscribe(({ items }) => {
      lists++;
      expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
    });
    await Promise.all(words.map((text) => ana.room.messages.send({ text })));
    expect(texts(ana.room)).toEqual(words);
    await eventually(() => expect(texts(ben.room)).toEqual(words));
    expect(lists).toBeLessThan(30 * 4);
  });

  test('are edited and deleted, leaving a tombstone', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const one = await ana.room.messages.send({ text: 'uno' });
    const two = await ana.room.messages.send({ text: 'dos' });
    await ana.room.messages.edit(one.id, 'UNO');
    await ana.room.messages.delete(two.id);
    expect(texts(ana.room)).toEqual(['UNO', '']);
    await eventually(() => expect(texts(ben.room)).toEqual(['UNO', '']));
    expect(ben.room.messages.get().items[1]?.deletedAt).toBeTypeOf('number');
  });

  test('load page by page, until there are no more', async () => {
    const session = admin();
    await session.call('room:join', { roomId: 'cita-42' });
    for (let seq = 1; seq <= 120; seq++) {
      const id = `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
      await session.call('message:send', { roomId: 'cita-42', id, text: `m${seq}` });
    }
    const { room } = await joined('Ana');
    expect(room.messages.get()).toMatchObject({ loaded: true, hasOlder: true, gaps: [] });
    const [one, two] = await Promise.all([room.messages.loadOlder(), room.messages.loadOlder()]);
    expect([one, two]).toEqual([true, true]);
    expect(room.messages.get().items).toHaveLength(100);
    await room.messages.loadOlder();
    expect(room.messages.get()).toMatchObject({ hasOlder: false });
    expect(texts(room)).toEqual(Array.from({ length: 120 }, (_, index) => `m${index + 1}`));
    expect(await room.messages.loadOlder()).toBe(false);
    const page = await room.messages.around(20, 5);
    expect(page.messages.map(({ seq }) => seq)).toContain(20);
    expect(room.messages.get().items).toHaveLength(120);
  });

  test('are shown as failed if rejected, until discarded', async () => {
    const { room } = await joined('Ana');
    await expect(room.messages.send({ text: ' '.repeat(3) })).rejects.toMatchObject({ code: 'invalid' });
    const [failed] = room.messages.get().items;
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'invalid' } });
    await room.messages.send({ text: 'hola' });
    room.messages.discard(failed!.id);
    expect(texts(room)).toEqual(['hola']);
  });

  test('keep the same item object until they change', async () => {
    const { room } = await joined('Ana');
    await room.messages.send({ text: 'uno' });
    const [before] = room.messages.get().items;
    await room.messages.send({ text: 'dos' });
    expect(room.messages.get().items[0]).toBe(before);
  });
});

describe('members', () => {
  test('appear with their status, and disappear when they leave', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    await eventually(() => expect(ana.room.presence.get().occupancy).toBe(2));
    expect(ana.room.members.get().items.map(({ user }) => user.name)).toEqual(['Ana', 'Ben']);
    await ben.room.presence.set('busy', { text: 'al teléfono' });
    await eventually(() =>
      expect(ana.room.presence.get().users.find(({ user }) => user.name === 'Ben')).toMatchObject({
        status: 'busy',
        statusText: 'al teléfono',
      }),
    );
    await ben.room.leave();
    await eventually(() =>
      expect(ana.room.members.get().items.map(({ user }) => user.name)).toEqual(['Ana']),
    );
    expect(ana.room.presence.get().occupancy).toBe(1);
  });

  test('are shown as typing until they send or stop', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const typing = () => ana.room.typing.get().users.map(({ name }) => name);
    ben.room.typing.start();
    await eventually(() => expect(typing()).toEqual(['Ben']));
    expect(ben.room.typing.get()).toEqual({ users: [], count: 0 });
    await ben.room.messages.send({ text: 'ya' });
    await eventually(() => expect(typing()).toEqual([]));
    ben.room.typing.start();
    await eventually(() => expect(typing()).toEqual(['Ben']));
    ben.room.typing.stop();
    await eventually(() => expect(ana.room.typing.get()).toEqual({ users: [], count: 0 }));
  });

  test('are shown as typing to users who join meanwhile', async () => {
    const ben = await joined('Ben');
    ben.room.typing.start();
    const clara = await joined('Clara');
    await eventually(() => expect(clara.room.typing.get().users).toMatchObject([{ name: 'Ben' }]));
    ben.room.typing.start(); // as with every key
    const ana = await joined('Ana');
    await eventually(() => expect(ana.room.typing.get().users).toMatchObject([{ name: 'Ben' }]));
  });

  test('leave the room with a reason if banned', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    await eventually(() => expect(ana.room.members.get().items).toHaveLength(2));
    await admin().call('member:ban', { roomId: 'cita-42', userId: ben.client.user!.id });
    await eventually(() => expect(ben.room.state.get().status).toBe('left'));
    expect(ben.room.state.get().error).toMatchObject({ code: 'forbidden', reason: 'banned' });
    await eventually(() => expect(ana.room.members.get().items).toHaveLength(1));
    await expect(ben.room.join()).rejects.toMatchObject({ code: 'forbidden', reason: 'banned' });
    expect(ben.room.state.get().status).toBe('left');
  });

  test('know their current rights', async () => {
    await joined('Ana'); // owns the room, having come first
    const { client, room } = await joined('Ben');
    expect(room.state.get().can?.['message:send']).toBe(true);
    const userId = client.user!.id;
    await admin().call('member:mute', { roomId: 'cita-42', userId, until: Date.now() + 3_000 });
    await eventually(() => expect(room.state.get().can?.['message:send']).toBe(false));
    await eventually(() => expect(room.state.get().can?.['message:send']).toBe(true));
    await admin().call('room:update', { roomId: 'cita-42', frozen: true });
    await eventually(() => expect(room.state.get().can?.['message:send']).toBe(false));
    expect(room.state.get().room?.frozen).toBe(true);
  });

  test('cannot take a name that is in use in the room', async () => {
    await joined('Ana');
    const other = rig.client({ name: 'ana', storage: false }).room('cita-42');
    await expect(other.join()).rejects.toMatchObject({ code: 'conflict', reason: 'name_taken' });
  });
});

describe('receipts', () => {
  test('count the messages of others above the read marker', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    await ben.room.messages.send({ text: 'mine' });
    for (const text of ['a', 'b', 'c']) await ana.room.messages.send({ text });
    await eventually(() => expect(ben.room.receipts.get().unread).toBe(3));
    ben.room.receipts.read(3);
    expect(ben.room.receipts.get()).toMatchObject({ readSeq: 3, unread: 1 });
    await eventually(() => expect(ana.room.receipts.get().others[ben.client.user!.id]?.seq).toBe(3));
    ben.room.receipts.read(1);
    expect(ben.room.receipts.get().readSeq).toBe(3);
    ben.room.receipts.read();
    expect(ben.room.receipts.get()).toMatchObject({ readSeq: 4, unread: 0 });
    await eventually(() => expect(ana.room.receipts.get().others[ben.client.user!.id]?.seq).toBe(4));
  });

  test('are in the room list', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    await ben.client.rooms.load();
    await ana.room.messages.send({ text: 'hola' });
    await eventually(() =>
      expect(ben.client.rooms.get().items).toMatchObject([{ unread: 1, lastMessage: { text: 'hola' } }]),
    );
  });
});

describe('a room', () => {
  test('needs one leave for each join', async () => {
    const { client, room } = await joined('Ana');
    expect(client.room('cita-42')).toBe(room);
    await room.join();
    await room.leave();
    expect(room.state.get().status).toBe('joined');
    await room.leave();
    expect(room.state.get().status).toBe('idle');
    await room.join();
    expect(room.state.get().status).toBe('joined');
  });

  test('emits every event in order', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const heard: string[] = [];
    ben.room.on('message:created', ({ message }) => heard.push(message.text));
    const stop = ben.room.on('message:updated', ({ message }) => heard.push(message.text));
    const sent = await ana.room.messages.send({ text: 'uno' });
    await ana.room.messages.edit(sent.id, 'UNO');
    await eventually(() => expect(heard).toEqual(['uno', 'UNO']));
    stop();
    await ana.room.messages.edit(sent.id, 'Uno');
    await eventually(() => expect(texts(ben.room)).toEqual(['Uno']));
    expect(heard).toEqual(['uno', 'UNO']);
  });

  test('can be changed and ended, and is read-only then', async () => {
    const { room } = await joined('Ana');
    const session = admin();
    await session.call('room:update', { roomId: 'cita-42', title: 'Cita' });
    await eventually(() => expect(room.state.get().room?.title).toBe('Cita'));
    await session.call('room:end', { roomId: 'cita-42' });
    await eventually(() => expect(room.state.get().room?.phase).toBe('ended'));
    await expect(room.messages.send({ text: 'tarde' })).rejects.toMatchObject({ reason: 'room_ended' });
    await expect(room.settings.update({ title: 'x' })).rejects.toMatchObject({ name: 'ChatError' });
  });
});
