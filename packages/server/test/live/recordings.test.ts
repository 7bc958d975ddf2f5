import { randomUUID } from 'node:crypto';
import type { Input, Message, ReplayWindow } from '@chat/protocol';
import { describe, expect, test, vi } from 'vitest';
import { storages, start } from '../chat/data-rights-harness.ts';
import { connect, message, type Peer } from '../chat/harness.ts';

const roomId = 'r';
const recordingId = 'talk';
const begin = 1_800_000_000_000;

/** A server with a clock that the test sets. */
const staged = async (make: (typeof storages)[number][1], options = {}) => {
  const clock = { now: begin };
  const { url, chat, storage } = await start(make, { now: () => clock.now, ...options });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId });
  const at = (seconds: number): void => void (clock.now = begin + seconds * 1_000);
  return { url, chat, storage, ana, bea, at };
};

type Segments = Input<'recording:set'>['segments'];
const segment = (at: number, offset: number, duration?: number): Segments[number] => ({
  at: begin + at * 1_000,
  offset: offset * 1_000,
  ...(duration === undefined ? {} : { duration: duration * 1_000 }),
});
const set = (peer: Peer, segments: Segments) => peer.call('recording:set', { roomId, recordingId, segments });
const replay = (peer: Peer, seconds: number, more: { before?: number; limit?: number } = {}) =>
  peer.call('recording:replay', { roomId, recordingId, offset: seconds * 1_000, ...more });
const say = (peer: Peer, text: string): Promise<Message> => peer.call('message:send', message(roomId, text));
const textsOf = ({ messages }: ReplayWindow): string[] => messages.map(({ text }) => text);
const changesOf = ({ changes }: ReplayWindow) =>
  changes.map(({ offset, message: { text } }) => [offset / 1_000, text]);

describe.each(storages)('a recording with %s', (_, make) => {
  test('shows the chat of each second after pauses and cuts, with offsets in the media', async () => {
    const { ana, bea, at } = await staged(make);
    await say(ana, 'before');
    at(10);
    await set(ana, [segment(10, 0)]);
    at(12);
    await say(ana, 'one');
    at(15);
    await say(bea, 'two');
    at(40);
    await say(bea, 'in the cut');
    at(61);
    await say(ana, 'three');
    at(70);
    await set(ana, [segment(10, 0, 20), segment(60, 25, 10)]);

    expect(textsOf(await replay(bea, 0))).toEqual(['before']);
    expect(changesOf(await replay(bea, 0))).toEqual([
      [2, 'one'],
      [5, 'two'],
    ]);
    const middle = await replay(bea, 3);
    expect(textsOf(middle)).toEqual(['before', 'one']);
    expect(changesOf(middle)).toEqual([[5, 'two']]);
    expect(middle.until).toBe(20_000);
    const still = await replay(bea, 21);
    expect(still).toMatchObject({ until: 25_000, changes: [] });
    expect(textsOf(still)).toEqual(['before', 'one', 'two']);
    const last = await replay(bea, 25);
    expect(textsOf(last)).toEqual(['before', 'one', 'two', 'in the cut']);
    expect(changesOf(last)).toEqual([[26, 'three']]);
    const over = await replay(bea, 99);
    expect(over.until).toBeUndefined();
    expect(textsOf(over)).toHaveLength(5);

    // A later cut moves the offsets of what follows it.
    await set(ana, [segment(10, 0, 3), segment(60, 3, 10)]);
    expect(changesOf(await replay(bea, 3))).toEqual([[4, 'three']]);
    expect(textsOf(await replay(bea, 99, { before: 3, limit: 1 }))).toEqual(['one']);
  });

  test('shows reactions, polls and bursts as they were', async () => {
    const { ana, bea, at } = await staged(make);
    const first = await say(ana, 'hello');
    await bea.call('reaction:add', { roomId, messageId: first.id, emoji: '👍' });
    at(10);
    await set(ana, [segment(10, 0)]);
    at(11);
    const poll = await ana.call('poll:create', {
      roomId,
      id: randomUUID(),
      question: 'Where?',
      options: ['Sea', 'Hills'],
      closesAt: begin + 600_000,
    });
    at(12);
    await ana.call('reaction:add', { roomId, messageId: first.id, emoji: '👍' });
    at(13);
    await bea.call('poll:vote', { roomId, messageId: poll.id, options: ['2'] });
    await bea.until((each) => each.type === 'message:updated' && each.message.poll?.voters === 1);
    at(14);
    await bea.call('reaction:remove', { roomId, messageId: first.id, emoji: '👍' });
    await bea.call('reaction:burst', { roomId, emoji: '🎉' });
    await ana.call('reaction:burst', { roomId, emoji: '🎉' });
    at(15);
    await ana.call('poll:close', { roomId, messageId: poll.id });
    at(16);
    await ana.call('reaction:remove', { roomId, messageId: first.id, emoji: '👍' });
    at(20);
    await vi.waitFor(async () => expect((await replay(bea, 0)).bursts).toHaveLength(1), 5_000);
    await set(ana, [segment(10, 0, 10)]);

    const at1 = (await replay(bea, 1)).messages;
    expect(at1[0]?.reactions).toEqual([{ emoji: '👍', count: 1, by: [] }]);
    expect(at1[1]?.poll).toMatchObject({ voters: 0, options: [{ votes: 0 }, { votes: 0 }] });
    expect((await replay(bea, 2)).messages[0]?.reactions).toEqual([{ emoji: '👍', count: 2, by: [] }]);
    const at3 = (await replay(bea, 3)).messages[1]?.poll;
    expect(at3).toMatchObject({ voters: 1, options: [{ votes: 0 }, { votes: 1 }] });
    expect(at3?.closedAt).toBeUndefined();
    expect(at3?.closesAt).toBeUndefined();
    expect((await replay(bea, 5)).messages[1]?.poll?.closedAt).toBe(begin + 15_000);
    expect((await replay(bea, 6)).messages[0]?.reactions).toEqual([]);
    const { bursts, changes } = await replay(bea, 0);
    expect(bursts).toEqual([{ offset: 4_000, emoji: '🎉', count: 2 }]);
    expect(changes.map(({ offset }) => offset / 1_000)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('never shows deleted messages, private messages of others, or earlier texts to others', async () => {
    const { ana, bea, at } = await staged(make);
    const clara = await connect((ana.socket.io as unknown as { uri: string }).uri, { name: 'Clara' });
    await clara.call('room:join', { roomId });
    await set(ana, [segment(0, 0)]);
    at(1);
    const secret = await say(bea, 'my address');
    const typo = await say(bea, 'helo');
    await bea.call('message:send', { ...message(roomId, 'psst'), to: [ana.hello.user.id] });
    at(5);
    await bea.call('message:delete', { roomId, messageId: secret.id });
    await bea.call('message:edit', { roomId, messageId: typo.id, text: 'hello' });
    at(9);
    await set(ana, [segment(0, 0, 9)]);
    // Ana owns the room, and Bea is the author.
    for (const peer of [ana, bea]) {
      expect(textsOf(await replay(peer, 2))).toEqual(['helo', 'psst']);
      expect(changesOf(await replay(peer, 2))).toEqual([[5, 'hello']]);
      expect((await replay(peer, 2)).messages[0]?.editedAt).toBeUndefined();
    }
    expect(textsOf(await replay(clara, 2))).toEqual(['hello']);
    expect(changesOf(await replay(clara, 0))).toEqual([[1, 'hello']]);
  });

  test('never shows what waits for approval; an approved message appears when it was approved', async () => {
    const { url, ana, bea, at } = await staged(make);
    const clara = await connect(url, { name: 'Clara' });
    await clara.call('room:join', { roomId });
    await ana.call('room:update', { roomId, approval: 'everyone' });
    await set(ana, [segment(0, 0)]);
    at(1);
    const [rejected, approved] = [message(roomId, 'rejected'), message(roomId, 'approved')];
    for (const each of [message(roomId, 'waits'), rejected, approved])
      await expect(bea.call('message:send', each)).rejects.toMatchObject({ reason: 'pending_approval' });
    at(5);
    await ana.call('approval:reject', { roomId, messageId: rejected.id });
    await ana.call('approval:approve', { roomId, messageId: approved.id });
    at(9);
    await set(ana, [segment(0, 0, 9)]);
    for (const peer of [ana, bea, clara]) {
      expect(textsOf(await replay(peer, 3))).toEqual([]);
      expect(changesOf(await replay(peer, 3))).toEqual([[5, 'approved']]);
      expect(textsOf(await replay(peer, 6))).toEqual(['approved']);
    }
  });

  test('is read by users who may read the room, as much of it as they may read', async () => {
    const { url, ana, bea, at } = await staged(make);
    const [clara, dan] = [await connect(url, { name: 'Clara' }), await connect(url, { name: 'Dan' })];
    await clara.call('room:join', { roomId });
    const inside = 'private';
    await ana.call('room:create', { roomId: inside, type: 'private', history: 'since-join' });
    await ana.call('room:join', { roomId: inside });
    const add = async (peer: Peer): Promise<void> => {
      await ana.call('member:add', { roomId: inside, userId: peer.hello.user.id });
      await peer.call('member:accept', { roomId: inside });
    };
    await add(bea);
    const target = { roomId: inside, recordingId };
    await ana.call('recording:set', { ...target, segments: [segment(0, 0)] });
    at(1);
    await ana.call('message:send', message(inside, 'early'));
    at(5);
    await add(clara);
    at(6);
    await ana.call('message:send', message(inside, 'later'));
    at(9);
    await ana.call('recording:set', { ...target, segments: [segment(0, 0, 9)] });
    const end = { ...target, offset: 9_000 };
    expect(textsOf(await bea.call('recording:replay', end))).toEqual(['early', 'later']);
    expect(textsOf(await clara.call('recording:replay', end))).toEqual(['later']);
    const start = await clara.call('recording:replay', { ...target, offset: 0 });
    expect([textsOf(start), changesOf(start)]).toEqual([[], [[6, 'later']]]);
    await ana.call('member:remove', { roomId: inside, userId: bea.hello.user.id });
    for (const outsider of [bea, dan]) {
      const refused = { code: 'not_found', message: 'no such room' };
      await expect(outsider.call('recording:list', { roomId: inside })).rejects.toMatchObject(refused);
      await expect(outsider.call('recording:get', target)).rejects.toMatchObject(refused);
      await expect(outsider.call('recording:replay', end)).rejects.toMatchObject(refused);
    }

    // A public room is open to all users except banned ones.
    await set(ana, [segment(0, 0, 9)]);
    expect((await replay(dan, 1)).messages).toEqual([]);
    await ana.call('member:ban', { roomId, userId: bea.hello.user.id });
    const banned = { code: 'forbidden', reason: 'banned' };
    await expect(replay(bea, 1)).rejects.toMatchObject(banned);
    await expect(bea.call('recording:list', { roomId })).rejects.toMatchObject(banned);
  });

  test('is listed, replaced and removed by hosts', async () => {
    const { ana, bea, at } = await staged(make);
    const live = await set(ana, [segment(0, 0)]);
    expect(live).toMatchObject({ recordingId, title: '', createdAt: begin });
    const begun = await bea.until(({ type }) => type === 'room:updated');
    expect(begun).toMatchObject({ room: { recording: { recordingId, since: begin } } });
    await expect(
      ana.call('recording:set', { roomId, recordingId: 'other', segments: [segment(0, 0)] }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'recording' });
    at(7);
    const done = await ana.call('recording:set', {
      roomId,
      recordingId,
      title: 'Talk',
      segments: [segment(0, 0, 7)],
    });
    expect(done).toMatchObject({ title: 'Talk', createdAt: begin, updatedAt: begin + 7_000 });
    await bea.until((each) => each.type === 'room:updated' && each.room.recording === undefined);
    expect(await bea.call('recording:get', { roomId, recordingId })).toEqual(done);
    expect(await bea.call('recording:list', { roomId })).toEqual({ recordings: [done], hasMore: false });
    await expect(set(bea, [segment(0, 0, 1)])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(bea.call('recording:remove', { roomId, recordingId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await ana.call('recording:remove', { roomId, recordingId });
    await expect(replay(bea, 0)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps its segments when the room has ended', async () => {
    const { ana, bea, at } = await staged(make);
    await set(ana, [segment(0, 0)]);
    at(5);
    await say(bea, 'bye');
    await ana.call('room:end', { roomId });
    await set(ana, [segment(0, 0, 6)]);
    expect(textsOf(await replay(bea, 5))).toEqual(['bye']);
  });
});

describe('segments', () => {
  const wrong: [string, Segments, string][] = [
    ['none', [], 'segments'],
    ['overlapping', [segment(0, 0, 10), segment(20, 9, 10)], 'segments'],
    ['unsorted', [segment(0, 50, 10), segment(20, 9, 10)], 'segments'],
    ['open before the last', [segment(0, 0), segment(20, 9, 10)], 'segments'],
    ['negative', [{ at: 0, offset: -1, duration: 1 }], 'segments.0.offset'],
    ['empty', [{ at: 0, offset: 0, duration: 0 }], 'segments.0.duration'],
    ['too many', Array.from({ length: 201 }, (_, index) => segment(index, index, 1)), 'segments'],
  ];
  test.each(wrong)('that are %s are refused by field', async (_, segments, field) => {
    const { ana } = await staged(storages[0][1]);
    await expect(set(ana, segments)).rejects.toMatchObject({ code: 'invalid', field });
  });
});

test('100 recordings are the maximum of a room', async () => {
  const { ana } = await staged(storages[0][1]);
  for (let index = 0; index < 100; index++)
    await ana.call('recording:set', { roomId, recordingId: `n${index}`, segments: [segment(0, 0, 1)] });
  await expect(set(ana, [segment(0, 0, 1)])).rejects.toMatchObject({ reason: 'too_many_recordings' });
  await ana.call('recording:set', { roomId, recordingId: 'n5', segments: [segment(0, 0, 2)] });
});
