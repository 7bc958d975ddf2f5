import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WriteTarget } from './write-queue.ts';
import type { Job, Outcome } from './write-transaction.ts';
import type { WriterThreadData } from './writer-thread.ts';

// Next to the built files, or next to this one among the sources.
const script = new URL(
  import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js',
  import.meta.url,
);

/** Whether the thread's file exists; a bundler may have left it out. */
export const hasThread = (): boolean => existsSync(fileURLToPath(script));

/**
 * Writes in a separate thread. The process can end while the thread is idle; pending groups are finished
 * first.
 */
export const ownThread = (data: WriterThreadData): WriteTarget => {
  const thread = new Worker(script, { workerData: data, name: 'chat-sqlite-writer' });
  let waiting: { resolve(outcomes: Outcome[]): void; reject(error: Error): void } | null = null;
  let ended: Error | null = null;
  thread.unref();

  thread.on('message', (outcomes: string) => {
    thread.unref();
    waiting?.resolve(JSON.parse(outcomes) as Outcome[]);
    waiting = null;
  });
  const fail = (error: Error): void => {
    ended ??= error;
    waiting?.reject(ended);
    waiting = null;
  };
  thread.on('error', fail);
  const exited = new Promise<void>((resolve) => {
    thread.on('exit', (code) => {
      fail(new Error(`the thread that writes the chat database has ended (${code})`));
      resolve();
    });
  });

  return {
    write: (group) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        waiting = { resolve, reject };
        thread.ref();
        thread.postMessage(group);
      }),
    close: async () => {
      if (ended) return;
      thread.ref();
      thread.postMessage(null);
      await exited;
    },
  };
};

/**
 * Writes in this thread: an in-memory database has one connection, and a bundled server may lack the thread's
 * file.
 */
export const sameThread = (writeGroup: (jobs: readonly Job[]) => Outcome[]): WriteTarget => ({
  write: async (group) => writeGroup(JSON.parse(group) as Job[]),
  close: () => Promise.resolve(),
});
