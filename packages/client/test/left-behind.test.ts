// Messages that still wait when their room is over for us are refused, and say so.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer();
});
afterEach(() => rig.close());

test.each(['is left', 'is refused'])('what waits for a join fails when the room %s', async (how) => {
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
});
