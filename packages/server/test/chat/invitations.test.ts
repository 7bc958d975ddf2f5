import { describe, expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';
import { storages, threePeople, told } from './own-rooms-server.ts';

describe.each(storages)('invitations in %s', (_, make) => {
  test('a group without a title has its other members in each room list; one with a title does not', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const userIds = [bea.id, cai.id];
    const { id: roomId } = await ana.call('room:create', { type: 'private', userIds });
    const { id: titled } = await ana.call('room:create', { type: 'private', title: 'Viaje', userIds });
    for (const each of [bea, cai]) {
      // An invited person learns of nobody but the inviter.
      const { rooms } = await each.call('room:list', {});
      const door = rooms.find(({ room }) => room.id === roomId);
      expect([door?.others, door?.invitation?.by.name]).toEqual([undefined, 'Ana']);
      for (const id of [roomId, titled]) await each.call('member:accept', { roomId: id });
    }
    const seen = await Promise.all(
      [ana, bea, cai].map(async (each) => {
        const { rooms } = await each.call('room:list', {});
        expect(rooms.find(({ room }) => room.id === titled)).not.toHaveProperty('others');
        return rooms
          .find(({ room }) => room.id === roomId)
          ?.others?.map(({ name }) => name)
          .toSorted();
      }),
    );
    expect(seen).toEqual([
      ['Bea', 'Cai'],
      ['Ana', 'Cai'],
      ['Ana', 'Bea'],
    ]);
  });

  test('an invited user sees title and inviter, and can read after accepting', async () => {
    const { ana, bea, cai, tabOf } = await threePeople(make);
    const tab = await tabOf(bea);
    const { id: roomId } = await ana.call('room:create', {
      type: 'private',
      title: 'Fiesta',
      userIds: [bea.id, cai.id],
      data: { secret: 1 },
    });
    await ana.call('room:join', { roomId });
    await ana.call('message:send', message(roomId, 'sorpresa'));
    for (const place of [bea, tab]) {
      const event = await told(place, roomId);
      expect(event).toMatchObject({
        summary: {
          room: { title: 'Fiesta', data: {} },
          invitation: { by: { name: 'Ana' }, members: 1 },
          unread: 0,
        },
      });
      expect(JSON.stringify(event)).not.toContain('sorpresa');
    }
    const closed = { code: 'not_found' };
    await expect(bea.call('room:join', { roomId })).rejects.toMatchObject(closed);
    await expect(bea.call('message:list', { roomId })).rejects.toMatchObject(closed);
    await expect(bea.call('member:list', { roomId })).rejects.toMatchObject(closed);
    expect(await bea.call('member:accept', { roomId })).toMatchObject({ role: 'member' });
    await expect(bea.call('member:accept', { roomId })).resolves.toMatchObject({ role: 'member' });
    await told(tab, roomId, ({ invitation, lastMessage }) => !invitation && lastMessage?.text === 'sorpresa');
    await ana.until((event) => event.type === 'member:joined' && event.member.user.id === bea.id);
    const { members } = await bea.call('member:list', { roomId });
    expect(members.find(({ user }) => user.id === cai.id)).toMatchObject({ invitedBy: { name: 'Ana' } });
    expect(members.find(({ user }) => user.id === bea.id)).not.toHaveProperty('invitedBy');
  });

  test('a declined or withdrawn invitation removes the room from the list', async () => {
    const { ana, bea, cai, rest } = await threePeople(make);
    const { id: roomId } = await ana.call('room:create', { type: 'private', userIds: [bea.id, cai.id] });
    const path = `/rooms/${roomId}/invitation`;
    await Promise.all([told(bea, roomId), told(cai, roomId)]);
    expect((await rest(bea, 'DELETE', path)).status).toBe(200);
    await ana.call('member:remove', { roomId, userId: cai.id });
    for (const peer of [bea, cai]) {
      await peer.until((event) => event.type === 'room:removed' && event.roomId === roomId);
      expect((await peer.call('room:list', {})).rooms.map(({ room }) => room.id)).toEqual(['plaza']);
      await expect(peer.call('member:accept', { roomId })).rejects.toMatchObject({ code: 'not_found' });
      expect((await rest(peer, 'PUT', path)).status).toBe(404);
    }
    // Asked again, the answer may be another.
    await ana.call('member:invite', { roomId, userId: bea.id });
    await bea.call('member:accept', { roomId });
    await expect(bea.call('room:join', { roomId })).resolves.toMatchObject({ mode: 'snapshot' });
  });

  test('a resume contains invitations, as a snapshot does', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const { id: roomId } = await ana.call('room:create', { type: 'private' });
    const { epoch, rev } = await ana.call('room:join', { roomId });
    await ana.call('member:invite', { roomId, userId: bea.id });
    await ana.call('member:invite', { roomId, userId: cai.id });
    await cai.call('member:decline', { roomId });
    const resumed = await ana.call('room:join', { roomId, since: { epoch, rev } });
    expect(resumed.members.find(({ user }) => user.id === bea.id)).toMatchObject({
      invitedBy: { name: 'Ana' },
    });
    expect(resumed.left).toEqual([cai.id]);
  });

  test('invitations need permission, a known user and a private room', async () => {
    const { ana, bea, cai, url, rest } = await threePeople(make);
    const { id: roomId } = await ana.call('room:create', { type: 'private', userIds: [bea.id] });
    await bea.call('member:accept', { roomId });
    const target = { roomId, userId: cai.id };
    await expect(bea.call('member:invite', target)).rejects.toMatchObject({ code: 'forbidden' });
    const refused = await rest(bea, 'POST', `/rooms/${roomId}/invitations`, { userId: cai.id });
    expect([refused.status, refused.json.error.code]).toEqual([403, 'forbidden']);
    await expect(cai.call('member:invite', { roomId, userId: bea.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const stranger = await connect(url, { name: 'Dani' });
    await expect(ana.call('member:invite', { roomId, userId: stranger.hello.user.id })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await expect(ana.call('member:invite', { roomId: 'plaza', userId: bea.id })).rejects.toMatchObject({
      reason: 'not_private',
    });
    await expect(ana.call('room:create', { userIds: [bea.id] })).rejects.toMatchObject({ field: 'userIds' });
  });

  test('a room with members always has an owner', async () => {
    const { ana, bea, cai } = await threePeople(make);
    const { id: roomId } = await ana.call('room:create', { type: 'private', userIds: [bea.id, cai.id] });
    await bea.call('member:accept', { roomId });
    await cai.call('member:accept', { roomId });
    const demote = { roomId, userId: ana.id, role: 'member' } as const;
    await expect(ana.call('member:update', demote)).rejects.toMatchObject({ reason: 'last_owner' });
    await ana.call('member:update', { roomId, userId: cai.id, role: 'moderator' });
    await ana.call('room:leave', { roomId });
    await expect(ana.call('room:join', { roomId })).rejects.toMatchObject({ code: 'not_found' });
    const { members } = await bea.call('member:list', { roomId });
    expect(new Map(members.map(({ user, role }) => [user.id, role]))).toEqual(
      new Map([
        [bea.id, 'member'],
        [cai.id, 'owner'],
      ]),
    );
    await cai.call('member:update', { roomId, userId: bea.id, role: 'owner' });
    await expect(cai.call('member:update', { ...demote, userId: cai.id })).resolves.toMatchObject({
      role: 'member',
    });
  });
});

test('invitations per hour and rooms per user have limits, which their errors name', async () => {
  const { url } = await startServer({ limits: { invitationsPerHour: 1, maxRoomsKept: 3 } });
  const [ana, bea, cai] = await Promise.all(['Ana', 'Bea', 'Cai'].map((name) => connect(url, { name })));
  if (!ana || !bea || !cai) throw new Error('nobody there');
  for (const peer of [ana, bea, cai]) await peer.call('room:join', { roomId: 'plaza' });
  await ana.call('room:create', { type: 'direct', userIds: [bea.hello.user.id] });
  await expect(
    ana.call('room:create', { type: 'direct', userIds: [cai.hello.user.id] }),
  ).rejects.toMatchObject({ code: 'rate_limited', message: 'too many invitations: at most 1 an hour' });
  await ana.call('room:create', { roomId: 'third' });
  await expect(ana.call('room:create', { roomId: 'fourth' })).rejects.toMatchObject({
    reason: 'too_many_rooms',
    message: 'at most 3 rooms for one user',
  });
});
