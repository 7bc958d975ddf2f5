import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Poll, User } from '@chat/protocol';
import type { ChatRoom } from '@chat/client';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await withServer({
    authenticate: ({ token = '' }) => ({ id: token, name: token }),
    limits: { reactionsPerSecond: Infinity },
  });
});
afterEach(() => rig.close());

const joined = async (token: string): Promise<ChatRoom> => {
  const room = rig.client({ token, storage: false }).room('r');
  await room.join();
  return room;
};
const content = { question: 'Where to?', options: ['Sea', 'Hills', 'Town'] };
const pollIn = (room: ChatRoom, id: string): Poll | undefined =>
  room.messages.get().items.find((item) => item.id === id)?.poll;
const votesOf = (poll: Poll | undefined) => poll?.options.map(({ votes }) => votes);
const tally = (room: ChatRoom, id: string) => votesOf(pollIn(room, id));
const own = (room: ChatRoom, id: string) => {
  const vote = room.polls.get().get(id);
  return vote && [vote.mine, vote.isPending];
};

test('a poll is in the timeline of all members, with their votes', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  const { id } = await ana.polls.create(content);
  expect(tally(ana, id)).toEqual([0, 0, 0]);
  await eventually(() => expect(tally(bea, id)).toEqual([0, 0, 0]));
  await bea.polls.vote(id, ['2']);
  await ana.polls.vote(id, ['2']);
  for (const room of [ana, bea]) await eventually(() => expect(tally(room, id)).toEqual([0, 2, 0]));
});

test('a vote shows at once as pending, and is withdrawn with no options', async () => {
  const ana = await joined('ana');
  const { id } = await ana.polls.create(content);
  const seen: unknown[] = [];
  ana.polls.subscribe(() => seen.push(own(ana, id)));
  seen.length = 0;
  const voting = ana.polls.vote(id, ['1']);
  expect(own(ana, id)).toEqual([['1'], true]);
  await voting;
  expect(own(ana, id)).toEqual([['1'], false]);
  expect(seen).toEqual([
    [['1'], true],
    [['1'], false],
  ]);
  // The last of several is the vote.
  await Promise.all([['2'], ['3'], ['2']].map((options) => ana.polls.vote(id, options)));
  expect(own(ana, id)).toEqual([['2'], false]);
  await eventually(() => expect(tally(ana, id)).toEqual([0, 1, 0]));
  await ana.polls.vote(id, []);
  expect(own(ana, id)).toEqual([[], false]);
  await eventually(() => expect(tally(ana, id)).toEqual([0, 0, 0]));
});

test('a refused vote is taken back', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  const { id } = await ana.polls.create(content);
  await bea.polls.vote(id, ['1']);
  await ana.polls.close(id);
  const voting = bea.polls.vote(id, ['3']);
  expect(own(bea, id)).toEqual([['3'], true]);
  await expect(voting).rejects.toMatchObject({ code: 'conflict', reason: 'poll_closed' });
  expect(own(bea, id)).toEqual([['1'], false]);
  await expect(ana.polls.vote(id, ['3'])).rejects.toMatchObject({ reason: 'poll_closed' });
  expect(own(ana, id)).toEqual([[], false]);
});

test('a closed poll shows its results to all, and who voted', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  const { id } = await ana.polls.create({ ...content, results: 'after-close', multiple: true });
  await bea.polls.vote(id, ['1', '3']);
  const { mine, poll, voters } = await bea.polls.results(id, { voters: true });
  expect([mine, votesOf(poll), voters]).toEqual([['1', '3'], [undefined, undefined, undefined], undefined]);
  await expect(bea.polls.close(id)).rejects.toMatchObject({ code: 'forbidden' });
  const closed = await ana.polls.close(id);
  expect(votesOf(closed.poll)).toEqual([1, 0, 1]);
  expect(tally(ana, id)).toEqual([1, 0, 1]);
  await eventually(() => expect(tally(bea, id)).toEqual([1, 0, 1]));
  const results = await bea.polls.results(id, { voters: true });
  expect(results.voters).toMatchObject([{ user: { id: 'bea' }, options: ['1', '3'] }]);
});

test('results after the own vote are loaded with it, and stay current', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  const { id } = await ana.polls.create({ ...content, results: 'after-vote' });
  await bea.polls.load(id);
  const results = () => votesOf(bea.polls.get().get(id)?.poll);
  expect(results()).toEqual([undefined, undefined, undefined]);
  await bea.polls.vote(id, ['1']);
  expect([own(bea, id), results()]).toEqual([
    [['1'], false],
    [1, 0, 0],
  ]);
  await ana.polls.vote(id, ['2']);
  await eventually(() => expect(results()).toEqual([1, 1, 0]));
  expect(tally(bea, id)).toEqual([undefined, undefined, undefined]);
});

test('members add options to a poll that allows it', async () => {
  const [ana, bea] = [await joined('ana'), await joined('bea')];
  const { id } = await ana.polls.create({ ...content, allowOptions: true });
  await eventually(() => expect(pollIn(bea, id)).toBeDefined());
  await bea.polls.addOption(id, 'Lake');
  expect(pollIn(bea, id)?.options.at(-1)).toEqual({ id: '4', text: 'Lake', votes: 0 });
  await eventually(() => expect(pollIn(ana, id)?.options).toHaveLength(4));
});

test('a draft is stored, replaced, sent and deleted', async () => {
  const ana = await joined('ana');
  const draft = await ana.polls.saveDraft(content);
  await ana.polls.saveDraft({ ...draft, question: 'When?' });
  const other = await ana.polls.saveDraft(content);
  const listed = async () => {
    const { drafts } = await ana.polls.drafts();
    return Object.fromEntries(drafts.map(({ id, question }) => [id, question]));
  };
  expect(await listed()).toEqual({ [draft.id]: 'When?', [other.id]: 'Where to?' });
  await ana.polls.deleteDraft(other.id);
  expect(await listed()).toEqual({ [draft.id]: 'When?' });
  const sent = await ana.polls.create({ ...content, id: draft.id, question: 'When?' });
  expect([sent.id, sent.text, await listed()]).toEqual([draft.id, 'When?', {}]);
});

test('after a drop, a device shows the tally and the vote of a fresh snapshot', async () => {
  const [ana, bea, tablet] = [await joined('ana'), await joined('bea'), await joined('bea')];
  const { id } = await ana.polls.create({ ...content, allowOptions: true });
  await bea.polls.vote(id, ['1']);
  await eventually(() => expect(tally(bea, id)).toEqual([1, 0, 0]));
  const isStale = eventually(() => expect(bea.state.get().status).toBe('stale'));
  for (const { data, conn } of rig.chat.io.sockets.sockets.values())
    if ((data as { identity: { user: User } }).identity.user.id === 'bea') conn.close();
  await isStale;
  await ana.polls.vote(id, ['2']);
  await tablet.polls.vote(id, ['3']);
  await ana.polls.addOption(id, 'Lake');
  await eventually(() => expect(tally(ana, id)).toEqual([0, 1, 1, 0]));
  await eventually(() => expect(tally(bea, id)).toEqual([0, 1, 1, 0]));
  await eventually(() => expect(own(bea, id)).toEqual([['3'], false]));
  const fresh = await joined('bea');
  await fresh.polls.load(id);
  expect(pollIn(bea, id)).toEqual(pollIn(fresh, id));
  expect(own(fresh, id)).toEqual(own(bea, id));
});
