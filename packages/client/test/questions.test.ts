import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
    rooms: { defaults: { questions: 'anonymous' } },
    limits: { maxQuestionsPerDay: 1_000, sendsPerSecond: Infinity, commandsPerSecond: Infinity },
  });
});
afterEach(() => rig.close());

const joined = async (token: string): Promise<ChatRoom> => {
  const room = rig.client({ token, storage: false }).room('r');
  await room.join();
  return room;
};
const shown = (room: ChatRoom) =>
  room.questions
    .get()
    .items.map(({ text, votes, mine, upvoted }) =>
      [text, votes, ...(mine ? ['mine'] : []), ...(upvoted ? ['upvoted'] : [])].join(' '),
    );

test('a list follows what others ask and vote, in its order', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  await ana.questions.load();
  await bea.questions.load({ sort: 'time' });
  const first = await bea.questions.ask({ text: 'First?', anonymous: true });
  expect(first.author).toBeUndefined();
  expect(shown(bea)).toEqual(['First? 0 mine']);
  const second = await ana.questions.ask({ text: 'Second?' });
  await eventually(() => expect(shown(bea)).toEqual(['Second? 0', 'First? 0 mine']));
  await eventually(() => expect(shown(ana)).toEqual(['First? 0', 'Second? 0 mine']));
  await bea.questions.upvote(second.id);
  expect(shown(bea)).toEqual(['Second? 1 upvoted', 'First? 0 mine']);
  await eventually(() => expect(shown(ana)).toEqual(['Second? 1 mine', 'First? 0']));
  await eventually(() => expect(ana.questions.get().open).toBe(2));
  // A list that is loaded again says the same.
  await bea.questions.load();
  expect(shown(bea)).toEqual(['Second? 1 upvoted', 'First? 0 mine']);
  await bea.questions.withdraw(first.id);
  await eventually(() => expect(shown(ana)).toEqual(['Second? 1 mine']));
});

test('a vote shows at once, and is taken back if the server rejects it', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  await ana.questions.load();
  await bea.questions.load();
  const { id } = await ana.questions.ask({ text: 'Why?' });
  await eventually(() => expect(shown(bea)).toEqual(['Why? 0']));
  const voting = bea.questions.upvote(id);
  expect(shown(bea)).toEqual(['Why? 1 upvoted']);
  await voting;
  await ana.settings.update({ questions: 'off' });
  const withdrawing = bea.questions.upvote(id, false);
  expect(shown(bea)).toEqual(['Why? 0']);
  await expect(withdrawing).rejects.toMatchObject({ reason: 'questions_off' });
  expect(shown(bea)).toEqual(['Why? 1 upvoted']);
});

test('a vote that another device of the user has cast counts once', async () => {
  const [ana, phone, bea] = [await joined('ana'), await joined('ana'), await joined('bea')];
  await phone.questions.load();
  const { id } = await bea.questions.ask({ text: 'Why?' });
  await eventually(() => expect(shown(phone)).toEqual(['Why? 0']));
  await ana.questions.upvote(id);
  await eventually(() => expect(shown(phone)).toEqual(['Why? 1']));
  await phone.questions.upvote(id);
  expect(shown(phone)).toEqual(['Why? 1 upvoted']);
});

test('hosts move questions between lists, which members see', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  await ana.questions.load();
  await bea.questions.load({ state: 'answered' });
  const { id } = await bea.questions.ask({ text: 'When?' });
  expect(shown(bea)).toEqual([]);
  await eventually(() => expect(shown(ana)).toEqual(['When? 0']));
  await ana.questions.highlight(id);
  expect(ana.questions.get().items[0]?.highlightedAt).toBeGreaterThan(0);
  await ana.questions.answer(id, 'Soon');
  expect(shown(ana)).toEqual([]);
  await eventually(() => expect(bea.questions.get().items[0]?.answer?.text).toBe('Soon'));
  await ana.questions.dismiss(id);
  await eventually(() => expect(shown(bea)).toEqual([]));
  await ana.questions.load({ state: 'dismissed' });
  expect(shown(ana)).toEqual(['When? 0']);
  await ana.questions.reopen(id);
  expect(shown(ana)).toEqual([]);
  await bea.questions.load();
  expect(shown(bea)).toEqual(['When? 0 mine']);
});

test('a list with more pages shows no question beyond its last one, until it is loaded', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  for (let number = 0; number < 55; number += 1) await ana.questions.ask({ text: `${number}?` });
  // A list that is loaded before all are published learns the others by events, and has no more pages.
  await eventually(async () => expect((await bea.questions.page({ limit: 100 })).questions).toHaveLength(55));
  await bea.questions.load();
  expect(bea.questions.get()).toMatchObject({ open: 55, hasMore: true, loaded: true });
  expect(shown(bea)).toHaveLength(50);
  const { id } = await ana.questions.ask({ text: 'last?' });
  await eventually(() => expect(bea.questions.get().open).toBe(56));
  expect(shown(bea)).not.toContain('last? 0');
  await ana.questions.upvote(id);
  await eventually(() => expect(shown(bea)[0]).toBe('last? 1'));
  expect(await bea.questions.loadMore()).toBe(false);
  expect(shown(bea)).toHaveLength(56);
});
