import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { cores } from './pinning.ts';
import { median } from './report/figures.ts';

/** Describes the machine of the measurements. `folder` is on the measured disk. */
export const describeMachine = (folder: string): Record<string, string> => ({
  date: new Date().toISOString().slice(0, 10),
  processor: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  kernel: `${type()} ${release()}`,
  Node: process.version,
  pinning: cores
    ? `servers on core ${cores.server}, load generator on core ${cores.load}`
    : 'none: taskset is missing, or there is one core',
  'disk sync': `${syncMs(folder).toFixed(2)} ms for a write of 4 KB and fsync`,
});

const syncMs = (folder: string): number => {
  const file = openSync(join(folder, 'sync'), 'w');
  const block = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: 50 }, () => {
    const from = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  return median(times);
};
