import { sqliteStorage } from '@chat/server/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({ storage: sqliteStorage(':memory:') });
});
afterEach(() => rig.close());

test('any old message can be reached, and the gap after it fills from both sides', async () => {
  const marta = rig.chat.as({ id: 'marta', name: 'Marta' });
  await marta.call('room:create', { roomId: 'r' });
  const ids: string[] = [];
  for (let index = 1; index <= 400; index++) {
    const id = crypto.randomUUID();
    await marta.call('message:send', { roomId: 'r', id, text: `${index}` });
    ids.push(id);
  }
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const seqs = () => room.messages.get().items.map(({ seq }) => seq);
  expect(seqs()).toHaveLength(50);
  expect(await room.messages.reach(ids[399] ?? '')).toBe(true);
  expect(seqs()).toHaveLength(50);
  expect(await room.messages.reach(ids[99] ?? '')).toBe(true);
  expect(seqs()).toContain(100);
  expect(room.messages.get()).toMatchObject({ gaps: [{ after: 129, before: 351 }], hasOlder: true });

  // The window follows changes in its range, also through a reconnect.
  await marta.call('message:edit', { roomId: 'r', messageId: ids[99] ?? '', text: 'otro' });
  const text = () => room.messages.get().items.find(({ seq }) => seq === 100)?.text;
  await eventually(() => expect(text()).toBe('otro'));
  await room.messages.loadOlder();
  expect(seqs()[0]).toBe(20);

  while (room.messages.get().gaps.length > 0) {
    await room.messages.fill('after');
    await room.messages.fill('before');
  }
  expect(seqs()).toEqual(Array.from({ length: 381 }, (_, index) => index + 20));
  expect(await room.messages.fill('after')).toBe(false);
  await expect(room.messages.reach(crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
