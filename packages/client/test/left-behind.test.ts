// Messages that still wait when their room is over for us are refused, and say so.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer();
});
afterEach(() => rig.close());

test.each(['leave', 'removal'])('what waits to be sent fails after a %s', async (how) => {
  const client = rig.client({ name: 'Ana' });
  const room = client.room('r');
  await room.join();
  const admin = rig.chat.as({ id: 'root', name: 'Root', role: 'admin' });
  // The first is on its way, the others wait for it.
  const sends = ['one', 'two', 'three'].map((text) => room.messages.send({ text }).catch(() => undefined));
  if (how === 'leave') await room.leave();
  else await admin.call('member:ban', { roomId: 'r', userId: client.user?.id ?? '' });
  await Promise.all(sends);
  await eventually(() => {
    const statuses = room.messages.get().items.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 'sent' && status !== 'failed')).toEqual([]);
  });
});
