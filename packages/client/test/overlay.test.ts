import { memoryStorage } from '@chat/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ storage: memoryStorage() });
});
afterEach(() => rig.close());

test('a host creates a token, gets the address of its page, and revokes it', async () => {
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const { token, overlayId } = await room.overlays.create({ expiresInSeconds: 3_600 });
  const url = await room.overlays.url(token, { show: 'chat', '--chat-accent': 'teal' });
  const { origin, pathname, searchParams } = new URL(url);
  expect([origin, pathname]).toEqual([rig.url, '/chat/overlay']);
  expect(Object.fromEntries(searchParams)).toEqual({
    room: 'r',
    token,
    show: 'chat',
    '--chat-accent': 'teal',
  });
  expect((await fetch(url)).status).toBe(200);
  expect((await room.overlays.list()).map((overlay) => overlay.overlayId)).toEqual([overlayId]);
  // It opens the room, and only that.
  const viewer = rig.client({ token });
  const watched = viewer.room('r');
  await watched.join();
  expect(watched.state.get().can?.['message:send']).toBe(false);
  await room.overlays.revoke(overlayId);
  expect(await room.overlays.list()).toEqual([]);
});
