// A page that reconnects names its previous connection: the server closes that one, but no other user's.
import { expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const disconnected = ({ socket }: Peer) =>
  new Promise<string>((resolve) => socket.once('disconnect', (reason) => resolve(reason)));

test('the replaced connection is closed, and the user stays present', async () => {
  const { url } = await startServer({ authenticate: () => ({ id: 'ana', name: 'Ana' }) });
  const before = await connect(url);
  await before.call('room:join', { roomId: 'r' });
  const ended = disconnected(before);
  const after = await connect(url, { name: 'Ana', replaces: before.socket.id ?? '' });
  expect(await ended).toBe('io server disconnect');
  const { occupancy } = await after.call('room:join', { roomId: 'r' });
  expect(occupancy).toBe(1);
});

test('a user cannot replace the connection of another user', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const luis = await connect(url, { name: 'Luis', replaces: ana.socket.id ?? '' });
  await luis.call('room:join', { roomId: 'r' });
  await luis.call('message:send', message('r', 'hola'));
  await ana.until(({ type }) => type === 'message:created');
  expect(ana.socket.connected).toBe(true);
});
