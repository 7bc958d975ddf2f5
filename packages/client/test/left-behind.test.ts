// Messages that are queued when the user loses their room fail, unless they turn out to be stored.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChatClient } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer();
});
afterEach(() => rig.close());

test.each(['is left', 'is refused'])(
  'a message that waits for a join fails when the room %s',
  async (how) => {
    const admin = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
    await admin.call('room:create', { roomId: 'r', type: how === 'is left' ? 'public' : 'private' });
    const client = rig.client({ name: 'Ana' });
    await client.connect();
    const room = client.room('r');
    const joining = room.join().catch(() => undefined);
    const sending = room.messages.send({ text: 'hola' }).catch(() => undefined);
    if (how === 'is left') await room.leave();
    await joining;
    await eventually(() =>
      expect(room.messages.get().items).toMatchObject([{ text: 'hola', status: 'failed' }]),
    );
    await sending;
  },
);

test('a message that failed on this page but was stored by another is not shown as failed', async () => {
  const admin = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  const ana = { id: 'ana', name: 'Ana' };
  await admin.call('room:create', { roomId: 'r', type: 'private', history: 'since-join' });
  const elsewhere = rig.chat.as(ana);
  await elsewhere.call('presence:set', { status: 'online' });
  const room = createChatClient({ session: rig.chat.as(ana) }).room('r');
  await room.messages.send({ text: 'hola' }).catch(() => undefined);
  const [failed] = room.messages.get().items;
  expect(failed).toMatchObject({ text: 'hola', status: 'failed' });

  await admin.call('member:add', { roomId: 'r', userId: 'ana' });
  await elsewhere.call('room:join', { roomId: 'r' });
  await elsewhere.call('message:send', { roomId: 'r', id: failed?.id ?? '', text: 'hola' });
  // She cannot read messages from before she is added again, not even her own.
  await admin.call('member:remove', { roomId: 'r', userId: 'ana' });
  await admin.call('member:add', { roomId: 'r', userId: 'ana' });
  await room.join();
  expect(room.messages.get().items).toEqual([]);
});
