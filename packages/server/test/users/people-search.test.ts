import { expect, test, vi } from 'vitest';
import { connect, startServer, type Peer } from '../chat/harness.ts';
import { rest, storages } from '../files/file-fixtures.ts';
import { roomOf } from './people-fixtures.ts';

const namesOf = ({ users }: { users: { user: { name: string } }[] }) => users.map(({ user }) => user.name);

test.each(storages)('a search finds users by the words of their names, in %s', async (_, make) => {
  const names = ['Zoe', 'José Álvarez', 'Alvaro Pérez', 'Ana Anaya', 'Luis'];
  const { url, peers } = await roomOf(names, { storage: make() });
  const [zoe] = peers as [Peer];
  const search = async (query: string) => namesOf(await zoe.call('user:search', { query }));
  expect(await search('ALV')).toEqual(['José Álvarez', 'Alvaro Pérez']);
  expect(await search('alv jos')).toEqual(['José Álvarez']);
  expect(await search('an')).toEqual(['Ana Anaya']);
  expect(await search('zoe')).toEqual([]);
  expect(await search(' … ')).toEqual([]);
  const bySocket = await zoe.call('user:search', { query: 'luis' });
  expect(bySocket).toEqual({
    users: [{ user: peers[4]?.hello.user, status: 'online' }],
    hasMore: false,
  });
  const byRest = await rest(url, zoe.hello.token, 'GET', '/users?query=luis');
  expect(byRest).toMatchObject({ status: 200, body: bySocket });
});

test.each(storages)(
  'users who share no room are not found, nor revealed by a page or a cursor, in %s',
  async (_, make) => {
    const { url, peers } = await roomOf(['Zoe', 'Ana 1', 'Ana 3'], { storage: make() });
    const [zoe, one, three] = peers as [Peer, Peer, Peer];
    for (const name of ['Ana 0', 'Ana 2', 'Ana 4']) {
      const stranger = await connect(url, { name });
      await stranger.call('room:join', { roomId: 'elsewhere' });
    }
    const known = new Set([one, three].map(({ hello }) => hello.user.id));
    const first = await zoe.call('user:search', { query: 'ana', limit: 1 });
    expect(first).toMatchObject({ hasMore: true, cursor: `ana ${first.users[0]?.user.id}` });
    const cursor = first.cursor ?? '';
    const second = await zoe.call('user:search', { query: 'ana', limit: 1, cursor });
    expect(second.hasMore).toBe(false);
    expect(second.cursor).toBe(undefined);
    expect(new Set([...first.users, ...second.users].map(({ user }) => user.id))).toEqual(known);
    const refused = { code: 'invalid', field: 'cursor' };
    await expect(zoe.call('user:search', { query: 'luis', cursor })).rejects.toMatchObject(refused);

    // Users who left are still known.
    three.socket.disconnect();
    expect(namesOf(await zoe.call('user:search', { query: 'ana' })).sort()).toEqual(['Ana 1', 'Ana 3']);
  },
);

test.each(storages)(
  'an empty query lists an open directory by name, and nobody else, in %s',
  async (_, make) => {
    const storage = make();
    const open = await startServer({ storage, profiles: { openDirectory: true } });
    const closed = await startServer({ storage: make() });
    for (const { url } of [open, closed])
      for (const name of ['José Álvarez', 'Bea', 'Zoe Ana']) await connect(url, { name });
    const zoe = await connect(open.url, { name: 'Zoe' });
    // The application is not listed: users cannot write to it.
    open.chat.as({ id: 'staff', name: 'Acme', role: 'admin' });
    await vi.waitFor(async () => expect((await storage.users.get('staff'))?.user.name).toBe('Acme'));
    // Each user once, by the first of their words in the alphabet.
    expect(namesOf(await zoe.call('user:search', { query: ' ' }))).toEqual([
      'José Álvarez',
      'Zoe Ana',
      'Bea',
    ]);
    const first = await zoe.call('user:search', { query: '', limit: 2 });
    expect([namesOf(first), first.hasMore]).toEqual([['José Álvarez', 'Zoe Ana'], true]);
    const second = await zoe.call('user:search', { query: '', cursor: first.cursor ?? '' });
    expect([namesOf(second), second.hasMore]).toEqual([['Bea'], false]);
    expect(namesOf(await zoe.call('user:search', { query: '…' }))).toEqual([]);
    const stranger = await connect(closed.url, { name: 'Zoe' });
    expect(await stranger.call('user:search', { query: '' })).toEqual({ users: [], hasMore: false });
  },
);

test('user searches have a rate limit of their own, the same by socket and by REST', async () => {
  const { url, peers } = await roomOf(['Zoe', 'Ana'], {
    limits: { searchesPerSecond: 0.01, searchBurst: 2 },
  });
  const [zoe] = peers as [Peer];
  await zoe.call('message:searchAll', { q: 'hola' });
  await zoe.call('user:search', { query: 'ana' });
  await zoe.call('user:search', { query: 'ana' });
  await expect(zoe.call('user:search', { query: 'ana' })).rejects.toMatchObject({
    code: 'rate_limited',
    message: 'too many searches: at most 0.01 a second',
  });
  expect(await rest(url, zoe.hello.token, 'GET', '/users?query=ana')).toMatchObject({ status: 429 });
});

test.each(storages)('a longer query finds a user behind many strangers, in %s', async (_, make) => {
  const storage = make();
  const { peers } = await roomOf(['Zoe', 'Ana Quintana'], { storage });
  const [zoe] = peers as [Peer];
  for (let n = 0; n < 600; n++) await storage.users.put({ user: { id: `!${n}`, name: 'Ana' } });
  expect(await zoe.call('user:search', { query: 'ana' })).toEqual({ users: [], hasMore: false });
  expect(namesOf(await zoe.call('user:search', { query: 'ana quin' }))).toEqual(['Ana Quintana']);
});
