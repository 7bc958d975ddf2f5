import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../../src/storage/memory.ts';
import { createRoom, edit, messageOf, roomWithMessages, send, seqs } from '../../src/testing/sample.ts';

describe('a memory storage with a limit', () => {
  test('forgets the oldest messages of each room', async () => {
    const storage = memoryStorage({ maxMessages: 3 });
    const { timeline } = storage;
    await roomWithMessages(storage, 'r', 5);
    await roomWithMessages(storage, 's', 2);
    expect(seqs(await timeline.page('r', { limit: 10 }))).toEqual([3, 4, 5]);
    expect(seqs(await timeline.page('s', { limit: 10 }))).toEqual([1, 2]);
    expect(await timeline.message('r', 'm2')).toBeNull();
    expect(await timeline.head('r')).toMatchObject({ seq: 5, rev: 6 });
  });

  test('does not pass off a part of what changed as the whole', async () => {
    const storage = memoryStorage({ maxMessages: 3 });
    await roomWithMessages(storage, 'r', 5);
    // m1 and m2, of rev 2 and 3, are forgotten.
    expect(await storage.timeline.changes('r', 2, 100)).toBeNull();
    expect((await storage.timeline.changes('r', 3, 100))?.messages).toHaveLength(3);
  });
});

describe('what a memory storage holds', () => {
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

  test('has a life of its own', async () => {
    const epochs = [memoryStorage(), memoryStorage()].map(async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r')]);
      return (await timeline.head('r'))?.epoch;
    });
    expect(new Set(await Promise.all(epochs)).size).toBe(2);
  });
});
