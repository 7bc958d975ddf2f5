import { sqliteStorage } from '@chat/server/sqlite';
import { memoryStorage } from '@chat/server';
import type { Message } from '@chat/protocol';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const rest = (url: string, { hello }: Peer, path: string, body?: object) =>
  fetch(`${url}/chat/api${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${hello.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

const ids = (messages: Message[]) => messages.map(({ id }) => id);

describe.each([
  ['in memory', () => memoryStorage()],
  ['in SQLite', () => sqliteStorage(':memory:')],
])('threads, %s', (_, make) => {
  const threeInRoom = async (room: object = {}) => {
    const storage = make();
    onTestFinished(() => storage.close());
    const { url, chat } = await startServer({ storage });
    await chat.as({ id: 'root', name: 'Root', role: 'admin' }).call('room:create', { roomId: 'r', ...room });
    const [ana, bea, carl] = [
      await connect(url, { name: 'Ana' }),
      await connect(url, { name: 'Bea' }),
      await connect(url, { name: 'Carl' }),
    ];
    for (const peer of [ana, bea, carl]) await peer.call('room:join', { roomId: 'r' });
    const root = await ana.call('message:send', message('r', 'hola'));
    const reply = (peer: Peer, text: string, more: object = {}) =>
      peer.call('message:send', { ...message('r', text), threadId: root.id, ...more });
    const inThread = (peer: Peer, more: object = {}) =>
      peer.call('message:list', { roomId: 'r', threadId: root.id, ...more });
    return { url, chat, ana, bea, carl, root, reply, inThread };
  };

  test('contain replies that are neither listed nor unread in the room, unless also sent there', async () => {
    const { url, chat, ana, bea, carl, root, reply, inThread } = await threeInRoom();
    const aside = await reply(bea, 'al hilo');
    const both = await reply(bea, 'a los dos', { alsoToRoom: true });
    expect([aside.alsoToRoom, both.alsoToRoom, both.seq]).toEqual([undefined, true, 3]);
    const late = await connect(url, { name: 'Dora' });
    const snapshot = await late.call('room:join', { roomId: 'r' });
    expect(ids(snapshot.messages)).toEqual([root.id, both.id]);
    expect(ids((await late.call('message:list', { roomId: 'r', after: 0 })).messages)).toEqual([
      root.id,
      both.id,
    ]);
    expect(await inThread(late)).toEqual({ messages: [aside, both], hasMore: false });
    expect(await inThread(late, { before: 3, limit: 1 })).toEqual({ messages: [aside], hasMore: false });
    expect((await carl.call('receipt:read', { roomId: 'r', seq: 1 })).unread).toBe(1);
    expect((await ana.call('room:list', {})).rooms[0]).toMatchObject({ lastMessage: { id: both.id } });
    await reply(bea, 'oye', { mentions: [carl.hello.user.id] });
    const again = await carl.call('room:join', { roomId: 'r' });
    expect([again.unread, again.mentionSeqs]).toEqual([1, []]);
    await expect(
      chat.as({ id: 'root', name: 'Root', role: 'admin' }).call('message:pin', {
        roomId: 'r',
        messageId: aside.id,
      }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'in_thread' });
    const answer = await rest(url, carl, `/rooms/r/messages?threadId=${root.id}&limit=1&before=4`);
    expect(await answer.json()).toEqual({ messages: [both], hasMore: true });
  });

  test('are counted in their root message, which is sent to all members and in a resume', async () => {
    const { url, ana, bea, carl, root, reply } = await threeInRoom();
    const { epoch, rev } = await ana.call('room:join', { roomId: 'r' });
    const [one, two] = [await reply(bea, 'uno'), await reply(carl, 'dos')];
    const told = await ana.until((event) => event.type === 'message:updated' && event.rev === two.rev + 1);
    const counted: Message = {
      ...root,
      rev: two.rev + 1,
      thread: { replies: 2, lastReplyAt: two.createdAt, participants: [two.author, one.author] },
    };
    expect(told).toEqual({
      type: 'message:updated',
      roomId: 'r',
      rev: counted.rev,
      message: counted,
      by: two.author.id,
      change: 'thread',
    });
    const revs = ana.events.flatMap((event) => ('rev' in event && event.rev > rev ? [event.rev] : []));
    expect(revs).toEqual(revs.map((_each, index) => rev + 1 + index));
    const resumed = await ana.call('room:join', { roomId: 'r', since: { epoch, rev } });
    expect([resumed.mode, resumed.messages]).toEqual(['resume', [one, two, counted]]);
    await bea.call('message:delete', { roomId: 'r', messageId: one.id });
    const late = await connect(url, { name: 'Dora' });
    const [seen] = (await late.call('room:join', { roomId: 'r' })).messages;
    expect(seen?.thread).toEqual({ replies: 1, lastReplyAt: two.createdAt, participants: [two.author] });
    expect(seen).toEqual(await late.call('message:get', { roomId: 'r', messageId: root.id }));
  });

  test('are counted exactly if many users reply and delete at once', async () => {
    const { ana, bea, carl, root, reply, inThread } = await threeInRoom();
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_each, index) => reply([ana, bea, carl][index % 3]!, `n.º ${index}`)),
    );
    await Promise.all(
      sent
        .filter((_each, index) => index % 3 === 1)
        .map(({ id }) => bea.call('message:delete', { roomId: 'r', messageId: id })),
    );
    const { thread } = await ana.call('message:get', { roomId: 'r', messageId: root.id });
    expect(thread?.replies).toBe(20);
    expect(thread?.participants.map(({ name }) => name).toSorted()).toEqual(['Ana', 'Carl']);
    expect((await inThread(ana)).messages).toHaveLength(30);
  });

  test('can be read and continued after their root message is deleted', async () => {
    const { ana, bea, root, reply, inThread } = await threeInRoom();
    const one = await reply(bea, 'uno');
    await ana.call('message:delete', { roomId: 'r', messageId: root.id });
    const two = await reply(bea, 'dos');
    expect((await inThread(ana)).messages).toEqual([one, two]);
    const gone = await ana.call('message:get', { roomId: 'r', messageId: root.id });
    expect(gone).toMatchObject({ text: '', thread: { replies: 2, lastReplyAt: two.createdAt } });
  });

  test('of a private message are only for users who have it, by every path', async () => {
    const { url, chat, ana, bea, carl, reply } = await threeInRoom();
    const { epoch, rev } = await carl.call('room:join', { roomId: 'r' });
    const secret = await ana.call('message:send', { ...message('r', 'a solas'), to: [bea.hello.user.id] });
    const threadId = secret.id;
    const answer = await reply(bea, 'dime', { threadId });
    expect(answer.to).toEqual([ana.hello.user.id]);
    await reply(ana, 'ven', { threadId, to: [bea.hello.user.id], alsoToRoom: true });
    await expect(reply(bea, 'todos', { threadId, to: [carl.hello.user.id] })).rejects.toMatchObject({
      code: 'invalid',
      field: 'to',
    });
    expect((await bea.call('message:list', { roomId: 'r', threadId })).messages).toHaveLength(2);
    const { thread } = await bea.call('message:get', { roomId: 'r', messageId: threadId });
    expect(thread?.replies).toBe(2);
    for (const reader of [carl, await connect(url, { name: 'Dora' })]) {
      const page = await reader.call('message:list', { roomId: 'r', threadId });
      expect(page).toEqual({ messages: [], hasMore: false });
      await expect(reply(reader, 'hola', { threadId })).rejects.toMatchObject({
        code: reader === carl ? 'not_found' : 'conflict',
      });
    }
    const resumed = await carl.call('room:join', { roomId: 'r', since: { epoch, rev } });
    expect([resumed.mode, resumed.messages]).toEqual(['resume', []]);
    expect(JSON.stringify(carl.events)).not.toMatch(/dime|ven|a solas/);
    const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
    expect((await admin.call('message:list', { roomId: 'r', threadId })).messages).toEqual([]);
  });

  test('refuse private replies in a public thread, nested threads and unknown root messages', async () => {
    const { url, ana, bea, root, reply } = await threeInRoom();
    const one = await reply(bea, 'uno', { alsoToRoom: true });
    const unknown = '00000000-0000-7000-8000-000000000000';
    const refused: [object, string, string][] = [
      [{ threadId: root.id, to: [bea.hello.user.id] }, 'invalid', 'to'],
      [{ threadId: one.id }, 'invalid', 'threadId'],
      [{ threadId: unknown }, 'not_found', 'threadId'],
      [{ threadId: undefined, alsoToRoom: true }, 'invalid', 'alsoToRoom'],
    ];
    for (const [more, code, field] of refused) {
      await expect(reply(ana, 'no', more)).rejects.toMatchObject({ code, field });
      const { roomId: _roomId, ...body } = { ...message('r', 'no'), threadId: root.id, ...more };
      const answer = await rest(url, ana, '/rooms/r/messages', body);
      expect(await answer.json()).toMatchObject({ error: { code, field } });
    }
    const again = { ...message('r', 'otra vez'), threadId: root.id };
    expect(await bea.call('message:send', again)).toEqual(await bea.call('message:send', again));
    const { threadId: _threadId, ...elsewhere } = again;
    await expect(bea.call('message:send', elsewhere)).rejects.toMatchObject({ reason: 'id_reused' });
  });

  test('refuse replies of muted members, and show only later replies with history since-join', async () => {
    const { url, chat, bea, root, reply } = await threeInRoom({ history: 'since-join' });
    const late = await connect(url, { name: 'Dora' });
    await reply(bea, 'antes');
    await late.call('room:join', { roomId: 'r' });
    const after = await reply(bea, 'después');
    const page = await late.call('message:list', { roomId: 'r', threadId: root.id });
    expect(page).toEqual({ messages: [after], hasMore: false });
    await chat
      .as({ id: 'root', name: 'Root', role: 'admin' })
      .call('member:mute', { roomId: 'r', userId: bea.hello.user.id, until: Date.now() + 60_000 });
    await expect(reply(bea, 'silencio')).rejects.toMatchObject({ reason: 'muted' });
  });
});
