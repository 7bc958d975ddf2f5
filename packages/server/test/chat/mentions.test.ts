import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, describe } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const idOf = ({ hello }: Peer) => hello.user.id;

/** Calls a REST route of a room as a guest. */
const rest = async (url: string, peer: Peer, method: string, path: string, body: object) => {
  const answer = await fetch(`${url}/chat/api/rooms/${path}`, {
    method,
    headers: { authorization: `Bearer ${peer.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()] as const;
};

const sqliteFile = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'chat-mentions-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'chat.db');
};

describe.each(['memory', 'sqlite'])('with %s', (kind) => {
  const start = async () => startServer(kind === 'memory' ? {} : { storage: await sqliteFile() });

  test('unread mentions are the same in a snapshot, the room list and the response to a read', async () => {
    const { url } = await start();
    const ana = await connect(url, { name: 'Ana' });
    const bea = await connect(url, { name: 'Bea' });
    for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
    await bea.call('room:leave', { roomId: 'r' });
    const say = (text: string, content = {}) =>
      ana.call('message:send', { ...message('r', text), ...content });
    const toBea = { mentions: [idOf(bea), idOf(bea)] };
    const [first, second] = [await say('1', toBea), await say('2', toBea)];
    for (const content of [{}, toBea, { mentionsAll: true }]) await say('más', content);
    expect(first?.mentions).toEqual([idOf(bea)]);
    await ana.call('message:delete', { roomId: 'r', messageId: first?.id ?? '' });

    const left = { unread: 4, unreadMentions: 3 };
    const { rooms } = await bea.call('room:list', {});
    expect(rooms[0]).toMatchObject(left);
    expect(await bea.call('room:join', { roomId: 'r' })).toMatchObject({ ...left, mentionSeqs: [2, 4, 5] });
    expect(await bea.call('receipt:read', { roomId: 'r', seq: 2 })).toEqual({
      seq: 2,
      turn: 0,
      unread: 3,
      unreadMentions: 2,
      mentionSeqs: [4, 5],
    });
    // A read mention stays read after any change.
    const edit = { roomId: 'r', messageId: second?.id ?? '', text: 'otra', ...toBea };
    await ana.call('message:edit', edit);
    expect(await bea.call('room:join', { roomId: 'r' })).toMatchObject({ mentionSeqs: [4, 5] });
    // Nobody calls themselves.
    expect(await ana.call('room:join', { roomId: 'r' })).toMatchObject({ unreadMentions: 0 });
  });

  test('an edit adds and removes mentions, even far back in a long room', async () => {
    const { url, chat } = await start();
    const owner = chat.as({ id: 'owner', name: 'Owner' });
    const bea = chat.as({ id: 'bea', name: 'Bea' });
    for (const each of [owner, bea]) await each.call('room:join', { roomId: 'r' });
    const first = await owner.call('message:send', message('r', 'uno'));
    for (let count = 0; count < 150; count++) await owner.call('message:send', message('r', `${count}`));
    const target = { roomId: 'r', messageId: first.id, text: 'dos' };
    await owner.call('message:edit', { ...target, mentions: ['bea'] });
    const late = await connect(url, { name: 'Late' });
    await late.call('room:join', { roomId: 'r' });
    const again = () => bea.call('room:join', { roomId: 'r' });
    expect(await again()).toMatchObject({ unread: 151, unreadMentions: 1, mentionSeqs: [1] });
    expect(await owner.call('message:edit', { ...target, mentionsAll: true })).toMatchObject({
      mentions: ['bea'],
      mentionsAll: true,
    });
    expect(await again()).toMatchObject({ mentionSeqs: [1] });
    await owner.call('message:edit', { ...target, mentions: [], mentionsAll: false });
    expect(await again()).toMatchObject({ unread: 151, unreadMentions: 0, mentionSeqs: [] });
    // For a member who joins later, all earlier messages are read.
    expect(await late.call('room:join', { roomId: 'r' })).toMatchObject({ unreadMentions: 0 });
  });
});

test('mentioning all members needs permission, by socket and by REST', async () => {
  const { url } = await startServer();
  const owner = await connect(url, { name: 'Owner' });
  const ana = await connect(url, { name: 'Ana' });
  for (const peer of [owner, ana]) await peer.call('room:join', { roomId: 'r' });
  const refused = { code: 'forbidden', message: 'your role does not allow mention:all' };
  const toAll = { mentionsAll: true };
  const mine = await ana.call('message:send', message('r', 'hola @todos'));
  await expect(ana.call('message:send', { ...message('r', '@todos'), ...toAll })).rejects.toMatchObject(
    refused,
  );
  const edit = { roomId: 'r', messageId: mine.id, text: '@todos', ...toAll };
  await expect(ana.call('message:edit', edit)).rejects.toMatchObject(refused);
  const { id, text } = message('r', '@todos');
  expect(await rest(url, ana, 'POST', 'r/messages', { id, text, ...toAll })).toMatchObject([
    403,
    { error: refused },
  ]);
  expect(await rest(url, ana, 'PATCH', `r/messages/${mine.id}`, { text, ...toAll })).toMatchObject([
    403,
    { error: refused },
  ]);
  expect(await rest(url, owner, 'POST', 'r/messages', { id, text, ...toAll })).toMatchObject([
    201,
    { mentionsAll: true, mentions: [] },
  ]);
  const many = { mentions: Array.from({ length: 51 }, (_, index) => `user-${index}`) };
  await expect(ana.call('message:send', { ...message('r', 'x'), ...many })).rejects.toMatchObject({
    code: 'invalid',
    field: 'mentions',
  });
});

test('a message mentions only users who may read it', async () => {
  const { chat } = await startServer();
  const [owner, bea, cai, dee] = ['owner', 'bea', 'cai', 'dee'].map((id) => chat.as({ id, name: id }));
  if (!owner || !bea || !cai || !dee) throw new Error('nobody is here');
  await owner.call('room:create', { roomId: 'p', type: 'private' });
  for (const each of [owner, bea, cai, dee]) await each.call('room:join', { roomId: 'lobby' });
  for (const userId of ['bea', 'cai']) await owner.call('member:add', { roomId: 'p', userId });
  const mentions = ['bea', 'cai', 'dee', 'nobody'];
  const sent = await owner.call('message:send', { ...message('p', 'hola'), mentions });
  expect(sent.mentions).toEqual(['bea', 'cai']);
  const secret = { ...message('p', 'shh'), to: ['bea'], mentions, mentionsAll: true };
  expect((await owner.call('message:send', secret)).mentions).toEqual(['bea']);
  const mentionsOf = async (session: typeof bea) =>
    (await session.call('room:list', {})).rooms.find(({ room }) => room.id === 'p')?.unreadMentions;
  expect(await mentionsOf(bea)).toBe(2);
  expect(await mentionsOf(cai)).toBe(1);
  // In a room that anybody may enter everybody may be called, but for those who are banned from it.
  await owner.call('member:ban', { roomId: 'lobby', userId: 'dee' });
  const open = await owner.call('message:send', { ...message('lobby', 'hola'), mentions });
  expect(open.mentions).toEqual(['bea', 'cai', 'nobody']);
  // Earlier messages do not mention a member who joins later.
  await owner.call('member:add', { roomId: 'p', userId: 'dee' });
  expect(await mentionsOf(dee)).toBe(0);
});
