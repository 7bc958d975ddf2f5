import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './page.ts';

/** Replaces the figures of the workloads that ran, and leaves the others. */
export const keepOthers = (folder: string, fresh: Report, workloads: readonly string[]): Report => {
  const path = join(folder, 'performance/run.json');
  if (!existsSync(path)) return fresh;
  const kept = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const [before, now] = [kept.machine.processor, fresh.machine.processor];
  if (before !== now)
    throw new Error(`${path} is of another machine (${before}, here ${now}): measure everything`);
  const { rounds, seconds } = fresh;
  const alone = { date: fresh.machine.date ?? '', rounds, seconds };
  return {
    ...kept,
    alone: { ...kept.alone, ...Object.fromEntries(workloads.map((name) => [name, alone])) },
    results: [...kept.results.filter(({ workload }) => !workloads.includes(workload)), ...fresh.results],
  };
};
