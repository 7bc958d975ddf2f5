// Run as a separate process by sqlite-crash.test.ts: writes as fast as it can, and prints each acknowledged
// id.
import { sqliteStorage } from '../../src/storage/sqlite/sqlite-storage.ts';
import { createRoom, send } from '../../src/testing/sample.ts';

const storage = sqliteStorage(process.argv[2] ?? '');
await storage.timeline.commit('r', [createRoom('r')]);

const write = async (writer: number): Promise<void> => {
  for (let count = 0; ; count += 1) {
    const id = `${writer}-${count}`;
    const [result] = await storage.timeline.commit('r', [send(id)]);
    if (result?.ok) process.stdout.write(`${id}\n`);
  }
};

await Promise.all([0, 1, 2, 3].map(write));
