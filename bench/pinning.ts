import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Which core does what, or null where processes cannot be pinned: without `taskset`, or with one core. */
export const cores: { server: number; load: number } | null =
  cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0
    ? { server: cpus().length - 1, load: cpus().length - 2 }
    : null;

/** Keeps this process, all its threads included, on the load generator's core. */
export const pinLoad = (): void => {
  if (cores) spawnSync('taskset', ['-a', '-c', '-p', String(cores.load), String(process.pid)]);
};
