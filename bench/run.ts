// `npm run bench` measures everything and writes docs/performance.md; `npm run bench -- saturation --rounds 3` measures
// one workload and only prints. See README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measured, Run } from './compare.ts';
import { describeMachine } from './machine.ts';
import { pinLoad } from './pinning.ts';
import { goals } from './report/goals.ts';
import { keepOthers } from './report/keep.ts';
import { writePage } from './report/page.ts';
import { tableOf, tallTableOf, textTable } from './report/table.ts';
import { workloads } from './workloads/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    folder: { type: 'string', default: tmpdir() },
    write: { type: 'string' },
  },
});
if (positionals[0] === 'widget' || positionals[0] === 'encryption') {
  await (positionals[0] === 'widget' ? import('./widget.ts') : import('./encryption.ts'));
  process.exit(0);
}
const unknown = positionals.filter((name) => !workloads.some((workload) => workload.name === name));
if (unknown.length > 0) {
  console.error(
    `no workload ${unknown.join(', ')}; there are ${workloads.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}
const chosen = workloads.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const whole = chosen.length === workloads.length && !values.quick;
const write = values.write ?? (whole ? join(import.meta.dirname, '../docs') : null);

pinLoad();
const folder = mkdtempSync(join(values.folder, 'chat-bench-'));
const run: Run = { rounds: Number(values.rounds ?? (values.quick ? 1 : 5)), quick: values.quick, folder };
const startedAt = Date.now();
const since = (time: number): number => Math.round((Date.now() - time) / 1000);
try {
  const machine = describeMachine(folder);
  console.log(
    Object.entries(machine)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
  const results: Measured[] = [];
  for (const { name, about, tall, run: measure } of chosen) {
    const began = Date.now();
    const measured = await measure(run);
    results.push(...measured);
    console.log(
      `\n${name} (${run.rounds} rounds, ${since(began)} s)\n${about}\n\n${textTable((tall ? tallTableOf : tableOf)(measured))}`,
    );
  }
  const reached = goals(results);
  if (reached.rows.length > 0 && !run.quick) console.log(`\n${textTable(reached)}`);
  const seconds = since(startedAt);
  console.log(`\n${seconds} s`);
  if (write !== null) {
    const fresh = { machine, rounds: run.rounds, seconds, results };
    const names = chosen.map(({ name }) => name);
    await writePage(write, whole ? fresh : keepOthers(write, fresh, names), workloads);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
