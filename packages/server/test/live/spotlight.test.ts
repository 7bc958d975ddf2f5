// The message or question on stage over two nodes, in each store: one per room, for everybody, until it is gone.
import { randomUUID } from 'node:crypto';
import { memoryStorage } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { message, startServer, type Peer } from '../chat/harness.ts';
import { byToken, joined, pairsOfStores, signedIn, startTwo, twice } from './two-nodes.ts';

const roomId = 'r';
const stores = pairsOfStores();

const send = async (peer: Peer, text: string, more: object = {}) =>
  (await peer.call('message:send', { ...message(roomId, text), ...more })).id;
const stored = async (peer: Peer) => (await peer.call('room:get', { roomId })).spotlight?.messageId;
/** The message on stage, as the events of the room say. */
const shown = ({ events }: Peer) =>
  events.flatMap((event) => ('room' in event ? [event.room.spotlight?.messageId] : [])).at(-1);
/** Every `rev` from the first to the last event, once. */
const revsOf = ({ events }: Peer) => events.flatMap((event) => ('rev' in event ? [event.rev] : []));

test.each(stores)('%s: one message is on stage, on all nodes, until it is deleted', async (_, make) => {
  const nodes = await startTwo(make());
  const host = await joined(nodes[0], 'host');
  const other = await joined(nodes[1], 'other');
  const [first, second] = [await send(other, '¿Cuándo?'), await send(other, '¿Dónde?')];
  const onStage = await host.call('message:spotlight', { roomId, messageId: first });
  expect(onStage).toMatchObject({ id: first, text: '¿Cuándo?' });
  await expect.poll(() => shown(other), patient).toBe(first);
  await host.call('message:spotlight', { roomId, messageId: second });
  // A member who joins later sees it.
  const late = await signedIn(nodes[1], 'late');
  await expect
    .poll(async () => (await late.call('room:join', { roomId })).room.spotlight?.messageId, patient)
    .toBe(second);
  // The deletion of another message changes nothing; its own takes it off the stage.
  await other.call('message:delete', { roomId, messageId: first });
  expect(await stored(host)).toBe(second);
  await other.call('message:delete', { roomId, messageId: second });
  await expect.poll(() => stored(host), patient).toBeUndefined();
  for (const peer of [host, other, late]) await expect.poll(() => shown(peer), patient).toBeUndefined();
  expect(other.events.some((event) => event.type === 'message:deleted' && event.message.id === second)).toBe(
    true,
  );
  for (const peer of [host, other]) {
    const revs = revsOf(peer);
    expect(revs).toEqual(revs.map((_rev, at) => (revs[0] ?? 0) + at));
  }
  // Undoing the deletion brings back the message alone.
  await other.call('message:restore', { roomId, messageId: second });
  expect(await stored(other)).toBeUndefined();
});

test('the stage survives a restart, and is cleared by its host or with the room', async () => {
  const storage = memoryStorage();
  const start = () => startServer({ storage, files: false, authenticate: byToken });
  const before = await start();
  const messageId = await send(await joined(before, 'host'), 'hola');
  await (await joined(before, 'host')).call('message:spotlight', { roomId, messageId });
  await before.stop();
  const host = await joined(await start(), 'host');
  expect(await stored(host)).toBe(messageId);
  await host.call('room:update', { roomId, title: 'Gala' });
  expect(await stored(host)).toBe(messageId);
  await host.call('spotlight:clear', { roomId });
  expect(await stored(host)).toBeUndefined();
  await host.call('spotlight:clear', { roomId });
  await host.call('message:spotlight', { roomId, messageId });
  await host.call('message:spotlight', { roomId, messageId });
  await host.call('room:end', { roomId });
  expect(await stored(host)).toBeUndefined();
  const { entries } = await host.call('audit:list', { roomId });
  expect(entries.map(({ act }) => act)).toEqual([
    'room:end',
    'message:spotlight',
    'spotlight:clear',
    'room:update',
    'message:spotlight',
  ]);
  expect(entries[1]).toMatchObject({ by: { id: 'host' }, user: { id: 'host' }, messageId });
});

test('only hosts decide on the stage, and only about messages for everybody', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await joined(node, 'host');
  const a = await joined(node, 'a');
  const said = await send(a, 'hola');
  const spotlight = (peer: Peer, messageId: string) => peer.call('message:spotlight', { roomId, messageId });
  for (const change of [spotlight(a, said), a.call('spotlight:clear', { roomId })])
    await expect(change).rejects.toMatchObject({ code: 'forbidden' });
  const toHost = await send(a, 'solo para ti', { to: ['host'] });
  await expect(spotlight(host, toHost)).rejects.toMatchObject({ reason: 'private_message' });
  const toOther = await send(a, 'para b', { to: [(await joined(node, 'b')).hello.user.id] });
  await expect(spotlight(host, toOther)).rejects.toMatchObject({ code: 'not_found' });
  const reply = await send(a, 'en el hilo', { threadId: said });
  await expect(spotlight(host, reply)).rejects.toMatchObject({ reason: 'in_thread' });
  await host.call('room:update', { roomId, approval: 'everyone' });
  const held = randomUUID();
  await expect(send(a, 'espera', { id: held })).rejects.toMatchObject({ reason: 'pending_approval' });
  await expect(spotlight(host, held)).rejects.toMatchObject({ code: 'not_found' });
  await host.call('approval:approve', { roomId, messageId: held });
  await spotlight(host, held);
  expect(await stored(a)).toBe(held);
  await a.call('message:delete', { roomId, messageId: held });
  await expect(spotlight(host, held)).rejects.toMatchObject({ code: 'not_found' });
});

test('an erased author leaves the stage', async () => {
  const [node] = await startTwo(twice(memoryStorage()));
  const host = await joined(node, 'host');
  const messageId = await send(await joined(node, 'a'), 'hola');
  await host.call('message:spotlight', { roomId, messageId });
  await node.chat.eraseUser('a');
  await expect.poll(() => stored(host), patient).toBeUndefined();
  expect(shown(host)).toBeUndefined();
});

describe('a question', () => {
  const asking = { roomId, text: '¿Habrá becas?' };
  const ask = async (peer: Peer, more: object = {}) =>
    (await peer.call('question:ask', { ...asking, id: randomUUID(), ...more })).question.id;
  const put = (peer: Peer, questionId: string) => peer.call('question:spotlight', { roomId, questionId });
  const questionOnStage = async (peer: Peer) =>
    (await peer.call('room:get', { roomId })).spotlight?.question?.id;
  const asked = ({ events }: Peer) =>
    events.flatMap((event) => ('room' in event ? [event.room.spotlight?.question?.text] : [])).at(-1);

  test.each(stores)('%s: is on stage on all nodes until it is dismissed or withdrawn', async (_, make) => {
    const nodes = await startTwo(make());
    const host = await joined(nodes[0], 'host');
    const other = await joined(nodes[1], 'other');
    await host.call('room:update', { roomId, questions: 'named' });
    const messageId = await send(other, 'hola');
    await host.call('message:spotlight', { roomId, messageId });
    const [first, second] = [await ask(other), await ask(other, { text: '¿Dónde?' })];
    // It takes the place of the message, and the other way round.
    const { user } = other.hello;
    expect(await put(host, first)).toEqual({
      question: { id: first, text: asking.text, author: { id: user.id, name: user.name } },
      at: expect.any(Number),
    });
    await expect.poll(() => asked(other), patient).toBe(asking.text);
    expect(await stored(other)).toBeUndefined();
    await host.call('message:spotlight', { roomId, messageId });
    expect(await questionOnStage(host)).toBeUndefined();
    await put(host, first);
    // A member who joins later sees it.
    const late = await signedIn(nodes[1], 'late');
    await expect
      .poll(async () => (await late.call('room:join', { roomId })).room.spotlight?.question?.id, patient)
      .toBe(first);
    // Votes, an answer and other questions change nothing.
    await late.call('question:upvote', { roomId, questionId: first });
    await host.call('question:answer', { roomId, questionId: first, text: 'Sí.' });
    await host.call('question:dismiss', { roomId, questionId: second });
    expect(await questionOnStage(host)).toBe(first);
    await expect(put(host, second)).rejects.toMatchObject({ reason: 'question_closed' });
    const { rev } = await host.call('room:join', { roomId });
    await host.call('question:dismiss', { roomId, questionId: first });
    expect(await questionOnStage(host)).toBeUndefined();
    for (const peer of [host, other, late]) await expect.poll(() => asked(peer), patient).toBeUndefined();
    // The question and the stage change in one step.
    const cleared = host.events.findLast((event) => event.type === 'room:updated');
    expect(cleared).toMatchObject({ rev: rev + 2 });
    await host.call('question:reopen', { roomId, questionId: second });
    await put(host, second);
    await other.call('question:withdraw', { roomId, questionId: second });
    await expect.poll(() => questionOnStage(host), patient).toBeUndefined();
    for (const peer of [host, other, late]) await expect.poll(() => asked(peer), patient).toBeUndefined();
    for (const peer of [host, other]) {
      const revs = revsOf(peer);
      expect(revs).toEqual(revs.map((_rev, at) => (revs[0] ?? 0) + at));
    }
  });

  test('is put on stage and taken off by hosts alone, who are in the audit log', async () => {
    const [node] = await startTwo(twice(memoryStorage()));
    const host = await joined(node, 'host');
    const a = await joined(node, 'a');
    await host.call('room:update', { roomId, questions: 'anonymous' });
    const questionId = await ask(a, { anonymous: true });
    await expect(put(a, questionId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(put(host, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    await put(host, questionId);
    const { rev } = await host.call('room:join', { roomId });
    // Again, it changes nothing.
    await put(host, questionId);
    expect((await host.call('room:join', { roomId })).rev).toBe(rev);
    await host.call('spotlight:clear', { roomId });
    expect(await questionOnStage(host)).toBeUndefined();
    await put(host, questionId);
    await host.call('room:end', { roomId });
    expect(await questionOnStage(host)).toBeUndefined();
    const { entries } = await host.call('audit:list', { roomId });
    expect(entries.map(({ act }) => act)).toEqual([
      'room:end',
      'question:spotlight',
      'spotlight:clear',
      'question:spotlight',
      'room:update',
    ]);
    for (const entry of entries.slice(1, 4)) {
      expect(entry).toMatchObject({ by: { id: 'host' }, questionId });
      expect(entry.user).toBeUndefined();
    }
  });

  test('leaves the stage with its erased author', async () => {
    const [node] = await startTwo(twice(memoryStorage()));
    const host = await joined(node, 'host');
    await host.call('room:update', { roomId, questions: 'named' });
    await put(host, await ask(await joined(node, 'a')));
    await node.chat.eraseUser('a');
    await expect.poll(() => questionOnStage(host), { ...patient, timeout: 15_000 }).toBeUndefined();
    expect(asked(host)).toBeUndefined();
  });
});
