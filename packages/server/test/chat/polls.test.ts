import { randomUUID } from 'node:crypto';
import type { Input, Message, Poll } from '@chat/protocol';
import type { Context } from '@chat/server';
import { describe, expect, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { start, storages } from './data-rights-harness.ts';
import { connect, startServer, type Peer } from './harness.ts';

const roomId = 'r';

const inRoom = async (options = {}) => {
  const { url, chat } = await startServer(options);
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  const clara = await connect(url, { name: 'Clara' });
  for (const peer of [ana, bea, clara]) await peer.call('room:join', { roomId });
  return { url, chat, ana, bea, clara };
};

type Content = Partial<Omit<Input<'poll:create'>, 'roomId'>>;

const poll = (content: Content = {}): Input<'poll:create'> => ({
  roomId,
  id: randomUUID(),
  question: 'Where to?',
  options: ['Sea', 'Hills', 'Town'],
  ...content,
});

const votesOf = ({ options }: Poll) => options.map(({ votes }) => votes);

/** Resolves with the poll once the message that a peer gets has so many voters. */
const until = async (peer: Peer, voters: number): Promise<Message & { poll: Poll }> => {
  const event = await peer.until(
    (each) => each.type === 'message:updated' && each.message.poll?.voters === voters,
  );
  return (event as unknown as { message: Message & { poll: Poll } }).message;
};

describe('a poll', () => {
  test('is a message that all members get, once for each id', async () => {
    const { ana, bea } = await inRoom();
    const input = poll({ multiple: true });
    const sent = await ana.call('poll:create', input);
    expect(sent).toMatchObject({ kind: 'poll', text: 'Where to?', seq: 1, author: { name: 'Ana' } });
    expect(sent.poll).toEqual({
      options: [
        { id: '1', text: 'Sea', votes: 0 },
        { id: '2', text: 'Hills', votes: 0 },
        { id: '3', text: 'Town', votes: 0 },
      ],
      multiple: true,
      results: 'always',
      voters: 0,
    });
    expect(await ana.call('poll:create', input)).toEqual(sent);
    await expect(ana.call('poll:create', { ...input, question: 'When?' })).rejects.toMatchObject({
      reason: 'id_reused',
    });
    const event = await bea.until(({ type }) => type === 'message:created');
    expect(event).toMatchObject({ message: sent });
    const found = await bea.call('message:search', { roomId, q: 'where' });
    expect(found.hits.map(({ message }) => message.id)).toEqual([sent.id]);
    const reply = await bea.call('message:send', {
      roomId,
      id: randomUUID(),
      text: 'the sea!',
      replyTo: sent.id,
    });
    expect(reply.replyTo).toBe(sent.id);
    expect((await ana.call('message:pin', { roomId, messageId: sent.id })).pinnedAt).toBeGreaterThan(0);
    await expect(
      ana.call('message:edit', { roomId, messageId: sent.id, text: 'When?' }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  test('counts each user exactly once, and sends several votes as one tally to all members', async () => {
    const { ana, bea, clara } = await inRoom();
    const { id: messageId } = await ana.call('poll:create', poll());
    const vote = (peer: Peer, ...options: string[]) => peer.call('poll:vote', { roomId, messageId, options });
    await Promise.all([vote(ana, '1'), vote(bea, '1'), vote(clara, '2')]);
    expect(votesOf((await until(bea, 3)).poll)).toEqual([2, 1, 0]);
    await Promise.all([vote(bea, '3'), vote(bea, '3'), vote(clara)]);
    const { rev, ...last } = await until(ana, 2);
    expect(votesOf(last.poll)).toEqual([1, 0, 1]);
    const updates = ana.events.filter((each) => each.type === 'message:updated');
    expect(updates.length).toBeLessThanOrEqual(4);
    expect(updates.every((each) => each.type === 'message:updated' && each.change === 'poll')).toBe(true);
    const state = await bea.call('poll:results', { roomId, messageId, voters: true });
    expect(state.mine).toEqual(['3']);
    expect(state.poll).toEqual(last.poll);
    const named = state.voters?.map(({ user, options }) => [user.name, options]);
    expect(named?.sort()).toEqual([
      ['Ana', ['1']],
      ['Bea', ['3']],
    ]);
    const first = await bea.call('poll:results', { roomId, messageId, voters: true, limit: 1 });
    const next = await bea.call('poll:results', {
      roomId,
      messageId,
      voters: true,
      after: first.voters![0]!.user.id,
    });
    expect([first.hasMore, next.hasMore]).toEqual([true, false]);
    expect([...first.voters!, ...next.voters!]).toEqual(state.voters);
    expect((await ana.call('message:get', { roomId, messageId })).rev).toBe(rev);
  });

  test('takes one option unless multiple, and only options of the poll', async () => {
    const { ana, bea } = await inRoom();
    const one = await ana.call('poll:create', poll());
    const many = await ana.call('poll:create', poll({ multiple: true }));
    const vote = (messageId: string, options: string[]) =>
      bea.call('poll:vote', { roomId, messageId, options });
    await expect(vote(one.id, ['1', '2'])).rejects.toMatchObject({ code: 'invalid', field: 'options' });
    await expect(vote(one.id, ['4'])).rejects.toMatchObject({ code: 'invalid', field: 'options' });
    expect(await vote(many.id, ['3', '1', '3'])).toEqual({ mine: ['1', '3'] });
    expect((await bea.call('poll:results', { roomId, messageId: many.id })).mine).toEqual(['1', '3']);
    expect(votesOf((await until(ana, 1)).poll)).toEqual([1, 0, 1]);
    for (const wrong of [
      poll({ options: ['one'] }),
      poll({ options: ['same', 'same'] }),
      poll({ question: ' ' }),
      poll({ closesAt: 1 }),
      poll({ quiz: { correct: ['4'] } }),
      poll({ quiz: { correct: ['1', '2'] } }),
      poll({ quiz: { correct: ['1'] }, allowOptions: true }),
    ])
      await expect(ana.call('poll:create', wrong)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is closed by its author or a moderator, with an audit entry, and takes no vote after that', async () => {
    const { ana, bea, clara } = await inRoom();
    const { id: messageId } = await bea.call('poll:create', poll());
    await clara.call('poll:vote', { roomId, messageId, options: ['2'] });
    await expect(clara.call('poll:close', { roomId, messageId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const closed = await ana.call('poll:close', { roomId, messageId });
    expect(closed.poll).toMatchObject({ closedAt: expect.any(Number) as number, voters: 1 });
    expect(votesOf(closed.poll!)).toEqual([0, 1, 0]);
    expect(await bea.call('poll:close', { roomId, messageId })).toEqual(closed);
    await expect(clara.call('poll:vote', { roomId, messageId, options: ['1'] })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'poll_closed',
    });
    const { entries } = await ana.call('audit:list', { roomId });
    expect(entries).toMatchObject([{ act: 'poll:close', messageId, user: { name: 'Bea' } }]);
  });

  test('closes at its time', async () => {
    const { ana, bea } = await inRoom();
    const closesAt = Date.now() + 700;
    const { id: messageId } = await ana.call('poll:create', poll({ closesAt, results: 'after-close' }));
    await bea.call('poll:vote', { roomId, messageId, options: ['1'] });
    const event = await bea.until(
      (each) => each.type === 'message:updated' && each.message.poll?.closedAt !== undefined,
    );
    expect(event).toMatchObject({ message: { poll: { closedAt: closesAt, voters: 1 } } });
    expect(Date.now() - closesAt).toBeGreaterThanOrEqual(0);
    await expect(bea.call('poll:vote', { roomId, messageId, options: ['2'] })).rejects.toMatchObject({
      reason: 'poll_closed',
    });
    expect((await ana.call('audit:list', { roomId })).entries).toEqual([]);
  });

  test.each(['after-vote', 'after-close'] as const)(
    'with results %s, hides the tally until then',
    async (results) => {
      const { ana, bea, clara } = await inRoom();
      const { id: messageId } = await ana.call('poll:create', poll({ results }));
      await bea.call('poll:vote', { roomId, messageId, options: ['2'] });
      const update = await until(clara, 1);
      expect(votesOf(update.poll)).toEqual([undefined, undefined, undefined]);
      const seenBy = async (peer: Peer) => {
        const state = await peer.call('poll:results', { roomId, messageId, voters: true });
        return [votesOf(state.poll)[1], state.voters?.length];
      };
      expect(await seenBy(clara)).toEqual([undefined, undefined]);
      expect(await seenBy(bea)).toEqual(results === 'after-vote' ? [1, 1] : [undefined, undefined]);
      // The host sees it.
      expect(await seenBy(ana)).toEqual([1, 1]);
      const closed = await ana.call('poll:close', { roomId, messageId });
      expect(votesOf(closed.poll!)).toEqual([0, 1, 0]);
      expect(await seenBy(clara)).toEqual([1, 1]);
    },
  );

  test('as a quiz has final votes, and shows voters the correct options', async () => {
    const { ana, bea, clara } = await inRoom();
    const sent = await ana.call('poll:create', poll({ quiz: { correct: ['3'] } }));
    const { id: messageId } = sent;
    expect(sent.poll?.quiz).toEqual({});
    await bea.call('poll:vote', { roomId, messageId, options: ['2'] });
    await expect(bea.call('poll:vote', { roomId, messageId, options: ['3'] })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'voted',
    });
    const quizOf = async (peer: Peer) => (await peer.call('poll:results', { roomId, messageId })).poll.quiz;
    expect([await quizOf(bea), await quizOf(clara)]).toEqual([{ correct: ['3'] }, {}]);
    expect((await until(clara, 1)).poll.quiz).toEqual({});
    expect((await ana.call('poll:close', { roomId, messageId })).poll?.quiz).toEqual({ correct: ['3'] });
  });

  test('gets options from members if it allows them', async () => {
    const { ana, bea } = await inRoom();
    const { id: fixed } = await ana.call('poll:create', poll());
    await expect(
      bea.call('poll:addOption', { roomId, messageId: fixed, text: 'Lake' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const { id: messageId } = await ana.call('poll:create', poll({ allowOptions: true }));
    const added = await bea.call('poll:addOption', { roomId, messageId, text: 'Lake' });
    expect(added.poll?.options.at(-1)).toEqual({ id: '4', text: 'Lake', votes: 0 });
    expect(await bea.call('poll:addOption', { roomId, messageId, text: 'LAKE' })).toEqual(added);
    await bea.call('poll:vote', { roomId, messageId, options: ['4'] });
    expect(votesOf((await until(ana, 1)).poll)).toEqual([0, 0, 0, 1]);
    for (let at = 5; at <= 20; at += 1)
      await ana.call('poll:addOption', { roomId, messageId, text: `Place ${at}` });
    await expect(ana.call('poll:addOption', { roomId, messageId, text: 'One more' })).rejects.toMatchObject({
      reason: 'too_many_options',
    });
  });

  test('takes votes in a locked room, but not in one that has ended', async () => {
    const { ana, bea } = await inRoom();
    await ana.call('room:update', { roomId, frozen: true });
    await expect(bea.call('poll:create', poll())).rejects.toMatchObject({ reason: 'frozen' });
    const sent = await ana.call('poll:create', poll({ results: 'after-close', allowOptions: true }));
    const { id: messageId } = sent;
    await expect(bea.call('poll:addOption', { roomId, messageId, text: 'Lake' })).rejects.toMatchObject({
      reason: 'frozen',
    });
    await bea.call('poll:vote', { roomId, messageId, options: ['2'] });
    await ana.call('room:end', { roomId });
    await expect(bea.call('poll:vote', { roomId, messageId, options: ['1'] })).rejects.toMatchObject({
      reason: 'room_ended',
    });
    // The result can still be published.
    expect(votesOf((await ana.call('poll:close', { roomId, messageId })).poll!)).toEqual([0, 1, 0]);
  });

  test('loses its votes when it is deleted, and comes back closed, with its results', async () => {
    const { ana, bea } = await inRoom();
    const { id: messageId } = await ana.call('poll:create', poll({ results: 'after-close' }));
    await bea.call('poll:vote', { roomId, messageId, options: ['2'] });
    const tombstone = await ana.call('message:delete', { roomId, messageId });
    expect([tombstone.poll, tombstone.text]).toEqual([undefined, '']);
    for (const command of ['poll:results', 'poll:close'] as const)
      await expect(ana.call(command, { roomId, messageId })).rejects.toMatchObject({ code: 'not_found' });
    const restored = await ana.call('message:restore', { roomId, messageId });
    expect(votesOf(restored.poll!)).toEqual([0, 1, 0]);
    expect(restored.poll?.closedAt).toBeGreaterThan(0);
    await expect(bea.call('poll:vote', { roomId, messageId, options: ['1'] })).rejects.toMatchObject({
      reason: 'poll_closed',
    });
  });

  test('can be prepared as a draft, which is removed when it is sent', async () => {
    const { ana, bea } = await inRoom({ limits: { maxPollDrafts: 2 } });
    const { roomId: _room, closesAt: _closes, ...content } = poll({ quiz: { correct: ['1'] } });
    const draft = await ana.call('poll:saveDraft', { roomId, ...content });
    expect(draft).toEqual({ ...content, results: 'always' });
    const changed = { ...content, question: 'And then?' };
    await ana.call('poll:saveDraft', { roomId, ...changed });
    const listed = async (peer: Peer) => (await peer.call('poll:drafts', { roomId })).drafts;
    expect(await listed(ana)).toEqual([{ ...changed, results: 'always' }]);
    expect(await listed(bea)).toEqual([]);
    const second = { ...content, id: randomUUID() };
    await ana.call('poll:saveDraft', { roomId, ...second });
    await expect(ana.call('poll:saveDraft', { roomId, ...content, id: randomUUID() })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'too_many_drafts',
    });
    await ana.call('poll:deleteDraft', { roomId, id: second.id });
    const sent = await ana.call('poll:create', { roomId, ...changed });
    expect([sent.id, sent.text]).toEqual([draft.id, 'And then?']);
    expect(await listed(ana)).toEqual([]);
  });

  test('is refused if it or an option that a user adds would have to wait for approval', async () => {
    const { ana, bea } = await inRoom();
    await ana.call('room:update', { roomId, approval: 'everyone' });
    const refused = { code: 'forbidden', reason: 'needs_approval' };
    await expect(bea.call('poll:create', poll())).rejects.toMatchObject(refused);
    const { id: messageId } = await ana.call('poll:create', poll({ allowOptions: true }));
    const adding = { roomId, messageId, text: 'Lake' };
    await expect(bea.call('poll:addOption', adding)).rejects.toMatchObject(refused);
    expect((await ana.call('approval:list', { roomId })).count).toBe(0);
    expect((await ana.call('message:get', { roomId, messageId })).poll?.options).toHaveLength(3);
    // A vote has no text to approve.
    expect(await bea.call('poll:vote', { roomId, messageId, options: ['1'] })).toEqual({ mine: ['1'] });
    await ana.call('room:update', { roomId, approval: 'links' });
    await expect(
      bea.call('poll:create', poll({ options: ['Sea', 'https://example.com'] })),
    ).rejects.toMatchObject(refused);
    await expect(
      bea.call('poll:addOption', { ...adding, text: 'https://example.com' }),
    ).rejects.toMatchObject(refused);
    expect((await bea.call('poll:addOption', adding)).poll?.options).toHaveLength(4);
    expect((await bea.call('poll:create', poll())).seq).toBe(2);
  });

  test('is refused, like its options, if a hook requires approval', async () => {
    const hooks = {
      'before:poll:create': (context: Context) => context.requireApproval(),
      'before:poll:addOption': (context: Context) => context.requireApproval(),
    };
    const { ana, bea, clara } = await inRoom({ hooks });
    const refused = { code: 'forbidden', reason: 'needs_approval' };
    await expect(bea.call('poll:create', poll())).rejects.toMatchObject(refused);
    const { id: messageId } = await ana.call('poll:create', poll({ allowOptions: true }));
    await expect(clara.call('poll:addOption', { roomId, messageId, text: 'Lake' })).rejects.toMatchObject(
      refused,
    );
  });

  test('is in transcripts with its options and the tally that all members may see', async () => {
    const { url, ana, bea } = await inRoom();
    const open = await ana.call('poll:create', poll());
    const hidden = await ana.call('poll:create', poll({ question: 'Secret?', results: 'after-close' }));
    for (const { id: messageId } of [open, hidden])
      await bea.call('poll:vote', { roomId, messageId, options: ['2'] });
    await Promise.all(
      [open, hidden].map(({ id }) =>
        bea.until(
          (each) =>
            each.type === 'message:updated' && each.message.id === id && each.message.poll?.voters === 1,
        ),
      ),
    );
    const exported = async (format: 'json' | 'text' | 'html') => {
      const { url: address } = await ana.call('room:export', { roomId, format });
      return (await fetch(new URL(address, url))).text();
    };
    const text = await exported('text');
    expect(text).toContain('(poll)');
    expect(text).toContain('    Where to?\n    • Sea (0)\n    • Hills (1)\n    • Town (0)\n');
    expect(text).toContain('    Secret?\n    • Sea\n    • Hills\n    • Town\n');
    expect(await exported('html')).toContain('<li><bdi>• Hills (1)</bdi></li>');
    const { messages } = JSON.parse(await exported('json')) as { messages: Message[] };
    expect(messages.map((each) => votesOf(each.poll!)[1])).toEqual([1, undefined]);
  });
});

test.each(storages)('%s: the erasure of a voter takes the votes out of the tallies', async (_, make) => {
  const { url, chat } = await start(make);
  const ana = await connect(url);
  const bea = await connect(url, { name: 'Bea' });
  const clara = await connect(url, { name: 'Clara' });
  for (const peer of [ana, bea, clara]) await peer.call('room:join', { roomId });
  const polls = {
    open: await ana.call('poll:create', poll({ multiple: true })),
    closed: await ana.call('poll:create', poll()),
    hidden: await ana.call('poll:create', poll({ results: 'after-close' })),
    anonymous: await ana.call('poll:create', poll({ anonymous: true })),
  };
  for (const { id: messageId, poll: sent } of Object.values(polls)) {
    await bea.call('poll:vote', { roomId, messageId, options: sent?.multiple ? ['1', '3'] : ['1'] });
    await clara.call('poll:vote', { roomId, messageId, options: ['1'] });
  }
  const closed = await ana.call('poll:close', { roomId, messageId: polls.closed.id });
  expect(votesOf(closed.poll!)).toEqual([2, 0, 0]);

  await chat.eraseUser(bea.hello.user.id);
  const remaining = { open: 1, closed: 1, hidden: 1, anonymous: 2 };
  for (const [name, voters] of Object.entries(remaining)) {
    const { id: messageId } = polls[name as keyof typeof polls];
    const state = await ana.call('poll:results', { roomId, messageId, voters: true });
    expect([name, state.poll.voters, votesOf(state.poll)]).toEqual([name, voters, [voters, 0, 0]]);
    const named = name === 'anonymous' ? undefined : [clara.hello.user.id];
    expect(state.voters?.map(({ user }) => user.id)).toEqual(named);
  }
  // Members see it, also in the poll that is closed.
  const shown = async (name: keyof typeof polls) =>
    (await clara.call('message:get', { roomId, messageId: polls[name].id })).poll!;
  await vi.waitFor(async () => expect(votesOf(await shown('open'))).toEqual([1, 0, 0]), patient);
  await vi.waitFor(async () => expect(votesOf(await shown('closed'))).toEqual([1, 0, 0]), patient);
  await clara.call('poll:vote', { roomId, messageId: polls.open.id, options: ['2'] });
  const { poll: after } = await ana.call('poll:results', { roomId, messageId: polls.open.id });
  expect([after.voters, votesOf(after)]).toEqual([1, [0, 1, 0]]);
});
