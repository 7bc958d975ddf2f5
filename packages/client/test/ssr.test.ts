import { createChatClient } from '@chat/client';
import { expect, test } from 'vitest';

test('creating a client during server-side rendering has no side effects', async () => {
  const client = createChatClient();
  const room = client.room('cita-42');
  expect(client.status).toBe('idle');
  expect(room.messages.get()).toEqual({ items: [], gaps: [], hasOlder: false, loaded: false });
  expect(room.state.get()).toMatchObject({ status: 'idle', room: null, error: null });
  expect(client.rooms.get()).toEqual({ items: [], hasMore: false, loaded: false });
  await client.close();
  await expect(client.connect()).rejects.toMatchObject({ code: 'disconnected' });
});

test('outside a page there is no default URL', async () => {
  const client = createChatClient({ name: 'Ana' });
  await expect(client.connect()).rejects.toMatchObject({ code: 'invalid', field: 'url' });
  await client.close();
});
