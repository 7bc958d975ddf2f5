import { describe, expect, test } from 'vitest';
import type { ChatStorage } from '@chat/server';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { createMemoryBudget } from '../../src/storage/memory/memory-budget.ts';
import { createRoom, edit, messageOf, roomWithMessages, send, seqs } from '../../src/testing/sample.ts';

describe('a memory storage with a limit', () => {
  test('drops the oldest messages of each room', async () => {
    const storage = memoryStorage({ maxMessages: 3 });
    const { timeline } = storage;
    await roomWithMessages(storage, 'r', 5);
    await roomWithMessages(storage, 's', 2);
    expect(seqs(await timeline.page('r', { limit: 10 }))).toEqual([3, 4, 5]);
    expect(seqs(await timeline.page('s', { limit: 10 }))).toEqual([1, 2]);
    expect(await timeline.message('r', 'm2')).toBeNull();
    expect(await timeline.head('r')).toMatchObject({ seq: 5, rev: 6 });
  });

  test('does not return part of the changes as all of them', async () => {
    const storage = memoryStorage({ maxMessages: 3 });
    await roomWithMessages(storage, 'r', 5);
    // m1 and m2, with rev 2 and 3, were dropped.
    expect(await storage.timeline.changes('r', 2, 100)).toBeNull();
    expect((await storage.timeline.changes('r', 3, 100))?.messages).toHaveLength(3);
  });
});

describe('a memory storage with a limit in bytes', () => {
  const text = 'x'.repeat(1_000);
  const saying = (number: number) => send(`m${number}`, undefined, { text });
  const fill = async ({ timeline }: ChatStorage, roomId: string, count: number) => {
    await timeline.commit(roomId, [createRoom(roomId)]);
    for (let number = 1; number <= count; number += 1) await timeline.commit(roomId, [saying(number)]);
  };

  test('drops the oldest messages of a room, edits included, and keeps the newest', async () => {
    const storage = memoryStorage({ maxBytes: 10_000 });
    await fill(storage, 'r', 20);
    const left = seqs(await storage.timeline.page('r', { limit: 50 }));
    expect(left).toEqual([18, 19, 20]);
    for (let count = 0; count < 10; count += 1)
      await storage.timeline.commit('r', [edit('m20', `${count}${text}`)]);
    expect(seqs(await storage.timeline.page('r', { limit: 50 }))).toEqual([20]);
    expect(await storage.timeline.head('r')).toMatchObject({ seq: 20 });
  });

  test('shares memory among rooms: the largest drop messages first', async () => {
    const budget = createMemoryBudget(100_000);
    const make = () => memoryStorage({ budget });
    const [small, large, other] = [make(), make(), make()];
    await fill(small, 'r', 3);
    await fill(large, 'r', 60);
    await fill(other, 'r', 60);
    const count = async ({ timeline }: ChatStorage) => seqs(await timeline.page('r', { limit: 100 })).length;
    expect(await count(small)).toBe(3);
    const [one, two] = [await count(large), await count(other)];
    expect(one + two).toBeGreaterThan(20);
    expect(one + two).toBeLessThan(45);
    expect(Math.abs(one - two)).toBeLessThan(5);
  });

  test('does not count messages that were pruned or deleted with their room', async () => {
    const budget = createMemoryBudget(20_000);
    const pruned = memoryStorage({ budget });
    await fill(pruned, 'r', 5);
    await pruned.timeline.prune('r', Infinity);
    const storage = memoryStorage({ budget });
    await fill(storage, 'r', 6);
    expect(seqs(await storage.timeline.page('r', { limit: 50 }))).toHaveLength(6);
  });
});

describe('the records of a memory storage', () => {
  test('cannot be changed from outside', async () => {
    const { timeline } = memoryStorage();
    const data = { list: [1] };
    const committed = await timeline.commit('r', [createRoom('r'), send('m', undefined, { data })]);
    data.list.push(2);
    const message = messageOf(committed[1]);
    expect(() => message.mentions.push('bo')).toThrow(TypeError);
    expect((await timeline.message('r', 'm'))?.data).toEqual({ list: [1] });
  });

  test('does not grow by editing', async () => {
    const { timeline } = memoryStorage();
    await timeline.commit('r', [createRoom('r'), send('a'), send('b')]);
    for (let count = 0; count < 300; count += 1) await timeline.commit('r', [edit('a', `${count}`)]);
    const changes = await timeline.changes('r', 0, 10);
    expect(changes?.messages.map(({ id, rev }) => [id, rev])).toEqual([
      ['b', 3],
      ['a', 303],
    ]);
  });

  test('has its own epoch', async () => {
    const epochs = [memoryStorage(), memoryStorage()].map(async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      return (await timeline.head('r'))?.epoch;
    });
    expect(new Set(await Promise.all(epochs)).size).toBe(2);
  });
});
