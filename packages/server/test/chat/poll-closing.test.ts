import { randomUUID } from 'node:crypto';
import type { DurableEvent } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPolls } from '../../src/tallies/polls.ts';

test('a poll closes by the clock, whatever happens to a poll with its id in another room', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const opened: string[] = [];
  const open = (id: string) => {
    opened.push(id);
    return Promise.resolve(null);
  };
  const polls = createPolls({ storage: memoryStorage(), rooms: { open }, logger: console, now: Date.now });
  onTestFinished(polls.close);
  const publish = (room: string, message: object): void =>
    polls.onPublished(room, [{ type: 'message:created', message } as unknown as DurableEvent]);
  const poll = { id: randomUUID(), kind: 'poll', poll: { closesAt: Date.now() + 1_000 } };
  publish('one', poll);
  publish('other', poll);
  publish('other', { ...poll, poll: undefined, deletedAt: Date.now() });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(opened).toEqual(['one']);
});
