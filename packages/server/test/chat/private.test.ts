import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ChatEvent, Message } from '@chat/protocol';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const everyStorage = [
  ['memory', () => memoryStorage()],
  ['sqlite', () => sqliteStorage(':memory:')],
] as const;

const secret = (to: Peer[], text = 'entre nosotros', id: string = randomUUID()) => ({
  ...message('r', text, id),
  to: to.map(({ hello }) => hello.user.id),
});

const texts = ({ messages }: { messages: Message[] }) => messages.map(({ text }) => text);

/** All events so far, as text. */
const told = (events: ChatEvent[]) => JSON.stringify(events);

/** Ana, who owns the room, Bea and Cai are in it. */
const threeIn = async (options: ChatServerOptions) => {
  const { url, chat } = await startServer(options);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const cai = await connect(url, { name: 'Cai' });
  for (const peer of [ana, bea, cai]) await peer.call('room:join', { roomId: 'r' });
  return { url, chat, ana, bea, cai };
};

describe.each(everyStorage)('with %s', (_, storage) => {
  const start = () => threeIn({ storage: storage() });

  test('a private message reaches its recipients and no other user, by every path', async () => {
    const { url, chat, ana, bea, cai } = await start();
    const staff = chat.as({ id: 'staff', name: 'Staff', role: 'admin' });
    const heard: ChatEvent[] = [];
    staff.on('events', (events) => void heard.push(...events));
    await staff.call('room:join', { roomId: 'r' });
    await ana.call('message:send', message('r', 'a todos'));
    const since = await cai.call('room:join', { roomId: 'r' });
    const sent = await bea.call('message:send', secret([ana]));
    const { rev } = await bea.call('message:edit', { roomId: 'r', messageId: sent.id, text: 'solo tú y yo' });
    await ana.until((event) => 'rev' in event && event.rev === rev);
    await cai.until((event) => 'rev' in event && event.rev === rev);
    expect(told(ana.events)).toContain('solo tú y yo');
    expect(cai.events.filter((event) => 'rev' in event).slice(-2)).toEqual([
      { type: 'skip', roomId: 'r', rev: sent.rev },
      { type: 'skip', roomId: 'r', rev },
    ]);

    // Not even the owner of the room (Ana is) or an admin reads what is not theirs; here Cai and the admin are the others.
    const others = [cai.call, staff.call];
    for (const call of others) {
      expect(texts(await call('message:list', { roomId: 'r' }))).toEqual(['a todos']);
      expect(texts(await call('message:list', { roomId: 'r', around: sent.seq }))).toEqual(['a todos']);
      expect(texts(await call('message:list', { roomId: 'r', after: 0, limit: 1 }))).toEqual(['a todos']);
      const listed = (await call('room:list', {})).rooms.find(({ room }) => room.id === 'r');
      expect([listed?.lastMessage?.text, listed?.unread]).toEqual(['a todos', 1]);
      const target = { roomId: 'r', messageId: sent.id };
      const unknown = { code: 'not_found', message: 'no such message' };
      await expect(call('message:edit', { ...target, text: 'x' })).rejects.toMatchObject(unknown);
      await expect(call('message:delete', target)).rejects.toMatchObject(unknown);
      await expect(call('message:delete', { ...target, messageId: randomUUID() })).rejects.toMatchObject(
        unknown,
      );
      const reply = { ...message('r', 'x'), replyTo: sent.id };
      await expect(call('message:send', reply)).rejects.toMatchObject({
        code: 'not_found',
        field: 'replyTo',
      });
    }
    const passed = { roomId: 'r', since: { epoch: since.epoch, rev: since.rev } };
    for (let twice = 0; twice < 2; twice++) {
      const again = await ana.call('room:join', passed);
      expect([again.mode, again.unread, texts(again)]).toEqual(['resume', 1, ['solo tú y yo']]);
      const resumed = await cai.call('room:join', passed);
      expect([resumed.mode, resumed.rev, resumed.unread, texts(resumed)]).toEqual(['resume', rev, 1, []]);
    }
    for (const place of [{ after: 0 }, { before: 9 }, { around: 2 }])
      expect(texts(await ana.call('message:list', { roomId: 'r', ...place }))).toHaveLength(2);
    const late = await connect(url, { name: 'Dani' });
    const first = await late.call('room:join', { roomId: 'r' });
    expect([texts(first), first.hasMore, first.rev]).toEqual([['a todos'], false, rev]);

    await bea.call('message:delete', { roomId: 'r', messageId: sent.id });
    const deleted = await ana.until(({ type }) => type === 'message:deleted');
    expect(deleted).toMatchObject({ message: { text: '', to: [ana.hello.user.id] } });
    await late.until((event) => event.type === 'skip');
    const fetched = (token = '') =>
      fetch(`${url}/chat/api/rooms/r/messages`, { headers: { authorization: `Bearer ${token}` } }).then(
        (answer) => answer.json() as Promise<{ messages: Message[] }>,
      );
    expect((await fetched(cai.hello.token)).messages).toHaveLength(1);
    expect((await fetched(ana.hello.token)).messages).toHaveLength(2);
    for (const events of [cai.events, late.events, heard])
      expect(told(events)).not.toMatch(/nosotros|tú y yo|message:(updated|deleted)/);
  });

  test('a private message reaches other tabs of both users, and a tab that reconnects', async () => {
    const { url, ana, bea } = await start();
    const tab = await connect(url, { token: bea.hello.token ?? '' });
    const other = await connect(url, { token: ana.hello.token ?? '' });
    await tab.call('room:join', { roomId: 'r' });
    const before = await other.call('room:join', { roomId: 'r' });
    other.socket.disconnect();
    const sent = await bea.call('message:send', secret([ana]));
    await tab.until((event) => event.type === 'message:created' && event.message.id === sent.id);
    const back = await connect(url, { token: ana.hello.token ?? '' });
    const { epoch, rev } = before;
    expect(texts(await back.call('room:join', { roomId: 'r', since: { epoch, rev } }))).toEqual([
      'entre nosotros',
    ]);
  });

  test('pages are full, with the right hasMore, whatever private messages lie between', async () => {
    const { chat, ana, bea, cai } = await start();
    const session = chat.as({ id: 'bot', name: 'Bot', bot: true });
    await session.call('room:join', { roomId: 'r' });
    for (let round = 0; round < 4; round++) {
      await cai.call('message:send', message('r', `${round}`));
      for (let each = 0; each < 40; each++)
        await session.call('message:send', secret([bea], `${round}.${each}`));
    }
    const page = await ana.call('message:list', { roomId: 'r', limit: 3 });
    expect([texts(page), page.hasMore]).toEqual([['1', '2', '3'], true]);
    const older = await ana.call('message:list', {
      roomId: 'r',
      limit: 3,
      before: page.messages[0]?.seq ?? 0,
    });
    expect([texts(older), older.hasMore]).toEqual([['0'], false]);
    const { messages, unread } = await ana.call('room:join', { roomId: 'r' });
    expect([texts({ messages }), unread]).toEqual([['0', '1', '2', '3'], 4]);
    const hers = await bea.call('room:join', { roomId: 'r' });
    expect([hers.messages.length, hers.unread, hers.hasMore]).toEqual([50, 164, true]);
  });

  test('recipients must be in the room; unknown, absent and banned users get the same refusal', async () => {
    const { chat, ana, bea, cai } = await start();
    await chat.as({ id: 'elsewhere', name: 'E' }).call('room:join', { roomId: 'other' });
    await ana.call('member:ban', { roomId: 'r', userId: cai.hello.user.id });
    const nobody = { code: 'invalid', field: 'to', message: 'to: must name users of this room' };
    for (const userId of ['nobody', 'elsewhere', cai.hello.user.id]) {
      const to = [bea.hello.user.id, userId];
      await expect(ana.call('message:send', { ...message('r', 'x'), to })).rejects.toMatchObject(nobody);
    }
    const wrong = { code: 'invalid', field: 'to' };
    await expect(ana.call('message:send', secret([]))).rejects.toMatchObject(wrong);
    await expect(ana.call('message:send', secret([ana]))).rejects.toMatchObject(wrong);
    const many = Array.from({ length: 21 }, (_each, index) => `u${index}`);
    await expect(ana.call('message:send', { ...message('r', 'x'), to: many })).rejects.toMatchObject({
      code: 'too_large',
      field: 'to',
      message: 'to must name at most 20 people',
    });
    const sent = await ana.call('message:send', secret([bea, bea]));
    expect(sent.to).toEqual([bea.hello.user.id]);
    await expect(ana.call('message:send', secret([bea], sent.text, sent.id))).resolves.toEqual(sent);
    const wider = { ...message('r', sent.text, sent.id) };
    await expect(ana.call('message:send', wider)).rejects.toMatchObject({ reason: 'id_reused' });
  });

  test('a reply to a private message reaches and mentions only users who have that message', async () => {
    const { ana, bea, cai } = await start();
    const { id } = await ana.call('message:send', secret([bea]));
    const wrong = { code: 'invalid', field: 'to' };
    await expect(bea.call('message:send', { ...message('r', 'x'), replyTo: id })).rejects.toMatchObject(
      wrong,
    );
    await expect(bea.call('message:send', { ...secret([ana, cai]), replyTo: id })).rejects.toMatchObject(
      wrong,
    );
    const mentions = [ana, cai].map(({ hello }) => hello.user.id);
    const reply = await bea.call('message:send', { ...secret([ana]), replyTo: id, mentions });
    expect([reply.replyTo, reply.mentions]).toEqual([id, [ana.hello.user.id]]);
    const edit = { roomId: 'r', messageId: reply.id, text: 'x', mentions };
    expect((await bea.call('message:edit', edit)).mentions).toEqual([ana.hello.user.id]);
    await expect(ana.call('message:edit', edit)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('a private message with unknown recipients is refused by REST too', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const answer = await fetch(`${url}/chat/api/rooms/r/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), text: 'x', to: ['nobody'] }),
  });
  const { error } = (await answer.json()) as { error: object };
  expect([answer.status, error]).toMatchObject([
    400,
    { code: 'invalid', message: 'to: must name users of this room', field: 'to' },
  ]);
});

test('a slow reader who catches up from memory gets no private message of others', async () => {
  const { chat, ana, cai } = await threeIn({ limits: { maxUnsentBytes: 10_000 } });
  const writer = chat.as({ id: 'writer', name: 'Writer' });
  const { ws } = cai.socket.io.engine.transport as unknown as { ws: Record<'_socket', Socket> };
  ws['_socket'].pause();
  const text = 'abierto '.repeat(500);
  for (let index = 0; index < 3_000; index += 1) await writer.call('message:send', message('r', text));
  const { rev } = await writer.call('message:send', secret([ana], 'secreto'));
  ws['_socket'].resume();
  const last = await cai.until((event) => 'rev' in event && event.rev === rev);
  expect(last).toEqual({ type: 'skip', roomId: 'r', rev });
});

test('a private message stays hidden in a batch with another hidden message', async () => {
  const { chat, ana, bea } = await threeIn({ rooms: { defaults: { history: 'since-join' } } });
  const late = chat.as({ id: 'late', name: 'Late' });
  const { id } = await ana.call('message:send', message('r', 'antes'));
  await late.call('room:join', { roomId: 'r' });
  const heard: string[] = [];
  const both = new Promise<void>((resolve) => {
    late.on('events', (events) => {
      heard.push(...events.flatMap((event) => ('rev' in event ? [event.type] : [])));
      if (heard.length >= 2) resolve();
    });
  });
  const edit = ana.call('message:edit', { roomId: 'r', messageId: id, text: 'antes, mejor' });
  await Promise.all([edit, ana.call('message:send', secret([bea]))]);
  await both;
  expect(heard).toEqual(['skip', 'skip']);
});
