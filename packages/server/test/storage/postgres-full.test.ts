// A PostgreSQL server on a full disk: it refuses writes, still serves reads, and continues once there is
// space.
import { randomBytes } from 'node:crypto';
import { ChatError } from '@chat/protocol';
import { postgresStorage } from '@chat/server/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { createRoom, send } from '../../src/testing/sample.ts';
import { startPostgres } from './postgres-server.ts';

/** A segment of its write-ahead log takes 16 MB. */
const mostPerFileKb = 16 * 1024 + 3;
const perCommit = 50;

test('writes are refused as storage_full on a full disk, reads work, and writes work again once there is space', async () => {
  const server = await startPostgres();
  onTestFinished(server.close);
  await server.restart({ mostPerFileKb });
  const storage = postgresStorage(server.connection, { connections: 3 });
  onTestFinished(() => storage.close());
  const { timeline } = storage;
  await timeline.commit('r', [createRoom('r')]);
  const kept: string[] = [];
  let refusal: unknown;
  for (let sent = 0; refusal === undefined; sent += perCommit) {
    expect(sent).toBeLessThan(20_000);
    const ids = Array.from({ length: perCommit }, (_, at) => `m${sent + at}`);
    // Text that cannot be compressed.
    const changes = ids.map((id) => send(id, undefined, { text: randomBytes(1_500).toString('base64') }));
    await timeline.commit('r', changes).then(
      () => kept.push(...ids),
      (error: unknown) => (refusal = error),
    );
  }
  expect(refusal).toBeInstanceOf(ChatError);
  expect(refusal).toMatchObject({ code: 'storage_full' });
  const all = async () => (await timeline.changes('r', 0, 100_000, { unfiltered: true }))?.messages ?? [];
  expect((await all()).map(({ id }) => id)).toEqual(kept);

  await server.restart();
  const [result] = await timeline.commit('r', [send('later')]);
  expect(result).toMatchObject({ ok: true });
  expect((await all()).map(({ id }) => id)).toEqual([...kept, 'later']);
});
