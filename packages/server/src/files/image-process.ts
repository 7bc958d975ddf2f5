import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ImageJob, ImageResult } from './image-worker.ts';

// Next to the built files, or to this one among the sources.
const script = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './image-worker.ts' : './image-worker.js', import.meta.url),
);

/** Whether the worker's program exists; a bundler may have left it behind. */
export const hasImageWorker = (): boolean => existsSync(script);

/** A process that works on one image at a time. */
export interface ImageProcess {
  /** Resolves with `timeout`, and kills the process, if the job takes longer than `timeoutMs`. */
  run(job: ImageJob, timeoutMs: number): Promise<ImageResult | 'timeout'>;
  close(): void;
}

/** An idle process ends after this time. */
const idleMs = 10_000;
const startMs = 30_000;

/** Started with the first job, and again after it was killed or died. An idle process keeps nothing alive. */
export const createImageProcess = (): ImageProcess => {
  let child: Promise<ChildProcess> | null = null;
  let idle: NodeJS.Timeout | undefined;

  const kill = (): void => {
    clearTimeout(idle);
    child?.then((it) => it.kill('SIGKILL')).catch(() => undefined);
    child = null;
  };

  const alive = async (): Promise<ChildProcess> => {
    const before = await child;
    if (before?.connected) return before;
    child = start();
    child.catch(() => (child = null));
    return child;
  };

  return {
    run: async (job, timeoutMs) => {
      clearTimeout(idle);
      const it = await alive();
      keepAlive(it, true);
      const result = await answerOf(it, job, timeoutMs);
      keepAlive(it, false);
      if (result === 'timeout') kill();
      else idle = setTimeout(kill, idleMs).unref();
      return result;
    },
    close: kill,
  };
};

/** Whether this process waits for the other before it ends. */
const keepAlive = (child: ChildProcess, wanted: boolean): void => {
  for (const each of [child, child.channel])
    if (wanted) each?.ref();
    else each?.unref();
};

/** The worker gets none of the server's secrets: no environment, no arguments. */
const start = async (): Promise<ChildProcess> => {
  const { PATH, LD_LIBRARY_PATH, SystemRoot, TMPDIR } = process.env;
  const child = fork(script, [], {
    execArgv: [],
    env: Object.fromEntries(
      Object.entries({ PATH, LD_LIBRARY_PATH, SystemRoot, TMPDIR }).filter(([, value]) => value),
    ),
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined); // its exit follows
  if ((await next(child, startMs)) === 'ready') return child;
  child.kill('SIGKILL');
  throw new Error('the process for images did not start');
};

const answerOf = async (
  child: ChildProcess,
  job: ImageJob,
  timeoutMs: number,
): Promise<ImageResult | 'timeout'> => {
  const answer = next(child, timeoutMs);
  child.send(job, () => undefined);
  // An image that crashes the process is broken in a way its decoder does not notice.
  return ((await answer) as ImageResult | 'timeout' | null) ?? 'unreadable';
};

/** Resolves to the next message; null if the process ends first. */
const next = (child: ChildProcess, timeoutMs: number): Promise<unknown> =>
  new Promise((resolve) => {
    const settle = (value: unknown): void => {
      clearTimeout(timer);
      child.off('message', settle).off('exit', gone).off('error', gone);
      resolve(value);
    };
    const gone = (): void => settle(null);
    const timer = setTimeout(() => settle('timeout'), Math.min(timeoutMs, 2 ** 31 - 1));
    child.on('message', settle).on('exit', gone).on('error', gone);
  });
