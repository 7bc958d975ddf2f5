// Reports that a client sends by itself, when the first attempt fails.
import { ChatError } from '@chat/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createActivityReporter } from '../src/platform/activity-reporter.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/**
 * A client of one room with a new message; `answers` lists the outcome of each command in turn, null:
 * success.
 */
const beside = (...answers: (ChatError | null)[]) => {
  const said: [string, unknown][] = [];
  let greet = () => {};
  const room = { room: { id: 'r' }, unread: 1, lastMessage: { seq: 7 }, occupancy: 2 };
  const rooms = { get: () => ({ items: [room] }), subscribe: () => () => {} };
  const connection = {
    hello: { limits: { receiptOccupancy: 50 } },
    callNow: async (name: string, input: unknown) => {
      said.push([name, input]);
      const answer = answers.shift();
      if (answer) throw answer;
    },
  };
  const on = (type: string, listener: () => void) => {
    const before = greet;
    if (type === 'hello')
      greet = () => {
        before();
        listener();
      };
    return () => {};
  };
  const watch = createActivityReporter(300_000, Date.now, rooms as never, connection as never, on as never);
  return { said, watch, greet: () => greet(), run: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
};
const idle = (said: [string, unknown][]) =>
  said.flatMap(([name, input]) => (name === 'presence:idle' ? [input] : []));
const delivered = (said: [string, unknown][]) => said.filter(([name]) => name === 'receipt:delivered').length;

test('a rejected delivery report is retried when the server asks for it', async () => {
  const { said, watch, run } = beside(new ChatError('overloaded', 'busy', { retryAfterMs: 2_500 }));
  await run(1_000);
  expect(delivered(said)).toBe(1);
  await run(2_400);
  expect(delivered(said)).toBe(1);
  await run(100);
  expect(said).toEqual([
    ['receipt:delivered', { roomId: 'r', seq: 7 }],
    ['receipt:delivered', { roomId: 'r', seq: 7 }],
  ]);
  await run(60_000);
  expect(delivered(said)).toBe(2);
  watch.stop();
});

test('a final rejection is not retried, and a closed client retries nothing', async () => {
  const refused = beside(new ChatError('forbidden', 'no'));
  await refused.run(60_000);
  expect(delivered(refused.said)).toBe(1);
  refused.watch.stop();
  const gone = beside(new ChatError('overloaded', 'busy', { retryAfterMs: 2_500 }));
  gone.watch.stop();
  await gone.run(60_000);
  expect(delivered(gone.said)).toBe(0);
});

test('a user who becomes active while offline is online with the next connection', async () => {
  const { said, watch, greet, run } = beside(null, null, new ChatError('disconnected', ''));
  await run(300_000);
  expect(idle(said)).toEqual([{ idle: true }]);
  window.dispatchEvent(new Event('pointermove')); // the command fails
  await run(0);
  expect(idle(said)).toEqual([{ idle: true }, { idle: false }]);
  greet();
  await run(0);
  expect(idle(said)).toEqual([{ idle: true }, { idle: false }, { idle: false }]);
  greet();
  await run(0);
  expect(idle(said)).toHaveLength(3);
  watch.stop();
});
