// Questions over two nodes, in each store: asked, voted for, answered, dismissed and highlighted.
import { randomUUID } from 'node:crypto';
import type { Input, Question } from '@chat/protocol';
import { memoryStorage, wordFilter, type ChatServerOptions } from '@chat/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import type { Peer } from '../chat/harness.ts';
import { joined, pairsOfStores, startTwo, twice, type Storages } from './two-nodes.ts';

/** A room of its own for each test: some stores are shared. */
let roomId = '';
beforeEach(() => void (roomId = randomUUID()));
const stores = pairsOfStores();

const inRoom = async (
  storages: Storages,
  options: ChatServerOptions = {},
  mode: 'named' | 'anonymous' = 'anonymous',
) => {
  const nodes = await startTwo(storages, options);
  const host = await joined(nodes[0], 'host', roomId);
  await host.call('room:update', { roomId, questions: mode });
  return {
    nodes,
    host,
    ana: await joined(nodes[0], 'ana', roomId),
    bea: await joined(nodes[1], 'bea', roomId),
  };
};

const ask = async (peer: Peer, text: string, more: Partial<Input<'question:ask'>> = {}): Promise<string> =>
  (await peer.call('question:ask', { roomId, id: randomUUID(), text, ...more })).question.id;
const upvote = (peer: Peer, questionId: string, upvoted = true) =>
  peer.call('question:upvote', { roomId, questionId, upvoted });
const listed = async (peer: Peer, query: Partial<Input<'question:list'>> = {}) =>
  (await peer.call('question:list', { roomId, ...query })).questions;
const shortOf = ({ text, votes, upvoted, mine }: Question) =>
  [text, votes, ...(upvoted ? ['upvoted'] : []), ...(mine ? ['mine'] : [])].join(' ');
const list = async (peer: Peer, query: Partial<Input<'question:list'>> = {}) =>
  (await listed(peer, query)).map(shortOf);
const changesOf = ({ events }: Peer) =>
  events.flatMap((event) => (event.type === 'question:changed' ? [event] : []));
/** The questions as a peer knows them by events alone. */
const heard = (peer: Peer): Map<string, Question> => {
  const known = new Map<string, Question>();
  for (const { questions, gone } of changesOf(peer)) {
    for (const question of questions) known.set(question.id, question);
    for (const id of gone) known.delete(id);
  }
  return known;
};

test.each(stores)('%s: members of both nodes ask and vote, and see the same lists', async (_, make) => {
  const { host, ana, bea } = await inRoom(make());
  const first = await ask(ana, 'First?');
  const second = await ask(bea, 'Second?', { anonymous: true });
  const third = await ask(bea, 'Third?');
  await Promise.all([host, ana, bea].map((peer) => upvote(peer, second)));
  await Promise.all([ana, bea].map((peer) => upvote(peer, third)));
  await upvote(bea, third, false);
  // The same vote again changes nothing.
  await upvote(ana, second);
  await upvote(bea, third, false);
  await expect
    .poll(() => list(ana), patient)
    .toEqual(['Second? 3 upvoted', 'Third? 1 upvoted', 'First? 0 mine']);
  expect(await list(bea)).toEqual(['Second? 3 upvoted mine', 'Third? 1 mine', 'First? 0']);
  expect(await list(host, { sort: 'time' })).toEqual(['Third? 1', 'Second? 3 upvoted', 'First? 0']);
  for (const peer of [host, ana, bea])
    await expect
      .poll(() => [...heard(peer).values()].map(shortOf).toSorted(), patient)
      .toEqual(['First? 0', 'Second? 3', 'Third? 1']);

  await host.call('question:highlight', { roomId, questionId: first });
  await host.call('question:highlight', { roomId, questionId: second });
  const highlighted = (await listed(bea)).filter(({ highlightedAt }) => highlightedAt !== undefined);
  expect(highlighted.map(({ id }) => id)).toEqual([second]);
  await host.call('question:answer', { roomId, questionId: second });
  await host.call('question:answer', { roomId, questionId: third, text: 'Tomorrow.' });
  await host.call('question:dismiss', { roomId, questionId: first });
  expect(await list(bea)).toEqual([]);
  const answered = await listed(bea, { state: 'answered', sort: 'time' });
  expect(answered.map(({ text, answer, highlightedAt }) => [text, answer?.text, highlightedAt])).toEqual([
    ['Third?', 'Tomorrow.', undefined],
    ['Second?', undefined, undefined],
  ]);
  expect(await list(host, { state: 'dismissed' })).toEqual(['First? 0']);
  for (const peer of [ana, bea])
    await expect
      .poll(() => [...heard(peer).values()].map(({ state }) => state), patient)
      .toEqual(['answered', 'answered']);
  await host.call('question:reopen', { roomId, questionId: first });
  await host.call('question:reopen', { roomId, questionId: third });
  expect(await list(bea)).toEqual(['Third? 1 mine', 'First? 0']);
  expect((await listed(bea))[0]?.answer).toBeUndefined();

  const { entries } = await host.call('audit:list', { roomId });
  expect(
    entries.filter(({ act }) => act.startsWith('question:')).map((entry) => [entry.act, entry.questionId]),
  ).toEqual([
    ['question:reopen', third],
    ['question:reopen', first],
    ['question:dismiss', first],
    ['question:answer', third],
    ['question:answer', second],
    ['question:highlight', second],
    ['question:highlight', first],
  ]);
});

test.each(stores)('%s: a list is paged in both orders', async (_, make) => {
  const { ana, bea } = await inRoom(make(), { limits: { maxQuestionsPerDay: 20 } });
  const ids: string[] = [];
  for (const number of [0, 1, 2, 3, 4, 5, 6]) ids.push(await ask(ana, `${number}`));
  for (const at of [2, 5]) await upvote(bea, ids[at] ?? '');
  await upvote(ana, ids[5] ?? '');
  await expect.poll(async () => (await listed(ana))[0]?.votes, patient).toBe(2);
  const paged = async (sort: 'votes' | 'time') => {
    const texts: string[] = [];
    let after: string | undefined;
    do {
      const query = { roomId, sort, limit: 3, ...(after === undefined ? {} : { after }) };
      const page = await bea.call('question:list', query);
      expect(page.open).toBe(7);
      texts.push(...page.questions.map(({ text }) => text));
      after = page.next;
    } while (after !== undefined);
    return texts;
  };
  const byVotes = await paged('votes');
  expect(byVotes.slice(0, 2)).toEqual(['5', '2']);
  expect(byVotes.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  const byTime = await listed(bea, { sort: 'time' });
  expect(await paged('time')).toEqual(byTime.map(({ text }) => text));
  const times = byTime.map(({ askedAt }) => askedAt);
  expect(times).toEqual(times.toSorted((one, other) => other - one));
});

describe('a question', () => {
  test('is asked only where the room has questions, and anonymously only where it allows that', async () => {
    const { host, ana } = await inRoom(twice(memoryStorage()), {}, 'named');
    const named = ask(ana, 'Hidden?', { anonymous: true });
    await expect(named).rejects.toMatchObject({ code: 'forbidden', reason: 'anonymous_off' });
    const id = await ask(ana, 'Named?');
    expect((await listed(host))[0]?.author).toMatchObject({ id: 'ana' });
    await host.call('room:update', { roomId, questions: 'off' });
    const off = { code: 'forbidden', reason: 'questions_off' };
    await expect(ask(ana, 'Off?')).rejects.toMatchObject(off);
    await expect(upvote(ana, id)).rejects.toMatchObject(off);
  });

  test('is stored once, however often it is sent', async () => {
    const { ana, bea } = await inRoom(twice(memoryStorage()));
    for (const anonymous of [true, false]) {
      const id = await ask(ana, 'Once?', { anonymous });
      expect(await ask(ana, 'Once?', { id, anonymous })).toBe(id);
      await expect(ask(ana, 'Other?', { id, anonymous })).rejects.toMatchObject({ code: 'conflict' });
      await expect(ask(bea, 'Once?', { id, anonymous })).rejects.toMatchObject({ code: 'conflict' });
    }
    await expect.poll(() => list(ana), patient).toEqual(['Once? 0 mine', 'Once? 0 mine']);
  });

  test('takes no votes once it is answered or dismissed', async () => {
    const { host, ana } = await inRoom(twice(memoryStorage()));
    const questionId = await ask(ana, 'Why?');
    await upvote(ana, questionId);
    await host.call('question:answer', { roomId, questionId });
    const closed = { code: 'conflict', reason: 'question_closed' };
    await expect(upvote(ana, questionId, false)).rejects.toMatchObject(closed);
    await expect(host.call('question:highlight', { roomId, questionId })).rejects.toMatchObject(closed);
    await host.call('question:dismiss', { roomId, questionId });
    await expect(upvote(ana, questionId, false)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('can be withdrawn by its author alone, and is then gone for everybody', async () => {
    const { host, ana, bea } = await inRoom(twice(memoryStorage()));
    for (const anonymous of [true, false]) {
      const questionId = await ask(ana, 'Mine?', { anonymous });
      await upvote(bea, questionId);
      await expect.poll(() => heard(bea).get(questionId)?.votes, patient).toBe(1);
      for (const peer of [host, bea]) {
        const withdrawn = peer.call('question:withdraw', { roomId, questionId });
        await expect(withdrawn).rejects.toMatchObject({ code: 'not_found' });
      }
      await ana.call('question:withdraw', { roomId, questionId });
      await expect.poll(() => heard(bea).has(questionId), patient).toBe(false);
      for (const state of ['open', 'answered', 'dismissed'] as const)
        expect(await list(host, { state })).toEqual([]);
      await expect(upvote(bea, questionId)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('can be asked where only hosts write, but not by muted users', async () => {
    const { host, ana, bea } = await inRoom(twice(memoryStorage()));
    await host.call('room:update', { roomId, frozen: true });
    await ask(ana, 'May I?');
    await host.call('member:mute', { roomId, userId: 'bea', until: Date.now() + 60_000 });
    await expect(ask(bea, 'May I?')).rejects.toMatchObject({ code: 'forbidden', reason: 'muted' });
    await host.call('room:end', { roomId });
    await expect(ask(ana, 'Now?')).rejects.toMatchObject({ code: 'conflict', reason: 'room_ended' });
  });

  test('follows the modes of the room, its approval and the word filter', async () => {
    const hooks = wordFilter({ words: ['darn'], action: 'mask' });
    const { host, ana } = await inRoom(twice(memoryStorage()), { hooks });
    const id = await ask(ana, 'What the darn?', { anonymous: true });
    await host.call('question:answer', { roomId, questionId: id, text: 'darn' });
    const [masked] = await listed(ana, { state: 'answered' });
    expect([masked?.text, masked?.answer?.text]).toEqual(['What the ••••?', '••••']);
    await host.call('room:update', { roomId, allowLinks: false });
    await expect(ask(ana, 'See https://a.example?')).rejects.toMatchObject({ reason: 'links_not_allowed' });
    await host.call('room:update', { roomId, approval: 'everyone' });
    await expect(ask(ana, 'Well?')).rejects.toMatchObject({ reason: 'needs_approval' });
    await ask(host, 'Well?');
  });

  test('counts against the limits of the room and of the day', async () => {
    const { host, ana, bea } = await inRoom(twice(memoryStorage()), {
      limits: { maxOpenQuestions: 3, maxQuestionsPerDay: 2 },
    });
    const full = { code: 'conflict', reason: 'too_many_questions' };
    const questionId = await ask(ana, 'One?', { anonymous: true });
    await ask(ana, 'Two?');
    await expect(ask(ana, 'Three?')).rejects.toMatchObject(full);
    await ask(bea, 'Three?');
    await expect(ask(bea, 'Four?')).rejects.toMatchObject(full);
    await host.call('question:answer', { roomId, questionId });
    await ask(bea, 'Four?');
  });

  test('is erased with its author, and is in the data that they export', async () => {
    const { nodes, host, ana, bea } = await inRoom(twice(memoryStorage()));
    const questionId = await ask(ana, 'Mine alone?');
    await ask(ana, 'Whose?', { anonymous: true });
    const { chat } = nodes[0];
    let exported = '';
    for await (const part of chat.exportUser('ana')) exported += String(part);
    expect(exported).toContain('Mine alone?');
    await upvote(bea, questionId);
    await expect.poll(() => heard(bea).get(questionId)?.votes, patient).toBe(1);
    await chat.eraseUser('ana');
    await expect.poll(() => heard(bea).has(questionId), { ...patient, timeout: 15_000 }).toBe(false);
    expect(await list(host)).toEqual(['Whose? 0']);
  });
});
