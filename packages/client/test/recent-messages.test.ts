// A room that was open before is shown before the server has answered: real clients and a real server.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { ChatClientOptions, ChatRoom, ClientStorage } from '@chat/client';
import type { Message } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import { memoryStorage } from '../src/platform/client-storage.ts';
import { encryptedRoom } from './encryption/encrypted-room.ts';
import { eventually, withServer, type Rig } from './with-server.ts';

/** What the client uses of a page. */
beforeEach(() => {
  vi.stubGlobal(
    'document',
    Object.assign(new EventTarget(), { visibilityState: 'visible', hasFocus: () => true }),
  );
  vi.stubGlobal('window', new EventTarget());
});

const start = async (options: ChatServerOptions = {}): Promise<Rig> => {
  const rig = await withServer(options);
  onTestFinished(rig.close);
  return rig;
};
const texts = (room: ChatRoom): string[] => room.messages.get().items.map(({ text }) => text);
const keysIn = async (storage: ClientStorage): Promise<string[]> =>
  (await storage.list('recent:')).map(({ key }) => key);
/** Waits until the device has kept this room alone, with its newest message. */
const isKept = (storage: ClientStorage, room: ChatRoom): Promise<unknown> =>
  eventually(async () => {
    const kept = (await storage.list('recent:')).map(
      ({ value }) => (value as { messages: Message[] }).messages,
    );
    expect(kept.map((messages) => messages.at(-1)?.id)).toEqual([room.messages.get().items.at(-1)?.id]);
  });

const visit = async (rig: Rig, storage: ClientStorage, more: ChatClientOptions = {}) => {
  const client = rig.client({ name: 'Ana', storage, ownConnection: true, ...more });
  const room = client.room('plaza');
  await room.join();
  return { client, room };
};

test('offline, a room that was open shows its newest messages, its title and what is unread', async () => {
  const rig = await start();
  const storage = memoryStorage();
  const luis = rig.chat.as({ id: 'luis', name: 'Luis' });
  await luis.call('room:create', { roomId: 'plaza', title: 'La plaza' });
  await luis.call('room:join', { roomId: 'plaza' });
  for (let n = 1; n <= 60; n++)
    await luis.call('message:send', { roomId: 'plaza', id: randomUUID(), text: `${n}` });
  const { client, room } = await visit(rig, storage);
  while (room.messages.get().hasOlder) await room.messages.loadOlder();
  await room.messages.send({ text: 'mía' });
  await luis.call('message:send', { roomId: 'plaza', id: randomUUID(), text: 'nuevo' });
  await eventually(() => expect(texts(room).at(-1)).toBe('nuevo'));
  const unread = room.receipts.get().unread;
  await isKept(storage, room);
  await client.close();
  await rig.stop();

  const again = rig.client({ name: 'Ana', storage, ownConnection: true }).room('plaza');
  const joining = again.join();
  await eventually(() => expect(texts(again)).toHaveLength(50));
  expect(texts(again).slice(-3)).toEqual(['60', 'mía', 'nuevo']);
  expect(again.messages.get().items.at(-2)).toMatchObject({ mine: true, status: 'sent' });
  expect(again.messages.get()).toMatchObject({ loaded: true, hasOlder: true });
  expect(again.state.get()).toMatchObject({ status: 'joining', room: { title: 'La plaza' } });
  expect(again.receipts.get().unread).toBe(unread);
  const written = again.messages.send({ text: 'sin red' });

  await rig.start();
  await Promise.all([joining, written]);
  expect(again.state.get().status).toBe('joined');
  await eventually(() => expect(texts(again).at(-1)).toBe('sin red'));
});

test('what the server says replaces it: deleted messages go', async () => {
  const rig = await start();
  const storage = memoryStorage();
  const { client, room } = await visit(rig, storage);
  const first = await room.messages.send({ text: 'uno' });
  await room.messages.send({ text: 'dos' });
  await isKept(storage, room);
  await client.close();
  const root = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await root.call('message:delete', { roomId: 'plaza', messageId: first.id });
  const { room: again } = await visit(rig, storage);
  expect(texts(again).filter((text) => text !== '')).toEqual(['dos']);
});

test('another user of the device sees nothing of it, nor does one who cannot be told yet', async () => {
  const rig = await start({ authenticate: ({ token = '' }) => ({ id: token, name: token }) });
  const storage = memoryStorage();
  const { client, room } = await visit(rig, storage, { token: 'ana' });
  await room.messages.send({ text: 'un secreto' });
  await isKept(storage, room);
  await client.close();
  await rig.stop();

  const other = rig.client({ token: 'bob', storage, ownConnection: true }).room('plaza');
  const unknown = rig.client({ storage, ownConnection: true }).room('plaza');
  const same = rig.client({ token: 'ana', storage, ownConnection: true }).room('plaza');
  for (const each of [other, unknown, same]) each.join().catch(() => {});
  await eventually(() => expect(texts(same)).toEqual(['un secreto']));
  expect([texts(other), texts(unknown)]).toEqual([[], []]);
});

test('a device keeps nothing of ephemeral rooms and of rooms that are closed to the user, and nothing expired', async () => {
  const rig = await start();
  const storage = memoryStorage();
  const root = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await root.call('room:create', { roomId: 'plaza', retention: { days: 1 } });
  await root.call('room:create', { roomId: 'nube', retention: 'ephemeral' });
  const { client, room } = await visit(rig, storage);
  const cloud = client.room('nube');
  await cloud.join();
  await Promise.all([room, cloud].map((each) => each.messages.send({ text: 'hola' })));
  await isKept(storage, room);
  expect((await keysIn(storage))[0]).toContain('plaza');
  await rig.stop();
  const later = rig.client({
    name: 'Ana',
    storage,
    ownConnection: true,
    now: () => Date.now() + 2 * 86_400_000,
  });
  const old = later.room('plaza');
  old.join().catch(() => {});
  await eventually(() => expect(old.messages.get().loaded).toBe(true));
  expect(texts(old)).toEqual([]);
  await later.close();

  await rig.start();
  await eventually(() => expect(room.state.get().status).toBe('joined'));
  await rig.chat
    .as({ id: 'root', name: 'Root', role: 'admin' })
    .call('member:ban', { roomId: 'plaza', userId: client.user?.id ?? '' });
  await eventually(async () => expect(await keysIn(storage)).toEqual([]));
});

test('forgetting the device forgets it too, and of many rooms the last thirty are kept', async () => {
  const rig = await start();
  const storage = memoryStorage();
  for (let n = 0; n < 40; n++) await storage.set(`recent:["elsewhere","x","r${n}"]:`, { v: 1, savedAt: n });
  const { client, room } = await visit(rig, storage);
  await room.messages.send({ text: 'hola' });
  await eventually(async () => {
    expect(await keysIn(storage)).toHaveLength(30);
  });
  expect(await keysIn(storage)).not.toContain('recent:["elsewhere","x","r10"]:');
  await room.messages.send({ text: 'and one more, not saved yet' });
  await client.data.forgetDevice();
  expect((await keysIn(storage)).filter((key) => key.includes('plaza'))).toEqual([]);
});

test('of an encrypted room no text is kept, and the keys of the device read it offline', async () => {
  const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob']);
  const storage = memoryStorage();
  const room = await open('ann', { storage });
  await room.messages.send({ text: 'un secreto' });
  await isKept(storage, room);
  expect(JSON.stringify(await storage.list('recent:'))).not.toContain('secreto');
  await clientOf(room).close();
  await rig.stop();
  const again = rig.client({ token: 'ann', storage, ownConnection: true }).room(roomId);
  again.join().catch(() => {});
  await eventually(() => expect(texts(again)).toEqual(['un secreto']));
  await rig.start();
});
