// Backups that are killed at any moment while a chat is written, and the machine that is lost at the end.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, test } from 'vitest';
import { openBackupStore } from '../../src/cli/backup/backup-store.ts';
import { restore } from '../../src/cli/backup/restore.ts';
import { verifyBackup } from '../../src/cli/backup/verify-backup.ts';
import { createRoom, send } from '../../src/testing/sample.ts';
import { runCommand, startCommand, temporaryFolder } from './run-command.ts';

const rounds = 30;

/** Writes some hundred messages a second. Returns the ids of acknowledged messages, which keep growing. */
const keepWriting = (data: string) => {
  const storage = sqliteStorage(join(data, 'chat.sqlite'));
  const acknowledged: string[] = [];
  let going = true;
  const written = (async () => {
    await storage.timeline.commit('plaza', [createRoom('plaza')]);
    while (going) {
      const id = `m${acknowledged.length}`;
      await storage.timeline.commit('plaza', [send(id, undefined, { text: id.repeat(200) })]);
      acknowledged.push(id);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await storage.close();
  })();
  return {
    acknowledged,
    stop: async () => {
      going = false;
      await written;
    },
  };
};

test(
  'a killed backup costs nothing, and the last finished one has all that was acknowledged before',
  { timeout: 600_000 },
  async () => {
    const [data, place] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
    const writer = keepWriting(data);
    await expect.poll(() => writer.acknowledged.length).toBeGreaterThan(50);
    const store = await openBackupStore(place, {});
    const backup = ['backup', '--data', data, '--to', place];
    expect((await runCommand(backup)).code).toBe(0);
    let survived = 1;
    for (let round = 0; round < rounds; round += 1) {
      const repeated = await startCommand([...backup, '--every', '1s'], {}, / (full|changes) /);
      // From the wait between two snapshots into the middle of the next one.
      await new Promise((resolve) => setTimeout(resolve, 900 + round * 10));
      await repeated.kill();
      const { problems, snapshots } = await verifyBackup(store);
      expect(problems).toEqual([]);
      expect(snapshots).toBeGreaterThan(survived);
      survived = snapshots;
    }
    const before = [...writer.acknowledged];
    expect(await runCommand(backup)).toMatchObject({ code: 0, stdout: expect.stringContaining('changes') });
    await writer.stop();
    rmSync(data, { recursive: true });

    await restore({ store, to: data, at: Infinity });
    const storage = sqliteStorage(join(data, 'chat.sqlite'));
    const head = await storage.timeline.head('plaza');
    const lost: string[] = [];
    for (const id of before) {
      const message = await storage.timeline.message('plaza', id);
      if (message?.text !== id.repeat(200)) lost.push(id);
    }
    expect(lost).toEqual([]);
    expect(head?.seq).toBeGreaterThanOrEqual(before.length);
    expect(await storage.timeline.unread('plaza', 'nobody', 0, 1_000_000)).toBe(head?.seq);
    await storage.close();
  },
);
