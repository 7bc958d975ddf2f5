// A page that comes back names its connection of before: the server is done with that one, and with nobody else's.
import { expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const disconnected = ({ socket }: Peer) =>
  new Promise<string>((resolve) => socket.once('disconnect', (reason) => resolve(reason)));

test('the connection that a page replaces ends, and stays present as the same person', async () => {
  const { url } = await startServer({ authenticate: () => ({ id: 'ana', name: 'Ana' }) });
  const before = await connect(url);
  await before.call('room:join', { roomId: 'r' });
  const ended = disconnected(before);
  const after = await connect(url, { name: 'Ana', replaces: before.socket.id ?? '' });
  expect(await ended).toBe('io server disconnect');
  const { occupancy } = await after.call('room:join', { roomId: 'r' });
  expect(occupancy).toBe(1);
});

test('nobody ends the connection of another', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const luis = await connect(url, { name: 'Luis', replaces: ana.socket.id ?? '' });
  await luis.call('room:join', { roomId: 'r' });
  await luis.call('message:send', message('r', 'hola'));
  await ana.until(({ type }) => type === 'message:created');
  expect(ana.socket.connected).toBe(true);
});
