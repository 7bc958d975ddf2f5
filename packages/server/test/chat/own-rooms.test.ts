import { expect, test } from 'vitest';
import { storages, threePeople } from './own-rooms-server.ts';

test.each(storages)('ephemeral rooms are listed with the others, page by page, over %s', async (_, make) => {
  const { ana, bea, cai, tabOf, rest } = await threePeople(make);
  for (const [roomId, retention] of [
    ['a', 'ephemeral'],
    ['b', 'forever'],
    ['c', 'ephemeral'],
    ['d', 'forever'],
    ['z', 'ephemeral'],
  ] as const) {
    await ana.call('room:create', { roomId, type: 'private', retention });
    await ana.call('member:add', { roomId, userId: bea.id });
  }
  await ana.call('member:remove', { roomId: 'c', userId: bea.id });
  // A page that she opens now has received none of these events.
  const later = await tabOf(bea);
  const listed: string[] = [];
  for (let hasMore = true; hasMore;) {
    const after = listed.at(-1);
    const page = await later.call('room:list', { limit: 2, ...(after === undefined ? {} : { after }) });
    expect(page.rooms.length).toBeLessThanOrEqual(2);
    listed.push(...page.rooms.map(({ room }) => room.id));
    ({ hasMore } = page);
  }
  expect(listed).toEqual(['a', 'b', 'd', 'plaza', 'z']);
  expect(
    (await rest(bea, 'GET', '/rooms')).json.rooms.map((each: { room: { id: string } }) => each.room.id),
  ).toEqual(listed);
  expect((await cai.call('room:list', {})).rooms.map(({ room }) => room.id)).toEqual(['plaza']);
});

test('members of the same ephemeral room know each other, connected or not', async () => {
  const { ana, chat, rest } = await threePeople();
  const dora = chat.as({ id: 'dora', name: 'Dora' });
  await dora.call('room:join', { roomId: 'elsewhere' });
  dora.close();
  expect((await rest(ana, 'GET', '/users/dora')).status).toBe(404);
  const root = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await root.call('room:create', { roomId: 'e', type: 'private', retention: 'ephemeral' });
  for (const userId of [ana.id, 'dora']) await root.call('member:add', { roomId: 'e', userId });
  expect((await rest(ana, 'GET', '/users/dora')).json.user).toEqual({ id: 'dora', name: 'Dora' });
});
