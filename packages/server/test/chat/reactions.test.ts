import type { Message } from '@chat/protocol';
import type { ChatServer } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer } from './harness.ts';

const thumb = '\u{1F44D}';
const heart = '\u2764\uFE0F';

const twoInRoom = async (options = {}) => {
  const { url, chat } = await startServer(options);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  await ana.call('room:join', { roomId: 'r' });
  await bea.call('room:join', { roomId: 'r' });
  const { id } = await ana.call('message:send', message('r', 'hola'));
  return { url, chat, ana, bea, target: { roomId: 'r', messageId: id, emoji: thumb } };
};

/** So many people react; their ids sort behind one another. */
const crowd = async (chat: ChatServer, target: { roomId: string; messageId: string; emoji: string }) => {
  const sessions = Array.from({ length: 60 }, (_, index) =>
    chat.as({ id: `u${100 + index}`, name: `U${index}` }),
  );
  await Promise.all(
    sessions.map(async (session) => {
      await session.call('room:join', { roomId: target.roomId });
      await session.call('reaction:add', target);
    }),
  );
  return sessions;
};

const rest = (url: string, method: string, token: string, path: string) =>
  fetch(`${url}/chat/api${path}`, { method, headers: { authorization: `Bearer ${token}` } });

describe('reactions', () => {
  test('are sent to all members once, and are listed for later members', async () => {
    const { url, ana, bea, target } = await twoInRoom();
    const userId = bea.hello.user.id;
    const one = await bea.call('reaction:add', target);
    expect(one.reactions).toEqual([{ emoji: thumb, count: 1, by: [userId] }]);
    expect(await bea.call('reaction:add', target)).toEqual(one);
    const event = await ana.until(({ type }) => type === 'message:updated');
    expect(event).toEqual({
      type: 'message:updated',
      roomId: 'r',
      rev: one.rev,
      message: one,
      by: userId,
      change: 'reaction',
      reaction: { emoji: thumb, added: true },
    });
    await ana.call('reaction:add', target);
    const two = await ana.call('reaction:add', { ...target, emoji: heart });
    const late = await connect(url, { name: 'Clara' });
    expect((await late.call('room:join', { roomId: 'r' })).messages).toEqual([two]);
    await bea.call('reaction:remove', target);
    const left = await bea.call('reaction:remove', target);
    expect(left.reactions.map(({ emoji, count }) => [emoji, count])).toEqual([
      [thumb, 1],
      [heart, 1],
    ]);
    expect((await late.call('reaction:list', target)).users).toMatchObject([{ name: 'Ana' }]);
  });

  test('are part of a resume, and are removed with the message', async () => {
    const { ana, bea, target } = await twoInRoom();
    const { epoch, rev } = await bea.call('room:join', { roomId: 'r' });
    const reacted = await ana.call('reaction:add', target);
    const resumed = await bea.call('room:join', { roomId: 'r', since: { epoch, rev } });
    expect([resumed.mode, resumed.messages]).toEqual(['resume', [reacted]]);
    const gone = await ana.call('message:delete', { roomId: 'r', messageId: target.messageId });
    expect(gone.reactions).toEqual([]);
    for (const call of ['reaction:add', 'reaction:remove', 'reaction:list'] as const)
      await expect(bea.call(call, target)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('of many users are all counted, with fifty named, always including the reader', async () => {
    const { url, chat, bea, target } = await twoInRoom({ limits: { reactionsPerSecond: Infinity } });
    const sessions = await crowd(chat, target);
    const mine = await bea.call('reaction:add', target);
    const [reaction] = mine.reactions;
    expect([reaction?.count, reaction?.by.length, reaction?.by[0]]).toEqual([61, 50, bea.hello.user.id]);
    expect(await bea.call('reaction:add', target)).toEqual(mine);
    const shown = (messages: Message[]) => messages[0]?.reactions[0]?.by.includes(bea.hello.user.id);
    const again = await connect(url, { token: bea.hello.token! });
    expect(shown((await again.call('room:join', { roomId: 'r' })).messages)).toBe(true);
    expect(shown((await again.call('message:list', { roomId: 'r' })).messages)).toBe(true);
    const summary = (await again.call('room:list', {})).rooms[0];
    expect(shown(summary?.lastMessage ? [summary.lastMessage] : [])).toBe(true);
    const other = await connect(url, { name: 'Clara' });
    expect(shown((await other.call('room:join', { roomId: 'r' })).messages)).toBe(false);
    const first = await other.call('reaction:list', { ...target, limit: 40 });
    const after = first.users.at(-1)!.id;
    const second = await other.call('reaction:list', { ...target, limit: 40, after });
    expect([first.hasMore, second.hasMore]).toEqual([true, false]);
    expect(new Set([...first.users, ...second.users].map(({ id }) => id)).size).toBe(61);
    await Promise.all(sessions.map((session) => session.call('reaction:remove', target)));
    const [left] = (await bea.call('message:list', { roomId: 'r' })).messages;
    expect(left?.reactions).toEqual([{ emoji: thumb, count: 1, by: [bea.hello.user.id] }]);
  });

  test('have a limit of different emoji and a rate limit', async () => {
    const limits = { maxReactionEmoji: 1, reactionBurst: 3, reactionsPerSecond: 0.1 };
    const { ana, target } = await twoInRoom({ limits });
    await ana.call('reaction:add', target);
    await expect(ana.call('reaction:add', { ...target, emoji: heart })).rejects.toMatchObject({
      code: 'too_large',
      field: 'emoji',
      message: 'a message has at most 1 different emoji',
    });
    await ana.call('reaction:remove', target);
    await expect(ana.call('reaction:add', target)).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: expect.any(Number),
    });
    await ana.call('reaction:burst', { roomId: 'r', emoji: heart }); // counted apart
  });

  test('are refused the same by REST as by socket', async () => {
    const { url, ana, bea, target } = await twoInRoom();
    const path = `/rooms/r/messages/${target.messageId}/reactions/${encodeURIComponent(thumb)}`;
    const token = bea.hello.token!;
    expect((await rest(url, 'PUT', token, path)).status).toBe(200);
    const listed = await rest(url, 'GET', token, path);
    expect(await listed.json()).toMatchObject({ users: [{ name: 'Bea' }], hasMore: false });
    expect((await rest(url, 'DELETE', token, path)).status).toBe(200);
    await ana.call('room:update', { roomId: 'r', frozen: true });
    const frozen = await rest(url, 'PUT', token, path);
    expect([frozen.status, await frozen.json()]).toMatchObject([403, { error: { reason: 'frozen' } }]);
    await expect(bea.call('reaction:add', target)).rejects.toMatchObject({ reason: 'frozen' });
    await expect(bea.call('reaction:burst', { roomId: 'r', emoji: heart })).rejects.toMatchObject({
      reason: 'frozen',
    });
    await ana.call('room:end', { roomId: 'r' });
    const ended = await rest(url, 'DELETE', token, path);
    expect([ended.status, await ended.json()]).toMatchObject([409, { error: { reason: 'room_ended' } }]);
    const unknown = await rest(url, 'PUT', token, path.replace('/r/', '/none/'));
    expect(unknown.status).toBe(404);
  });

  test('must be emoji', async () => {
    const { url, ana, target } = await twoInRoom();
    const wrong = [
      '',
      'a',
      '1',
      ':)',
      thumb + thumb,
      `${thumb} `,
      '\u2764',
      '\u200D',
      '<b>',
      `${thumb}\u200D`,
      '\u{1F1EA}',
    ];
    for (const emoji of wrong)
      await expect(ana.call('reaction:add', { ...target, emoji })).rejects.toMatchObject({
        code: 'invalid',
        field: 'emoji',
      });
    const path = `/rooms/r/messages/${target.messageId}/reactions/nope`;
    expect((await rest(url, 'PUT', ana.hello.token!, path)).status).toBe(400);
    const right = [
      '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
      '\u{1F44D}\u{1F3FD}',
      '1\uFE0F\u20E3',
      '\u{1F1EA}\u{1F1F8}',
    ];
    for (const emoji of right) await ana.call('reaction:add', { ...target, emoji });
  });

  test('are refused for earlier messages with history since-join', async () => {
    const { url, chat } = await startServer();
    const owner = chat.as({ id: 'owner', name: 'Owner' });
    await owner.call('room:create', { roomId: 'r', history: 'since-join' });
    const { id: messageId } = await owner.call('message:send', message('r', 'a solas'));
    const bea = await connect(url, { name: 'Bea' });
    await bea.call('room:join', { roomId: 'r' });
    const target = { roomId: 'r', messageId, emoji: thumb };
    for (const call of ['reaction:add', 'reaction:remove', 'reaction:list'] as const)
      await expect(bea.call(call, target)).rejects.toMatchObject({ code: 'not_found' });
    const path = `/rooms/r/messages/${messageId}/reactions/${encodeURIComponent(thumb)}`;
    for (const method of ['PUT', 'DELETE', 'GET'])
      expect((await rest(url, method, bea.hello.token!, path)).status).toBe(404);
  });
});

describe('bursts', () => {
  test('are batched into one event per emoji, capped, and never stored', async () => {
    const limits = { presenceWindowMs: 2_000 };
    const { chat, ana, bea } = await twoInRoom({ limits });
    const { rev } = await bea.call('room:join', { roomId: 'r' });
    const bot = chat.as({ id: 'bot', name: 'Bot' });
    await bot.call('room:join', { roomId: 'r' });
    const float = (emoji: string, times: number) =>
      Promise.all(Array.from({ length: times }, () => bot.call('reaction:burst', { roomId: 'r', emoji })));
    await bea.call('reaction:burst', { roomId: 'r', emoji: heart });
    await float(heart, 2);
    await float(thumb, 150);
    const faces = Array.from({ length: 10 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const face of faces) await float(face, 1);
    await ana.until((event) => event.type === 'reaction:burst' && event.emoji === faces[5]);
    const bursts = ana.events.filter((event) => event.type === 'reaction:burst');
    expect(bursts[0]).toEqual({ type: 'reaction:burst', roomId: 'r', emoji: heart, count: 3 });
    expect(bursts[1]).toMatchObject({ emoji: thumb, count: 100 });
    expect(bursts).toHaveLength(8);
    expect((await bea.call('room:join', { roomId: 'r' })).rev).toBe(rev);
  });
});
