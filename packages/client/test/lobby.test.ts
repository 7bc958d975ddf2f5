// The lobby as a client keeps it: it knocks again by itself, and says why a user no longer waits.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

const lobbyWaitMs = 300;
let rig: Rig;
beforeEach(async () => {
  rig = await withServer({
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
    limits: { lobbyWaitMs },
  });
});
afterEach(() => rig.close());

const roomOf = (token: string): ChatRoom => rig.client({ token, storage: false }).room('r');
const stateOf = ({ lobby }: ChatRoom) => [lobby.get().mine?.state, lobby.get().error?.reason];
const waiting = ({ lobby }: ChatRoom) =>
  lobby.get().waiting.map(({ user, messages }) => [user.id, ...messages.map(({ text }) => text)].join(' '));

const hosted = async (): Promise<ChatRoom> => {
  const host = roomOf('host');
  await host.join();
  await host.settings.update({ lobby: true });
  return host;
};

test('a user stays in the lobby as long as the client is there, and enters once admitted', async () => {
  const host = await hosted();
  const ana = roomOf('ana');
  await expect(ana.join()).rejects.toMatchObject({ reason: 'lobby' });
  await ana.lobby.knock();
  await ana.lobby.send('May I?');
  await eventually(() => expect(waiting(host)).toEqual(['ana May I?']));
  const knockedAt = host.lobby.get().waiting[0]?.knockedAt ?? 0;
  await eventually(() => expect(Date.now()).toBeGreaterThan(knockedAt + 2 * lobbyWaitMs));
  await host.lobby.load();
  expect(host.lobby.get().waiting.map((each) => each.knockedAt)).toEqual([knockedAt]);
  await host.lobby.admit('ana');
  await eventually(() => expect(stateOf(ana)).toEqual(['admitted', undefined]));
  await ana.join();
  expect(waiting(host)).toEqual([]);
});

test('a reloaded page waits on in a private room without the code of its link', async () => {
  const host = rig.client({ token: 'host', storage: false });
  await host.call('room:create', { roomId: 'r', type: 'private', lobby: true });
  const { code } = await host.call('invite:create', { roomId: 'r' });
  await roomOf('ana').lobby.knock(code);
  const again = roomOf('ana');
  await expect(again.join()).rejects.toMatchObject({ reason: 'lobby' });
  await again.lobby.knock();
  expect(stateOf(again)).toEqual(['waiting', undefined]);
});

test('a user learns that the room has ended, and no longer knocks', async () => {
  const host = await hosted();
  const ana = roomOf('ana');
  await ana.lobby.knock();
  await host.settings.end();
  await eventually(() => expect(stateOf(ana)).toEqual([undefined, 'room_ended']));
  await expect(ana.lobby.knock()).rejects.toMatchObject({ reason: 'room_ended' });
});
