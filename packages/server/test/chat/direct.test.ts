import { describe, expect, test } from 'vitest';
import { connect, message } from './harness.ts';
import { storages, threePeople, told } from './own-rooms-server.ts';

describe.each(storages)('direct rooms in %s', (_, make) => {
  test('exist once per pair, even if both users create them several times at once', async () => {
    const { ana, bea, cai, rest } = await threePeople(make);
    const ask = (peer: typeof ana, userId: string) =>
      peer.call('room:create', { type: 'direct', userIds: [userId] });
    const made = await Promise.all([
      ...Array.from({ length: 5 }, () => ask(ana, bea.id)),
      ...Array.from({ length: 5 }, () => ask(bea, ana.id)),
    ]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect((await ask(cai, ana.id)).id).not.toBe(made[0]?.id);
    const again = await rest(bea, 'POST', '/rooms', { type: 'direct', userIds: [ana.id] });
    expect(again.json.id).toBe(made[0]?.id);
    const { members } = await ana.call('member:list', { roomId: made[0]?.id ?? '' });
    expect(members.map(({ role }) => role)).toEqual(['member', 'member']);
  });

  test('appear with their peer in the other user’s list at the first message', async () => {
    const { ana, bea, tabOf } = await threePeople(make);
    const tab = await tabOf(bea);
    const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
    expect((await bea.call('room:list', {})).rooms.map(({ room }) => room.id)).toEqual(['plaza']);
    const snapshot = await ana.call('room:join', { roomId });
    expect(snapshot.peer).toMatchObject({ id: bea.id, name: 'Bea' });
    await ana.call('message:send', message(roomId, 'hola, Bea'));
    for (const place of [bea, tab]) {
      expect(await told(place, roomId)).toMatchObject({
        summary: {
          unread: 1,
          lastMessage: { text: 'hola, Bea' },
          peer: { user: { name: 'Ana' }, status: 'online' },
        },
      });
    }
    await bea.call('room:join', { roomId });
    await bea.call('receipt:read', { roomId, seq: 1 });
    await told(tab, roomId, ({ unread }) => unread === 0);
  });

  test('are closed to other users, and give their members no moderator rights', async () => {
    const { ana, bea, cai, rest } = await threePeople(make);
    const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.id] });
    await expect(cai.call('room:join', { roomId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await rest(cai, 'GET', `/rooms/${encodeURIComponent(roomId)}`)).status).toBe(404);
    const forbidden = { code: 'forbidden' };
    await expect(ana.call('member:remove', { roomId, userId: bea.id })).rejects.toMatchObject(forbidden);
    await expect(ana.call('member:ban', { roomId, userId: bea.id })).rejects.toMatchObject(forbidden);
    await expect(ana.call('member:invite', { roomId, userId: cai.id })).rejects.toMatchObject(forbidden);
    await expect(ana.call('room:update', { roomId, title: 'x' })).rejects.toMatchObject(forbidden);
    expect((await rest(ana, 'PATCH', `/rooms/${encodeURIComponent(roomId)}`, { title: 'x' })).status).toBe(
      403,
    );
    // It is not left: both stay in it, and it is found again.
    await ana.call('room:join', { roomId });
    await ana.call('room:leave', { roomId });
    await expect(ana.call('room:join', { roomId })).resolves.toMatchObject({ room: { type: 'direct' } });
  });

  test('are refused with strangers, with oneself and with a chosen id', async () => {
    const { ana, bea, url } = await threePeople(make);
    const stranger = await connect(url, { name: 'Dani' });
    const strange = stranger.hello.user.id;
    const unknown = { code: 'not_found', message: 'no such user' };
    const ask = (userIds: string[], more = {}) =>
      ana.call('room:create', { type: 'direct', userIds, ...more });
    await expect(ask([strange])).rejects.toMatchObject(unknown);
    await expect(ask(['nobody'])).rejects.toMatchObject(unknown);
    await expect(ask([ana.id])).rejects.toMatchObject({ code: 'invalid', field: 'userIds' });
    await expect(ask([bea.id, strange])).rejects.toMatchObject({ code: 'invalid', field: 'userIds' });
    await expect(ask([bea.id], { roomId: 'mine' })).rejects.toMatchObject({
      code: 'invalid',
      field: 'roomId',
    });
    const { id } = await ask([bea.id]);
    const squat = id.replace(/.$/, 'x');
    await expect(stranger.call('room:join', { roomId: squat })).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.call('room:create', { roomId: squat })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('can be listed and watched without other rooms', async () => {
    const { ana, bea, cai, rest, url } = await threePeople(make);
    const ask = async (peer: typeof ana, userId: string) => {
      const room = await peer.call('room:create', { type: 'direct', userIds: [userId] });
      await peer.call('room:join', { roomId: room.id });
      return room;
    };
    const { id: withBea } = await ask(bea, ana.id);
    await bea.call('message:send', message(withBea, 'hola'));
    const tab = await connect(url, { token: ana.hello.token ?? '' });
    const list = () => tab.call('room:list', { type: 'direct' });
    expect((await list()).rooms).toMatchObject([
      { room: { id: withBea }, unread: 1, peer: { user: { name: 'Bea' } } },
    ]);
    expect((await rest(ana, 'GET', '/rooms?type=direct')).json).toMatchObject({
      rooms: [{ room: { id: withBea } }],
      hasMore: false,
    });
    // A new one comes into it, with the first message; a room of another kind does not.
    await tab.call('room:join', { roomId: 'otra' });
    await tab.call('room:leave', { roomId: 'otra' });
    await cai.call('room:join', { roomId: 'otra' });
    const { id: withCai } = await ask(cai, ana.id);
    await cai.call('message:send', message('otra', 'a todos'));
    await cai.call('message:send', message(withCai, 'a ti'));
    await told(tab, withCai, ({ lastMessage }) => lastMessage?.text === 'a ti');
    await cai.call('message:send', message('plaza', 'a todos'));
    await bea.call('message:send', message(withBea, 'otra vez'));
    await told(tab, withBea, ({ unread }) => unread === 2);
    const changed = tab.events.flatMap((event) => (event.type === 'room:changed' ? [event.roomId] : []));
    expect(new Set(changed)).toEqual(new Set([withBea, withCai]));
    // Page by page, and past the end.
    const first = await tab.call('room:list', { type: 'direct', limit: 1 });
    const [after] = first.rooms.map(({ room }) => room.id);
    const second = await tab.call('room:list', { type: 'direct', limit: 1, after: after ?? '' });
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect([...first.rooms, ...second.rooms].map(({ room }) => room.id).toSorted()).toEqual(
      [withBea, withCai].toSorted(),
    );
    for (const [from, count] of [
      ['a', 2],
      ['zzz', 0],
    ] as const)
      expect((await tab.call('room:list', { type: 'direct', after: from })).rooms).toHaveLength(count);
    // After the whole list is loaded, events cover all rooms.
    await tab.call('room:list', {});
    await cai.call('message:send', message('otra', 'otra vez a todos'));
    await told(tab, 'otra', ({ lastMessage }) => lastMessage?.text === 'otra vez a todos');
    await expect(tab.call('room:list', { type: 'public' as never })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect((await rest(ana, 'GET', '/rooms?type=public')).status).toBe(400);
  });
});
