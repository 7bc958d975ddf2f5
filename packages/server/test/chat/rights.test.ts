import { expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

test('a removed member gets that event and nothing after it', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  await Promise.all([
    ana.call('member:remove', { roomId: 'r', userId: bea.hello.user.id }),
    ana.call('message:send', message('r', 'a solas')),
  ]);
  await bea.until((event) => event.type === 'member:left');
  await ana.until((event) => event.type === 'message:created');
  await bea.call('user:get', { userId: bea.hello.user.id }); // whatever was under way has arrived by now
  expect(bea.events.at(-1)).toMatchObject({ type: 'member:left', reason: 'removed' });
  await expect(bea.call('message:send', message('r', 'x'))).rejects.toMatchObject({
    code: 'conflict',
    reason: 'not_joined',
  });
  await expect(bea.call('room:join', { roomId: 'r' })).resolves.toMatchObject({ mode: 'snapshot' });
});

test('a ban holds until it is lifted', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const target = { roomId: 'r', userId: bea.hello.user.id };
  await expect(bea.call('member:ban', { roomId: 'r', userId: ana.hello.user.id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await ana.call('member:ban', target);
  const banned = { code: 'forbidden', reason: 'banned' };
  await expect(bea.call('room:join', { roomId: 'r' })).rejects.toMatchObject(banned);
  await expect(bea.call('message:list', { roomId: 'r' })).rejects.toMatchObject(banned);
  await ana.call('member:unban', target);
  await expect(bea.call('room:join', { roomId: 'r' })).resolves.toMatchObject({ occupancy: 2 });
});

test('mute, freeze, slow mode and end refuse messages, each with its reason', async () => {
  let at = 1_000_000;
  const { url } = await startServer({ now: () => at });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const userId = bea.hello.user.id;
  await ana.call('member:mute', { roomId: 'r', userId, until: at + 60_000 });
  await expect(bea.call('message:send', message('r', 'x'))).rejects.toMatchObject({
    reason: 'muted',
    retryAfterMs: 60_000,
  });
  await expect(bea.call('typing:set', { roomId: 'r', typing: true })).rejects.toMatchObject({
    reason: 'muted',
  });
  at += 60_001;
  await bea.call('message:send', message('r', 'ya'));
  await ana.call('room:update', { roomId: 'r', slowModeSeconds: 10 });
  const slow = { code: 'rate_limited', reason: 'slow_mode', retryAfterMs: 10_000 };
  await expect(bea.call('message:send', message('r', 'x'))).rejects.toMatchObject(slow);
  await ana.call('room:update', { roomId: 'r', slowModeSeconds: 0, frozen: true });
  await expect(bea.call('message:send', message('r', 'x'))).rejects.toMatchObject({ reason: 'frozen' });
  await ana.call('message:send', message('r', 'yo sí'));
  await ana.call('room:end', { roomId: 'r' });
  await bea.until((event) => event.type === 'room:ended');
  await expect(ana.call('message:send', message('r', 'x'))).rejects.toMatchObject({
    code: 'conflict',
    reason: 'room_ended',
  });
  const { can, messages } = await bea.call('room:join', { roomId: 'r' });
  expect([can['message:send'], messages.length]).toEqual([false, 2]);
});

test('a private room does not exist for other users', async () => {
  const { url, chat } = await startServer();
  const admin = chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
  await admin.call('room:create', { roomId: 'secreta', type: 'private' });
  const bea = await connect(url, { name: 'Bea' });
  const outside = { code: 'not_found', message: 'no such room' };
  await expect(bea.call('room:get', { roomId: 'secreta' })).rejects.toMatchObject(outside);
  await expect(bea.call('room:join', { roomId: 'secreta' })).rejects.toMatchObject(outside);
  await expect(bea.call('message:send', message('secreta', 'x'))).rejects.toMatchObject(outside);
  await expect(bea.call('room:get', { roomId: 'no-such' })).rejects.toMatchObject(outside);
  await admin.call('member:add', { roomId: 'secreta', userId: bea.hello.user.id });
  await bea.call('room:join', { roomId: 'secreta' });
  expect((await bea.call('room:list', {})).rooms.map(({ room }) => room.id)).toEqual(['secreta']);
  await bea.call('room:leave', { roomId: 'secreta' });
  await expect(bea.call('room:join', { roomId: 'secreta' })).rejects.toMatchObject(outside);
});

test('users cannot make themselves admin, and only authors can edit', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea', role: 'admin', user: { role: 'admin' } } as never);
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const { id } = await ana.call('message:send', message('r', 'mío'));
  await expect(bea.call('message:edit', { roomId: 'r', messageId: id, text: 'suyo' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(bea.call('message:delete', { roomId: 'r', messageId: id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(bea.call('room:end', { roomId: 'r' })).rejects.toMatchObject({ code: 'forbidden' });
  const { id: hers } = await bea.call('message:send', message('r', 'de Bea'));
  await expect(ana.call('message:delete', { roomId: 'r', messageId: hers })).resolves.toMatchObject({
    text: '',
  });
});

test('users cannot grant a role above their own, and moderators act on members only', async () => {
  const { url, chat } = await startServer();
  const owner = chat.as({ id: 'owner', name: 'Owner' });
  await owner.call('room:create', { roomId: 'r' });
  const mod = await connect(url, { name: 'Mod' });
  await mod.call('room:join', { roomId: 'r' });
  await owner.call('member:update', { roomId: 'r', userId: mod.hello.user.id, role: 'moderator' });
  await mod.until((event) => event.type === 'member:updated');
  await expect(
    mod.call('member:update', { roomId: 'r', userId: mod.hello.user.id, role: 'owner' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
  await expect(mod.call('member:remove', { roomId: 'r', userId: 'owner' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(
    mod.call('member:add', { roomId: 'r', userId: 'friend', role: 'moderator' }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});
