import { describe, expect, test } from 'vitest';
import { message } from './harness.ts';
import { storages, threePeople, told } from './own-rooms-server.ts';

describe.each(storages)('a list of rooms in %s', (_, make) => {
  test('gets changes of rooms that the user is not in, and none of the room they are in', async () => {
    const { ana, bea, cai, rest } = await threePeople(make);
    await bea.call('room:leave', { roomId: 'plaza' });
    await ana.call('message:send', message('plaza', 'uno'));
    // It gets the state at the time of leaving, and all changes since.
    await told(bea, 'plaza', ({ unread, lastMessage }) => unread === 1 && lastMessage?.text === 'uno');
    await ana.call('message:send', message('plaza', 'dos'));
    await told(bea, 'plaza', ({ unread, lastMessage }) => unread === 2 && lastMessage?.text === 'dos');
    await ana.call('room:update', { roomId: 'plaza', title: 'La plaza' });
    await told(bea, 'plaza', ({ room }) => room.title === 'La plaza');
    // Members in the room see the changes there; a list read over REST gets no updates.
    expect(cai.events.filter(({ type }) => type === 'room:changed')).toEqual([]);
    expect((await rest(bea, 'GET', '/rooms')).json.rooms[0]).toMatchObject({ unread: 2 });
  });

  test('gets many messages as one change', async () => {
    const { ana, bea } = await threePeople(make);
    await bea.call('room:leave', { roomId: 'plaza' });
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => ana.call('message:send', message('plaza', `${n}`))),
    );
    await told(bea, 'plaza', ({ unread }) => unread === 30);
    expect(bea.events.filter(({ type }) => type === 'room:changed').length).toBeLessThan(8);
  });

  test('loses a room that the user is banned from, and gets no later change of it', async () => {
    const { ana, bea } = await threePeople(make);
    await bea.call('room:leave', { roomId: 'plaza' });
    await ana.call('member:ban', { roomId: 'plaza', userId: bea.id });
    await bea.until((event) => event.type === 'room:removed' && event.roomId === 'plaza');
    await ana.call('message:send', message('plaza', 'a solas'));
    const { id } = await ana.call('room:create', { type: 'private', userIds: [bea.id] });
    await told(bea, id);
    expect(JSON.stringify(bea.events)).not.toContain('a solas');
  });

  test('loses a forgotten public room on every page, until the user joins it again', async () => {
    const { ana, bea, cai, tabOf, rest } = await threePeople(make);
    const tab = await tabOf(bea);
    const listed = async (peer: typeof tab) =>
      (await peer.call('room:list', {})).rooms.map(({ room }) => room.id);
    await bea.call('room:silence', { roomId: 'plaza', until: 8e12 });
    await bea.call('room:leave', { roomId: 'plaza', forget: true });
    for (const peer of [bea, tab])
      await peer.until((event) => event.type === 'room:removed' && event.roomId === 'plaza');
    expect([await listed(bea), await listed(tab), await listed(cai)]).toEqual([[], [], ['plaza']]);
    await ana.call('message:send', message('plaza', 'a solas'));
    expect((await rest(bea, 'GET', '/rooms')).json.rooms).toEqual([]);
    expect((await bea.call('room:get', { roomId: 'plaza' })).id).toBe('plaza');
    expect(JSON.stringify([bea.events, tab.events])).not.toContain('a solas');

    // It returns with the messages sent meanwhile and with its settings.
    await bea.call('room:join', { roomId: 'plaza' });
    await told(tab, 'plaza', ({ unread, silencedUntil }) => unread === 1 && silencedUntil === 8e12);
    await bea.call('room:leave', { roomId: 'plaza', keep: true });
    expect(await listed(bea)).toEqual(['plaza']);
    expect((await rest(cai, 'POST', '/rooms/plaza/leave', { forget: true })).status).toBe(200);
    expect(await listed(cai)).toEqual([]);
  });

  test('shows the status of the other user of a direct room', async () => {
    const { ana, bea } = await threePeople(make);
    const { id } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
    await told(ana, id);
    await bea.call('presence:set', { status: 'busy', text: 'en clase' });
    const event = await told(ana, id, ({ peer }) => peer?.status === 'busy');
    expect(event).toMatchObject({ summary: { peer: { statusText: 'en clase' } } });
  });

  test('has silenced rooms on every device of the user, and for no other user', async () => {
    const { ana, bea, tabOf, rest } = await threePeople(make);
    const tab = await tabOf(ana);
    const until = Date.now() + 3_600_000;
    expect(await ana.call('room:silence', { roomId: 'plaza', until })).toEqual({ silencedUntil: until });
    await told(tab, 'plaza', ({ silencedUntil }) => silencedUntil === until);
    const silenced = async (peer: typeof ana) =>
      (await peer.call('room:list', {})).rooms.map(({ silencedUntil }) => silencedUntil);
    expect([await silenced(ana), await silenced(bea)]).toEqual([[until], [undefined]]);
    expect((await rest(ana, 'PUT', '/rooms/plaza/silence', { until: null })).json).toEqual({});
    await told(tab, 'plaza', ({ silencedUntil }) => silencedUntil === undefined);
    expect((await rest(ana, 'PUT', '/rooms/nowhere/silence', { until })).status).toBe(404);
  });
});
