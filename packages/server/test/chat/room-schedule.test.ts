import { expect, test } from 'vitest';
import { connect } from './harness.ts';
import { storages, threePeople } from './own-rooms-server.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-12-01T12:00:00Z');
const idsOf = ({ rooms }: { rooms: readonly { room: { id: string } }[] }) => rooms.map(({ room }) => room.id);

test.each(storages)('rooms are listed by phase and start time, over %s', async (_, make) => {
  const { ana, bea, chat, rest } = await threePeople(make);
  const root = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  // By id they stand in another order than by their start.
  for (const [roomId, at] of [
    ['late', 3],
    ['early', 0],
    ['middle', 1],
    ['also-middle', 1],
  ] as const)
    await ana.call('room:create', { roomId, phase: 'scheduled', startsAt: noon + at * hour });
  await bea.call('room:create', { roomId: 'hers', phase: 'scheduled', startsAt: noon });
  await ana.call('room:update', { roomId: 'middle', phase: 'open' });
  await ana.call('room:end', { roomId: 'also-middle' });

  const day = { startsFrom: noon, startsBefore: noon + 3 * hour };
  expect(idsOf(await ana.call('room:list', day))).toEqual(['also-middle', 'early', 'middle']);
  expect(idsOf(await ana.call('room:list', { phases: ['open'] }))).toEqual(['middle', 'plaza']);
  expect(idsOf(await ana.call('room:list', { ...day, phases: ['open', 'ended'] }))).toEqual([
    'also-middle',
    'middle',
  ]);
  expect(idsOf(await bea.call('room:list', day))).toEqual(['hers']);
  const byRest = await rest(ana, 'GET', `/rooms?phases=ended&phases=open&startsFrom=${noon}`);
  expect(idsOf(byRest.json)).toEqual(['also-middle', 'middle']);
  expect((await rest(ana, 'GET', '/rooms?phases=lost')).status).toBe(400);
  await expect(ana.call('room:list', { startsFrom: -1 })).rejects.toMatchObject({ field: 'startsFrom' });

  const named = { roomIds: ['middle', 'hers', 'unknown', 'late'] };
  expect(idsOf(await ana.call('room:list', named))).toEqual(['late', 'middle']);
  expect(idsOf(await ana.call('room:list', { ...named, phases: ['open'] }))).toEqual(['middle']);
  expect(idsOf(await root.call('room:list', named))).toEqual(['hers', 'late', 'middle']);
  expect(await root.call('room:list', { ...named, limit: 2 })).toMatchObject({ hasMore: true });
  expect(idsOf(await root.call('room:list', { ...named, after: 'late' }))).toEqual(['middle']);

  // An admin's are all, of a time by their start, page by page.
  const listed: string[] = [];
  for (let hasMore = true; hasMore;) {
    const after = listed.at(-1);
    const page = await root.call('room:list', { ...day, limit: 2, ...(after ? { after } : {}) });
    expect(page.rooms.length).toBeLessThanOrEqual(2);
    listed.push(...idsOf(page));
    ({ hasMore } = page);
  }
  expect(listed).toEqual(['early', 'hers', 'also-middle', 'middle']);
  expect(idsOf(await root.call('room:list', { phases: ['scheduled'], limit: 2 }))).toEqual(['early', 'hers']);
  expect(idsOf(await root.call('room:list', { phases: ['scheduled'], after: 'hers' }))).toEqual(['late']);
  await expect(root.call('room:list', { ...day, after: 'plaza' })).rejects.toMatchObject({ field: 'after' });

  // The list follows at once when a room is moved, opened or ended.
  await ana.call('room:update', { roomId: 'early', startsAt: noon + 4 * hour });
  expect(idsOf(await root.call('room:list', day))).toEqual(['hers', 'also-middle', 'middle']);
  expect(idsOf(await root.call('room:list', { startsFrom: noon + 3 * hour }))).toEqual(['late', 'early']);
  await ana.call('room:end', { roomId: 'middle' });
  expect(idsOf(await root.call('room:list', { phases: ['open'] }))).toEqual(['plaza']);
});

test('a filtered room list causes no later events', async () => {
  const { ana, url } = await threePeople();
  await ana.call('room:create', { roomId: 'planned', phase: 'scheduled', startsAt: noon });
  const tab = async (asked: object) => {
    const other = await connect(url, { token: ana.hello.token ?? '' });
    await other.call('room:list', asked);
    return other;
  };
  const [chosen, whole] = [await tab({ phases: ['scheduled'] }), await tab({})];
  await ana.call('room:update', { roomId: 'planned', title: 'Planned' });
  await whole.until(({ type }) => type === 'room:changed');
  expect(chosen.events.filter(({ type }) => type.startsWith('room:'))).toEqual([]);
});
