import type { User } from '@chat/protocol';
import type { ChatServerOptions } from '@chat/server';
import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';
import { storages } from './own-rooms-server.ts';

const people: Record<string, User> = {
  ana: { id: 'ana', name: 'Ana' },
  gus: { id: 'gus', name: 'Gus', guest: true },
  adm: { id: 'adm', name: 'Admin', role: 'admin' },
};
const authenticate = ({ token = '' }) => people[token] ?? { id: token, name: token };
const start = (options: ChatServerOptions = {}) => startServer({ authenticate, ...options });
const tooMany = { code: 'conflict', reason: 'too_many_rooms' };

/** Whether an account, a guest and an admin may create a room with `room:create`, and by joining one. */
const creators = async (options: ChatServerOptions) => {
  const { url } = await start(options);
  const outcomes: Record<string, [string, string]> = {};
  for (const token of Object.keys(people)) {
    const peer = await connect(url, { token });
    const codeOf = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'ok',
        ({ code }: { code: string }) => code,
      );
    outcomes[token] = [
      await codeOf(peer.call('room:create', { roomId: `${token}-made` })),
      await codeOf(peer.call('room:join', { roomId: `${token}-joined` })),
    ];
  }
  return outcomes;
};

test('an option decides who may create rooms, by room:create and by joining', async () => {
  const may = ['ok', 'ok'];
  const no = ['forbidden', 'not_found'];
  const admin = ['ok', 'not_found'];
  expect(await creators({})).toEqual({ ana: may, gus: may, adm: may });
  expect(await creators({ rooms: { autoCreate: false } })).toEqual({ ana: admin, gus: no, adm: admin });
  expect(await creators({ rooms: { create: 'accounts' } })).toEqual({ ana: may, gus: no, adm: may });
  expect(await creators({ rooms: { create: 'admins' } })).toEqual({ ana: no, gus: no, adm: may });
  expect(await creators({ rooms: { create: 'admins', autoCreate: false } })).toEqual({
    ana: no,
    gus: no,
    adm: admin,
  });
  const own = (user: User, { id, type }: { id?: string; type: string }) =>
    type === 'public' && id?.startsWith(user.id) === true && !user.guest;
  expect(await creators({ rooms: { create: own } })).toEqual({ ana: may, gus: no, adm: may });
  await expect(creators({ rooms: { create: 'nobody' as never } })).rejects.toThrow('rooms.create must be');
});

test.each(storages)(
  'a refused join creates no room, and ephemeral rooms count towards the limit, %s',
  async (_, make) => {
    const { url, chat } = await start({
      storage: make(),
      limits: { maxRoomsKept: 3, maxRoomsPerConnection: 2 },
      rooms: { defaults: { retention: 'ephemeral' } },
    });
    const ana = await connect(url, { token: 'ana' });
    const exists = async (roomId: string): Promise<boolean> =>
      chat
        .as({ id: 'adm', name: 'Admin', role: 'admin' })
        .call('room:get', { roomId })
        .then(
          () => true,
          () => false,
        );
    for (const roomId of ['a', 'b']) await ana.call('room:join', { roomId });
    await expect(ana.call('room:join', { roomId: 'c' })).rejects.toMatchObject(tooMany);
    expect(await exists('c')).toBe(false);
    await ana.call('room:leave', { roomId: 'a' });
    await ana.call('room:create', { roomId: 'c', retention: 'forever' });
    for (const roomId of ['d', 'e']) {
      await expect(ana.call('room:join', { roomId })).rejects.toMatchObject(tooMany);
      await expect(ana.call('room:create', { roomId })).rejects.toMatchObject(tooMany);
      expect(await exists(roomId)).toBe(false);
    }
    // She can enter rooms that others created.
    await chat.as({ id: 'bea', name: 'Bea' }).call('room:create', { roomId: 'd' });
    await ana.call('room:join', { roomId: 'd' });
  },
);

test('a repeated room:create returns the room if ifExists asks for it', async () => {
  const { chat, url } = await start();
  const system = chat.as({ id: 'system', name: 'System' });
  const ask = { roomId: 'sala', title: 'Sala', type: 'private', ifExists: 'return' } as const;
  const [room, same] = await Promise.all([system.call('room:create', ask), system.call('room:create', ask)]);
  expect(same).toEqual(room);
  // It is as it was: nothing of the repetition is taken over.
  expect(await system.call('room:create', { ...ask, title: 'Otra', type: 'public' })).toEqual(room);
  await expect(system.call('room:create', { ...ask, ifExists: 'fail' })).rejects.toMatchObject({
    code: 'conflict',
    reason: 'room_exists',
  });
  const ana = await connect(url, { token: 'ana' });
  await expect(ana.call('room:create', ask)).rejects.toMatchObject({ reason: 'room_exists' });
  await expect(ana.call('room:create', { ifExists: 'return' })).rejects.toMatchObject({ field: 'ifExists' });
});

test('ids of private rooms cannot be guessed one by one', async () => {
  let at = 1_000_000;
  const { chat, url } = await start({
    limits: { roomGuessesPerHour: 2, joinBurst: 100 },
    now: () => at,
  });
  const system = chat.as({ id: 'system', name: 'System' });
  for (const roomId of ['s-1', 's-2', 's-3']) await system.call('room:create', { roomId, type: 'private' });
  const ana = await connect(url, { token: 'ana' });
  await expect(ana.call('room:create', { roomId: 's-1' })).rejects.toMatchObject({ reason: 'room_exists' });
  await expect(ana.call('room:join', { roomId: 's-2' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(ana.call('room:create', { roomId: 's-1' })).rejects.toMatchObject({ reason: 'room_exists' });
  // From now on it cannot be told whether there is one.
  const refused = { code: 'rate_limited', retryAfterMs: 1_800_000 };
  for (const roomId of ['s-3', 'nowhere']) {
    await expect(ana.call('room:create', { roomId })).rejects.toMatchObject(refused);
    await expect(ana.call('room:join', { roomId })).rejects.toMatchObject(refused);
  }
  // Rooms without a chosen id, and those that are open to her, are.
  await ana.call('room:join', { roomId: (await ana.call('room:create', {})).id });
  // Guests are as many as an address wants: they are counted together.
  for (const token of ['gus', 'gus', 'gus']) {
    const guest = await connect(url, { token });
    await expect(guest.call('room:create', { roomId: 's-1' })).rejects.toMatchObject({
      reason: 'room_exists',
    });
  }
  people['eva'] = { id: 'eva', name: 'Eva', guest: true };
  const other = await connect(url, { token: 'eva' });
  await expect(other.call('room:create', { roomId: 'nowhere' })).rejects.toMatchObject(refused);
  at += 1_800_001;
  await ana.call('room:create', { roomId: 'nowhere' });
});

test('ephemeral rooms share their memory, edits included', async () => {
  const { chat, url } = await start({
    limits: { ephemeralRoomBytes: 60_000, ephemeralBytes: 120_000 },
    rooms: { defaults: { retention: 'ephemeral' } },
  });
  const ana = await connect(url, { token: 'ana' });
  const bea = chat.as({ id: 'bea', name: 'Bea' });
  const text = 'x'.repeat(1_000);
  const say = async (roomId: string, count: number): Promise<void> => {
    await bea.call('room:join', { roomId });
    for (let sent = 0; sent < count; sent += 1) await bea.call('message:send', message(roomId, text));
  };
  const countOf = async (roomId: string): Promise<number> =>
    (await bea.call('message:list', { roomId, limit: 100 })).messages.length;
  await say('small', 3);
  await ana.call('room:join', { roomId: 'small' });
  await say('a', 40);
  expect(await countOf('a')).toBeLessThan(30);
  await say('b', 40);
  await say('c', 40);
  expect(await countOf('small')).toBe(3);
  const counts = [await countOf('a'), await countOf('b'), await countOf('c')];
  expect(counts.reduce((sum, count) => sum + count)).toBeLessThan(60);
  // The newest are there, and those who are here miss none.
  const { messages } = await ana.call('room:join', { roomId: 'c' });
  expect(messages.at(-1)?.seq).toBe(40);
  const { id: messageId } = await bea.call('message:send', message('c', text));
  for (let edits = 0; edits < 60; edits += 1)
    await bea.call('message:edit', { roomId: 'c', messageId, text: `${edits} ${text}` });
  await ana.until((event) => event.type === 'message:updated' && event.message.text.startsWith('59 '));
  expect(await countOf('c')).toBe(1);
  expect(await countOf('small')).toBe(3);
});
