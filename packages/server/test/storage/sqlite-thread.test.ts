import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, expect, test } from 'vitest';
import { ana, createRoom, send } from '../../src/testing/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-thread-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a commit that waits for the disk blocks neither reads nor anything else', async () => {
  const file = join(folder, 'busy.db');
  const { timeline, close } = sqliteStorage(file);
  await timeline.commit('r', [createRoom('r'), send('m1')]);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  let isCommitted = false;
  const committing = timeline.commit('r', [send('m2')]).then((results) => {
    isCommitted = true;
    return results;
  });
  for (let turn = 0; turn < 20; turn += 1) {
    expect(await timeline.head('r')).toMatchObject({ seq: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(isCommitted).toBe(false);
  other.exec('ROLLBACK');
  other.close();
  expect(await committing).toMatchObject([{ ok: true }]);
  expect(await timeline.head('r')).toMatchObject({ seq: 2 });
  await close();
});

test('writes that arrive during a group form the next group, in order', async () => {
  const file = join(folder, 'order.db');
  const { timeline, close } = sqliteStorage(file);
  await timeline.commit('r', [createRoom('r')]);
  const ids = Array.from({ length: 50 }, (_, index) => `m${index}`);
  const results = await Promise.all(
    ids.map(async (id) => {
      if (id === 'm25') await timeline.head('r');
      return timeline.commit('r', [send(id)]);
    }),
  );
  expect(results.flat().every(({ ok }) => ok)).toBe(true);
  const { messages } = await timeline.page('r', { limit: 100 });
  const early = ids.filter((id) => id !== 'm25');
  expect(messages.map(({ id }) => id)).toEqual([...early, 'm25']);
  await close();
});

test('commits written together each get their own result', async () => {
  const { timeline, close } = sqliteStorage(join(folder, 'together.db'));
  await Promise.all([timeline.commit('r', [createRoom('r')]), timeline.commit('s', [createRoom('s')])]);
  const [first, refused, again, elsewhere, last] = await Promise.all([
    timeline.commit('r', [send('m1'), send('m2')]),
    timeline.commit('r', [send('blank', ana, { text: ' ' })]),
    timeline.commit('r', [send('m3'), send('m1')]),
    timeline.commit('s', [send('m1')]),
    timeline.commit('r', []),
  ]);
  expect(first).toMatchObject([
    { ok: true, known: false, event: { message: { id: 'm1', seq: 1 } } },
    { ok: true, known: false, event: { message: { id: 'm2', seq: 2 } } },
  ]);
  expect(refused).toMatchObject([{ ok: false, error: { code: 'invalid' } }]);
  expect(again).toMatchObject([
    { ok: true, known: false, event: { message: { id: 'm3', seq: 3 } } },
    { ok: true, known: true, event: { message: { id: 'm1', seq: 1 } } },
  ]);
  expect(elsewhere).toMatchObject([{ ok: true, event: { roomId: 's', message: { seq: 1 } } }]);
  expect(last).toEqual([]);
  expect((await timeline.page('r', { limit: 10 })).messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'm3']);
  await close();
});

test('closing waits for pending writes, and may be called twice', async () => {
  const { timeline, close } = sqliteStorage(join(folder, 'close.db'));
  const committing = timeline.commit('r', [createRoom('r')]);
  await Promise.all([close(), close()]);
  expect(await committing).toMatchObject([{ ok: true }]);
  await expect(timeline.head('r')).rejects.toMatchObject({ code: 'internal' });
});
