// How often, and how soon, members get the tallies of polls.
import { randomUUID } from 'node:crypto';
import { ChatError } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createChance } from '../../../../test/simulation/chance.ts';
import type { RoomRegistry } from '../../src/room/room-registry.ts';
import type { Change } from '../../src/storage/contract/change.ts';
import { createPolls } from '../../src/tallies/polls.ts';
import { ana, createRoom, send } from '../../src/testing/sample.ts';

const roomId = 'r';

interface Shown {
  at: number;
  messageId: string;
  voters: number;
}

/** Nodes over one store, with polls of one room, on fake timers. */
const start = async (nodeCount: number, pollCount: number) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const storage = memoryStorage();
  const shown: Shown[] = [];
  const commit = async (change: Change) => {
    const [result] = await storage.timeline.commit(roomId, [change]);
    if (!result?.ok) throw result ? ChatError.from(result.error) : new Error('no result');
    if (change.kind === 'update-poll' && result.event.type === 'message:updated')
      shown.push({
        at: Date.now(),
        messageId: change.messageId,
        voters: result.event.message.poll?.voters ?? -1,
      });
    return result;
  };
  await commit(createRoom(roomId));
  const messageIds = Array.from({ length: pollCount }, () => randomUUID());
  const poll = { options: ['Sea', 'Hills'], results: 'always' as const };
  for (const id of messageIds) await commit(send(id, ana, { kind: 'poll', poll }, Date.now()));
  const open = () => Promise.resolve({ head: { room: { createdBy: 'ana' } }, commit });
  const nodes = Array.from({ length: nodeCount }, () => {
    const rooms = { open } as unknown as Pick<RoomRegistry, 'open'>;
    const polls = createPolls({ storage, rooms, logger: console, now: Date.now });
    onTestFinished(polls.close);
    return polls;
  });
  let voters = 0;
  const vote = async (messageId: string, node: number): Promise<void> => {
    const id = `u${(voters += 1)}`;
    const change = { messageId, options: ['1'], voterKey: id, visibleAfter: 0 };
    await commit({ kind: 'vote', actor: { id, name: id }, at: Date.now(), ...change });
    nodes[node]?.changed(roomId, messageId);
  };
  return { vote, shown, messageIds };
};

const mostInASecond = (shown: readonly Shown[]): number =>
  Math.max(...shown.map(({ at }) => shown.filter((each) => each.at >= at && each.at < at + 1_000).length));

test.each([1, 2])('%i nodes: at most four updates a second, the last within 300 ms', async (nodes) => {
  const chance = createChance(56);
  const { vote, shown, messageIds } = await start(nodes, 1);
  const [messageId = ''] = messageIds;
  let [voters, longestMs] = [0, 0];
  for (let round = 0; round < 60; round += 1) {
    const pausesMs = chance.pick([
      [1, 5],
      [40, 70],
      [60, 200],
    ]) ?? [1, 5];
    for (let count = chance.int(1, 40); count > 0; count -= 1) {
      await vote(messageId, chance.int(0, nodes - 1));
      voters += 1;
      if (count > 1) await vi.advanceTimersByTimeAsync(chance.int(pausesMs[0]!, pausesMs[1]!));
    }
    const votedAt = Date.now();
    await vi.advanceTimersByTimeAsync(chance.pick([300, 350, 700, 2_000]) ?? 300);
    const final = shown.find((each) => each.voters === voters);
    longestMs = Math.max(longestMs, (final?.at ?? Infinity) - votedAt);
  }
  expect(longestMs).toBeLessThanOrEqual(300);
  expect(mostInASecond(shown)).toBe(4);
});

test('polls of one room share the updates, and each gets its own', async () => {
  const { vote, shown, messageIds } = await start(1, 3);
  for (let ms = 0; ms < 5_000; ms += 20) {
    for (const messageId of messageIds) await vote(messageId, 0);
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.advanceTimersByTimeAsync(1_000);
  expect(mostInASecond(shown)).toBeLessThanOrEqual(4);
  const updates = messageIds.map((id) => shown.filter(({ messageId }) => messageId === id));
  for (const each of updates) {
    expect(each.length).toBeGreaterThanOrEqual(5);
    expect(each.at(-1)?.voters).toBe(250);
  }
});
