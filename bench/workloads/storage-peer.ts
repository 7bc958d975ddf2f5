import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison, Figures, Run } from '../compare.ts';
import { startPeer } from '../contender.ts';
import type { StorageName, StorageQuestion } from '../peers/storage.ts';

/** A storage in a process of its own, asked the same again and again. */
export const storagePeer = (
  run: Run,
  name: string,
  storage: StorageName,
  question: StorageQuestion,
  first?: StorageQuestion,
): Comparison['entrants'][number] => ({
  name,
  enter: async () => {
    const peer = await startPeer('storage.ts', [storage, mkdtempSync(join(run.folder, 'storage-'))]);
    if (first) await peer.ask(first);
    return { measure: async () => (await peer.ask(question)) as Figures, close: peer.stop };
  },
});
