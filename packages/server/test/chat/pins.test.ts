import { describe, expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const inRoom = async (options = {}) => {
  const { url, chat } = await startServer(options);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const { id: messageId } = await bea.call('message:send', message('r', 'hola'));
  return { url, chat, ana, bea, target: { roomId: 'r', messageId } };
};

const rest = (url: string, method: string, token: string, path: string) =>
  fetch(`${url}/chat/api${path}`, { method, headers: { authorization: `Bearer ${token}` } });

describe('pins', () => {
  test('are sent to all members once, with a rev, and are listed for later members', async () => {
    const { url, ana, bea, target } = await inRoom();
    const pinned = await ana.call('message:pin', target);
    expect(pinned.pinnedAt).toBeGreaterThan(0);
    expect(await ana.call('message:pin', target)).toEqual(pinned);
    expect(await bea.until(({ type }) => type === 'message:updated')).toEqual({
      type: 'message:updated',
      roomId: 'r',
      rev: pinned.rev,
      message: pinned,
      by: ana.hello.user.id,
      change: 'pin',
    });
    const late = await connect(url, { name: 'Clara' });
    const { epoch, rev } = await late.call('room:join', { roomId: 'r' });
    const all = { messages: [pinned], hasMore: false };
    expect(await late.call('message:pins', { roomId: 'r' })).toEqual(all);
    expect(await late.call('message:pins', { roomId: 'r', after: pinned.seq })).toEqual({
      messages: [],
      hasMore: false,
    });
    const gone = await ana.call('message:unpin', target);
    expect([gone.pinnedAt, gone.rev]).toEqual([undefined, pinned.rev + 1]);
    expect(await ana.call('message:unpin', target)).toEqual(gone);
    const resumed = await late.call('room:join', { roomId: 'r', since: { epoch, rev } });
    expect([resumed.mode, resumed.messages]).toEqual(['resume', [gone]]);
  });

  test('are removed with the message, and survive an edit', async () => {
    const { ana, bea, target } = await inRoom();
    const { pinnedAt } = await ana.call('message:pin', target);
    const edited = await bea.call('message:edit', { ...target, text: 'adiós' });
    expect(edited.pinnedAt).toBe(pinnedAt);
    expect((await ana.call('message:pins', { roomId: 'r' })).messages).toEqual([edited]);
    const deleted = await bea.call('message:delete', target);
    expect(deleted.pinnedAt).toBeUndefined();
    expect((await ana.call('message:pins', { roomId: 'r' })).messages).toEqual([]);
    await expect(ana.call('message:pin', target)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('need a moderator, by socket and by REST', async () => {
    const { url, ana, bea, target } = await inRoom();
    const path = `/rooms/r/messages/${target.messageId}/pin`;
    const token = bea.hello.token!;
    for (const [command, method] of [
      ['message:pin', 'PUT'],
      ['message:unpin', 'DELETE'],
    ] as const) {
      await expect(bea.call(command, target)).rejects.toMatchObject({ code: 'forbidden' });
      expect((await rest(url, method, token, path)).status).toBe(403);
    }
    await ana.call('member:update', { roomId: 'r', userId: bea.hello.user.id, role: 'moderator' });
    const answer = await rest(url, 'PUT', token, path);
    expect([answer.status, await answer.json()]).toMatchObject([200, { id: target.messageId }]);
    const listed = await rest(url, 'GET', token, '/rooms/r/pins');
    expect(await listed.json()).toMatchObject({ messages: [{ id: target.messageId }], hasMore: false });
    expect((await rest(url, 'DELETE', token, path)).status).toBe(200);
    await ana.call('room:end', { roomId: 'r' });
    const ended = await rest(url, 'PUT', token, path);
    expect([ended.status, await ended.json()]).toMatchObject([409, { error: { reason: 'room_ended' } }]);
    await expect(bea.call('message:pin', target)).rejects.toMatchObject({ reason: 'room_ended' });
    for (const unknown of ['/rooms/none/pins', path.replace('/r/', '/none/')])
      expect((await rest(url, unknown === path ? 'PUT' : 'GET', token, unknown)).status).not.toBe(200);
  });

  test('have a limit per room, which the refusal names', async () => {
    const { ana, target } = await inRoom({ limits: { maxPins: 1 } });
    await ana.call('message:pin', target);
    const { id: messageId } = await ana.call('message:send', message('r', 'otro'));
    await expect(ana.call('message:pin', { roomId: 'r', messageId })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'too_many_pins',
      message: 'a room has at most 1 pinned messages: unpin one first',
    });
    await ana.call('message:unpin', target);
    await ana.call('message:pin', { roomId: 'r', messageId });
  });

  test('are written to the audit log once each', async () => {
    const { ana, bea, target } = await inRoom();
    const one = await ana.call('message:pin', target);
    await ana.call('message:pin', target);
    const two = await ana.call('message:unpin', target);
    const { entries } = await ana.call('audit:list', { roomId: 'r' });
    const common = { messageId: target.messageId, user: { id: bea.hello.user.id } };
    expect(entries).toMatchObject([
      { act: 'message:unpin', rev: two.rev, ...common },
      { act: 'message:pin', rev: one.rev, ...common },
    ]);
  });

  test('are refused for private messages, which do not exist for others', async () => {
    const { ana, bea, chat } = await inRoom();
    const to = [ana.hello.user.id];
    const { id } = await bea.call('message:send', { ...message('r', 'a solas'), to });
    const target = { roomId: 'r', messageId: id };
    await expect(ana.call('message:pin', target)).rejects.toMatchObject({ reason: 'private_message' });
    const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
    await admin.call('room:join', { roomId: 'r' });
    await expect(admin.call('message:pin', target)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('can be set by both members of a direct room', async () => {
    const { ana, bea } = await inRoom();
    const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: [bea.hello.user.id] });
    const { can } = await bea.call('room:join', { roomId });
    expect(can).toMatchObject({ 'message:pin': true, 'message:moderate': false });
    await ana.call('room:join', { roomId });
    const { id: messageId } = await ana.call('message:send', message(roomId, 'la clave'));
    await bea.call('message:pin', { roomId, messageId });
    await ana.call('message:unpin', { roomId, messageId });
  });

  test('of earlier messages are hidden from members with history since-join', async () => {
    const { url, chat } = await startServer();
    const owner = chat.as({ id: 'owner', name: 'Owner' });
    await owner.call('room:create', { roomId: 'r', history: 'since-join' });
    await owner.call('room:join', { roomId: 'r' });
    const { id: messageId } = await owner.call('message:send', message('r', 'antes'));
    const target = { roomId: 'r', messageId };
    await owner.call('message:pin', target);
    const bea = await connect(url, { name: 'Bea' });
    await bea.call('room:join', { roomId: 'r' });
    expect(await bea.call('message:pins', { roomId: 'r' })).toEqual({ messages: [], hasMore: false });
    await owner.call('member:update', { roomId: 'r', userId: bea.hello.user.id, role: 'moderator' });
    for (const command of ['message:pin', 'message:unpin'] as const)
      await expect(bea.call(command, target)).rejects.toMatchObject({ code: 'not_found' });
    await owner.call('message:unpin', target);
    const seen = await owner.call('message:send', message('r', 'después'));
    await bea.until((event) => event.type === 'message:created' && event.message.id === seen.id);
    expect(bea.events.filter(({ type }) => type === 'message:updated')).toEqual([]);
  });

  test('are hidden from users without access to the room', async () => {
    const { url, ana, bea, target } = await inRoom();
    await ana.call('message:pin', target);
    await ana.call('member:ban', { roomId: 'r', userId: bea.hello.user.id });
    await expect(bea.call('message:pins', { roomId: 'r' })).rejects.toMatchObject({ reason: 'banned' });
    expect((await rest(url, 'GET', bea.hello.token!, '/rooms/r/pins')).status).toBe(403);
  });
});
