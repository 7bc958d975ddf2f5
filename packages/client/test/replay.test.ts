import type { Message, ReplayWindow } from '@chat/protocol';
import { expect, test } from 'vitest';
import { createReplay } from '../src/messages/replay.ts';

const message = (seq: number, text = `m${seq}`): Message => ({
  id: `id-${seq}`,
  roomId: 'r',
  seq,
  rev: seq,
  kind: 'text',
  author: { id: seq % 2 === 0 ? 'ana' : 'bea', name: 'Ana' },
  text,
  attachments: [],
  mentions: [],
  reactions: [],
  createdAt: seq * 1_000,
});

/** A chat in which message n is written in second n, and corrected half a second later. */
const chat = (lastSecond = 600) => {
  const loads: { offset: number; before?: number }[] = [];
  const load = async (query: { offset: number; before?: number; limit?: number }): Promise<ReplayWindow> => {
    const { offset, before, limit = 5 } = query;
    loads.push(query);
    await Promise.resolve();
    const newest = Math.min(Math.floor(offset / 1_000), (before ?? Infinity) - 1);
    const until = Math.min(offset + 30_000, lastSecond * 1_000);
    const seqs = Array.from({ length: limit }, (_, index) => newest - limit + 1 + index).filter(
      (seq) => seq > 0,
    );
    const isFixed = (seq: number) => seq * 1_000 + 500 <= offset;
    const changes: ReplayWindow['changes'] = [];
    for (let seq = 1; seq <= lastSecond; seq++)
      for (const [at, text] of [
        [seq * 1_000, `m${seq}`],
        [seq * 1_000 + 500, `M${seq}`],
      ] as const)
        if (at > offset && at <= until && before === undefined)
          changes.push({ offset: at, message: message(seq, text) });
    return {
      offset,
      ...(until > offset ? { until } : {}),
      messages: seqs.map((seq) => message(seq, isFixed(seq) ? `M${seq}` : `m${seq}`)),
      hasMore: (seqs[0] ?? 1) > 1,
      changes,
      bursts: [{ offset: offset + 1_000, emoji: '🎉', count: 2 }],
      captions: [{ captionId: 'c1', text: 'Welcome', offset: 12_000, duration: 2_000 }],
    };
  };
  const replay = createReplay({ recordingId: 'film', load, self: () => 'ana' });
  const texts = () => replay.get().items.map(({ text }) => text);
  return { replay, loads, texts };
};

test('a seek shows the chat of that moment, and a second one in the window needs no request', async () => {
  const { replay, loads, texts } = chat();
  expect(replay.get()).toEqual({ items: [], gaps: [], hasOlder: false, loaded: false });
  await replay.seek(60_200);
  expect(texts().slice(-5)).toEqual(['M56', 'M57', 'M58', 'M59', 'm60']);
  expect(replay.get()).toMatchObject({ hasOlder: true, loaded: true });
  expect(
    replay
      .get()
      .items.map(({ mine }) => mine)
      .slice(-5),
  ).toEqual([true, false, true, false, true]);
  await replay.seek(62_600);
  expect(texts().slice(-3)).toEqual(['M60', 'M61', 'M62']);
  await replay.seek(60_499);
  expect(texts().slice(-3)).toEqual(['M58', 'M59', 'm60']);
  await replay.seek(55_499);
  expect(texts().slice(-3)).toEqual(['M53', 'M54', 'm55']);
  expect(loads).toHaveLength(1);
});

test('seeks by a few seconds, in either direction, need no request of their own', async () => {
  const { replay, loads, texts } = chat();
  await replay.seek(300_000);
  for (const direction of [-1, 1])
    for (let step = 0; step < 20; step++) {
      const offset = replay.offset + direction * 5_000;
      // It is shown before this turn ends.
      void replay.seek(offset);
      expect(replay.offset).toBe(offset);
      expect(texts().at(-1)).toBe(`m${offset / 1_000}`);
      await new Promise(setImmediate);
    }
  expect(loads.length).toBeLessThan(10);
});

test('a seek does not wait for the one that it overtakes', async () => {
  const waiting: { offset: number; answer: () => void }[] = [];
  const replay = createReplay({
    recordingId: 'film',
    self: () => '',
    load: ({ offset }) =>
      new Promise((resolve) => {
        const window = {
          offset,
          until: offset + 30_000,
          hasMore: false,
          changes: [],
          bursts: [],
          captions: [],
        };
        const answer = () => resolve({ ...window, messages: [message(Math.floor(offset / 1_000))] });
        waiting.push({ offset, answer });
      }),
  });
  const first = replay.seek(100_000);
  const second = replay.seek(200_000);
  expect(waiting.map(({ offset }) => offset)).toEqual([90_000, 190_000]);
  waiting[1]?.answer();
  await second;
  expect(replay.get().items.map(({ seq }) => seq)).toEqual([190]);
  waiting[0]?.answer();
  await first;
  expect(replay.offset).toBe(200_000);
  expect(replay.get().items.map(({ seq }) => seq)).toEqual([190]);
});

test('a seek to a position after a cut loads the window that begins there', async () => {
  const offsets: number[] = [];
  const cut = 95_000;
  const replay = createReplay({
    recordingId: 'film',
    self: () => '',
    load: async ({ offset }) => {
      offsets.push(offset);
      const until = offset < cut ? Math.min(offset + 30_000, cut) : offset + 30_000;
      const seq = offset < cut ? 1 : 2;
      return {
        offset,
        until,
        messages: [message(seq)],
        hasMore: false,
        changes: [],
        bursts: [],
        captions: [],
      };
    },
  });
  await replay.seek(100_000);
  expect(offsets).toEqual([90_000, 100_000]);
  expect(replay.get().items.map(({ seq }) => seq)).toEqual([2]);
});

test('of several seeks at once, the last one is shown', async () => {
  const { replay, loads, texts } = chat();
  await Promise.all([100_000, 200_000, 300_000, 400_000].map((offset) => replay.seek(offset)));
  expect(texts().at(-1)).toBe('m400');
  expect(replay.offset).toBe(400_000);
  expect(loads.length).toBeLessThan(4);
});

test('playing loads the next window in time, keeps what was shown, and returns bursts once', async () => {
  const { replay, loads, texts } = chat();
  await replay.seek(0);
  let bursts = 0;
  for (let offset = 0; offset <= 120_000; offset += 100) {
    for (const { count } of replay.play(offset)) bursts += count;
    for (let turn = 0; turn < 3; turn++) await Promise.resolve();
    expect(texts().at(-1)?.toLowerCase() ?? 'm0').toBe(`m${Math.floor(offset / 1_000)}`);
  }
  expect(texts()).toHaveLength(120);
  expect(loads.map(({ offset }) => offset)).toEqual([0, 30_000, 60_000, 90_000, 120_000]);
  expect(bursts).toBe(8);
  // A jump shows no bursts.
  expect(replay.play(1_500)).toEqual([]);
});

test('older messages load on request, and memory is bounded', async () => {
  const { replay, texts } = chat(2_000);
  await replay.seek(1_000_000);
  expect(await replay.loadOlder(3)).toBe(true);
  // Those before the window, which begins ten seconds earlier, and three more.
  expect(texts()).toHaveLength(18);
  expect(texts().slice(0, 3)).toEqual(['M983', 'M984', 'M985']);
  expect(texts().slice(-3)).toEqual(['M998', 'M999', 'm1000']);
  await replay.seek(0);
  expect(await replay.loadOlder()).toBe(false);
  for (let offset = 0; offset <= 500_000; offset += 500) {
    replay.play(offset);
    await new Promise(setImmediate);
  }
  expect(texts()).toHaveLength(300);
  expect(replay.get().hasOlder).toBe(true);
});

test('a failure rejects the seek, and the next one tries again', async () => {
  let isDown = true;
  const replay = createReplay({
    recordingId: 'film',
    self: () => '',
    load: async ({ offset }) => {
      if (isDown) throw new Error('down');
      return { offset, messages: [message(1)], hasMore: false, changes: [], bursts: [], captions: [] };
    },
  });
  await expect(replay.seek(5)).rejects.toThrow('down');
  expect(replay.play(6)).toEqual([]);
  await new Promise(setImmediate);
  isDown = false;
  await replay.seek(5);
  expect(replay.get().items).toHaveLength(1);
});

test('captions are shown from their beginning until a while after their end', async () => {
  const { replay } = chat();
  const texts = () => replay.captions.get().map(({ text, at, final }) => [text, at, final]);
  await replay.seek(11_999);
  expect(texts()).toEqual([]);
  await replay.seek(12_000);
  expect(texts()).toEqual([['Welcome', 12_000, true]]);
  const before = replay.captions.get();
  replay.play(18_999);
  expect(replay.captions.get()).toBe(before);
  replay.play(19_000);
  expect(texts()).toEqual([]);
});
