import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatClient, ChatRoom, ClientStorage } from '@chat/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-'));
  rig = await withServer({ storage: join(folder, 'chat.db'), limits: { resumeChanges: 100 } });
});
afterEach(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const texts = (room: ChatRoom) => room.messages.get().items.map((item) => item.text);
const joined = async (name: string) => {
  // Short pauses: the test is about behaviour, not about time.
  const client = rig.client({ name, random: () => 0 });
  const room = client.room('r');
  await room.join();
  return { client, room };
};
const online = (client: ChatClient) => eventually(() => expect(client.status).toBe('online'));
/** Resolves when the client has noticed. Ask before anything else has had a turn. */
const lost = (client: ChatClient) =>
  new Promise<void>((resolve) => client.on('status', (status) => status === 'reconnecting' && resolve()));
const status = (room: ChatRoom) => room.state.get().status;
const socketsOf = (name: string) =>
  [...rig.chat.io.sockets.sockets.values()].filter(
    ({ data }) => (data as { identity: { user: { name: string } } }).identity.user.name === name,
  );
/** The network goes, as seen from the server. */
const cut = (name: string) => {
  for (const socket of socketsOf(name)) socket.conn.close();
};

describe('after the connection was lost', () => {
  test('the view is stale, then has the missed messages, each once', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const heard: string[] = [];
    ben.room.on('message:created', ({ message }) => heard.push(message.text));
    await ana.room.messages.send({ text: 'uno' });
    const edited = await ana.room.messages.send({ text: 'dos' });
    await eventually(() => expect(texts(ben.room)).toEqual(['uno', 'dos']));
    cut('Ben');
    await lost(ben.client);
    expect(status(ben.room)).toBe('stale');
    await ana.room.messages.edit(edited.id, 'DOS');
    await ana.room.messages.send({ text: 'tres' });
    await eventually(() => expect(texts(ben.room)).toEqual(['uno', 'DOS', 'tres']));
    expect(status(ben.room)).toBe('joined');
    expect(heard).toEqual(['uno', 'dos', 'tres']);
    expect(ben.room.state.get().since).toEqual(ana.room.state.get().since);
  });

  test('a guest keeps their user id', async () => {
    const { client } = await joined('Ana');
    const before = client.user;
    cut('Ana');
    await lost(client);
    await online(client);
    expect(client.user).toEqual(before);
  });

  test('messages written offline are sent in order', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    cut('Ana');
    await lost(ana.client);
    const sent = ['a', 'b', 'c'].map((text) => ana.room.messages.send({ text }));
    expect(ana.room.messages.get().items.map((item) => item.status)).toEqual(['queued', 'queued', 'queued']);
    await Promise.all(sent);
    await eventually(() => expect(texts(ben.room)).toEqual(['a', 'b', 'c']));
    expect(texts(ana.room)).toEqual(['a', 'b', 'c']);
  });

  test('messages whose response was lost are not sent twice', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    const words = Array.from({ length: 25 }, (_, index) => `w${index}`);
    const sent = words.map((text) => ana.room.messages.send({ text }));
    for (const index of [3, 9, 15]) {
      await sent[index];
      cut('Ana');
    }
    await Promise.all(sent);
    expect(texts(ana.room)).toEqual(words);
    await eventually(() => expect(texts(ben.room)).toEqual(words));
  });

  test('too many missed messages for a resume are fetched again, without a gap', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    for (let index = 1; index <= 3; index++) await ana.room.messages.send({ text: `m${index}` });
    await eventually(() => expect(texts(ben.room)).toHaveLength(3));
    const userId = ben.client.user!.id;
    cut('Ben');
    const session = rig.chat.as({ id: 'bot', name: 'Bot', bot: true });
    await session.call('room:join', { roomId: 'r' });
    for (let index = 4; index <= 160; index++) {
      const id = `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
      await session.call('message:send', { roomId: 'r', id, text: `m${index}` });
    }
    await online(ben.client);
    await eventually(() => expect(texts(ben.room)).toHaveLength(160));
    expect(texts(ben.room)).toEqual(Array.from({ length: 160 }, (_, index) => `m${index + 1}`));
    expect(ben.room.messages.get().gaps).toEqual([]);
    expect(ben.client.user?.id).toBe(userId);
  });
});

describe('after the server was restarted', () => {
  test('clients resume, and messages written meanwhile are sent', async () => {
    const ana = await joined('Ana');
    const ben = await joined('Ben');
    await ana.room.messages.send({ text: 'antes' });
    const stopped = rig.stop();
    await lost(ana.client);
    const sent = ana.room.messages.send({ text: 'entretanto' });
    await stopped;
    await rig.start();
    await sent;
    await eventually(() => expect(texts(ben.room)).toEqual(['antes', 'entretanto']));
    expect(ana.room.state.get().since).toEqual(ben.room.state.get().since);
  });

  test('with an empty store, the view is an empty room', async () => {
    const other = await withServer();
    const client = other.client({ name: 'Ana', random: () => 0 });
    const room = client.room('r');
    await room.join();
    await room.messages.send({ text: 'olvidado' });
    const stopped = other.stop();
    await lost(client);
    await stopped;
    await other.start();
    await eventually(() => expect(client.status).toBe('online'));
    await eventually(() => expect(status(room)).toBe('joined'));
    expect(texts(room)).toEqual([]);
    await room.messages.send({ text: 'nuevo' });
    expect(texts(room)).toEqual(['nuevo']);
    await other.close();
  });
});

describe('a connection that the server refuses', () => {
  test('rejects a join with the reason', async () => {
    const client = rig.client();
    await expect(client.room('r').join()).rejects.toMatchObject({
      code: 'unauthenticated',
      reason: 'name_required',
    });
    expect(client.status).toBe('refused');
    expect(client.error).toMatchObject({ reason: 'name_required' });
    await expect(client.call('room:list', {})).rejects.toMatchObject({ reason: 'name_required' });
  });

  test('authenticates again after it was revoked', async () => {
    const { client, room } = await joined('Ana');
    const before = client.user;
    const statuses: string[] = [];
    client.on('status', (next) => statuses.push(next));
    rig.chat.revoke(client.user!.id);
    await eventually(() => expect(statuses).toEqual(['reconnecting', 'online']));
    expect(client.user).toEqual(before);
    await eventually(() => expect(status(room)).toBe('joined'));
  });
});

test('a member who was removed and added again meanwhile sees the same as a new page', async () => {
  const admin = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await admin.call('room:create', { roomId: 'closed', type: 'private', history: 'since-join' });
  const client = rig.client({ name: 'Ana', random: () => 0 });
  await client.connect();
  const ana = { roomId: 'closed', userId: client.user?.id ?? '' };
  await admin.call('member:add', ana);
  const room = client.room('closed');
  await room.join();
  const { id } = await room.messages.send({ text: 'antes' });
  const gone = lost(client);
  // Nobody comes in until she has been let in again.
  let open = () => {};
  const isAdded = new Promise<void>((resolve) => (open = resolve));
  rig.chat.io.use((_socket, next) => void isAdded.then(() => next()));
  cut('Ana');
  await admin.call('member:remove', ana);
  await admin.call('member:add', ana);
  open();
  await gone;
  await eventually(() => expect(status(room)).toBe('joined'));
  expect(texts(room)).toEqual([]);
  await room.messages.edit(id, 'antes, y más');
  expect(texts(room)).toEqual([]);
});

test('a read marker is reported again after the store lost it', async () => {
  const { room } = await joined('Ana');
  const luis = await joined('Luis');
  await room.messages.send({ text: 'hola' });
  await eventually(() => expect(texts(luis.room)).toEqual(['hola']));
  luis.room.receipts.read();
  const marked = (count: number) =>
    eventually(() =>
      expect(Object.values(room.receipts.get().others).flatMap(({ seq }) => seq || [])).toEqual(
        Array(count).fill(1),
      ),
    );
  await marked(1);
  await rig.stop();
  await rm(join(folder, 'chat.db'));
  await rig.start();
  await eventually(() => expect([status(room), status(luis.room)]).toEqual(['joined', 'joined']));
  await room.messages.send({ text: 'otra vez' });
  await eventually(() => expect(texts(luis.room)).toEqual(['otra vez']));
  luis.room.receipts.read();
  await marked(1);
});

test('a reconnecting page names its previous connection, so that the server closes it', async () => {
  const named: unknown[] = [];
  rig.chat.io.use((socket, next) => {
    named.push((socket.handshake.auth as { replaces?: string }).replaces);
    next();
  });
  const { client } = await joined('Ana');
  const [before] = socketsOf('Ana');
  const gone = lost(client);
  cut('Ana');
  await gone;
  await online(client);
  expect(named).toEqual([undefined, before?.id]);
});

test('a page that missed ephemeral events asks for the current state', async () => {
  const { room } = await joined('Ana');
  await joined('Luis');
  const present = (count: number) => eventually(() => expect(room.members.get().occupancy).toBe(count));
  await present(2);
  const [socket] = socketsOf('Ana');
  const told = { roomId: 'r', joined: [], left: [], updated: [], occupancy: 3 };
  socket?.emit('events', [{ type: 'presence:changed', ...told }]);
  await present(3);
  socket?.emit('events', [{ type: 'missed', roomId: 'r' }]);
  await present(2);
});

test('the next message detects a silently dead connection, and arrives once', async () => {
  const ben = await joined('Ben');
  const client = rig.client({ name: 'Ana', random: () => 0, timeoutMs: 400 });
  const room = client.room('r');
  await room.join();
  // The server hears nothing from Ana any more, as behind a router that forgot her.
  for (const socket of socketsOf('Ana')) socket.conn.transport.removeAllListeners('packet');
  await room.messages.send({ text: 'hola' });
  await eventually(() => expect(texts(ben.room)).toEqual(['hola']));
  expect(texts(room)).toEqual(['hola']);
});

test('a message written right after the machine slept arrives once, before a command times out', async () => {
  const ben = await joined('Ben');
  const { room, client } = await joined('Ana');
  const gone = lost(client);
  // Timers stand still meanwhile: the connection is over, and nobody has noticed yet.
  const { now } = Date;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
  const sent = room.messages.send({ text: 'hola' });
  const call = client.call('room:get', { roomId: 'r' });
  await gone;
  clock.mockRestore();
  await expect(call).rejects.toMatchObject({ code: 'disconnected' });
  expect(client.status).toBe('reconnecting');
  await sent;
  await eventually(() => expect(texts(ben.room)).toEqual(['hola']));
});

test('a client without a server rejects commands in time and keeps connecting', async () => {
  const client = rig.client({ url: 'http://127.0.0.1:9', name: 'Ana', timeoutMs: 300 });
  await expect(client.call('room:list', {})).rejects.toMatchObject({ name: 'ChatError' });
  expect(client.status).toBe('connecting');
});

test('a guest joins no room before their token is stored, or a reload would find the name taken', async () => {
  let [began, finish] = [(): void => {}, (): void => {}];
  const storing = new Promise<void>((resolve) => (began = resolve));
  const stored = new Promise<void>((resolve) => (finish = resolve));
  const slow: ClientStorage = {
    get: async () => undefined,
    set: async (key) => {
      if (!key.startsWith('guest:')) return;
      began();
      await stored;
    },
    delete: async () => {},
    list: async () => [],
  };
  const { room: witness } = await joined('Luis');
  const ana = rig.client({ name: 'Ana', storage: slow });
  const joining = ana.room('r').join();
  await storing;
  await witness.messages.send({ text: 'hola' });
  expect(ana.status).toBe('connecting');
  expect(witness.presence.get().occupancy).toBe(1);
  finish();
  await joining;
  await eventually(() => expect(witness.presence.get().occupancy).toBe(2));
});
