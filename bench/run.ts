// `npm run bench` measures everything; `npm run bench -- saturation --rounds 3` one workload. See README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Measured, Run } from './compare.ts';
import { machine } from './machine.ts';
import { pinLoad } from './pinning.ts';
import { tableOf, textTable } from './report/table.ts';
import { workloads } from './workloads/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** Where the databases are: what disk is measured. */
    folder: { type: 'string', default: tmpdir() },
  },
});
const unknown = positionals.filter((name) => !workloads.some((workload) => workload.name === name));
if (unknown.length > 0) {
  console.error(
    `no workload ${unknown.join(', ')}; there are ${workloads.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

pinLoad();
const folder = mkdtempSync(join(values.folder, 'chat-bench-'));
const run: Run = {
  rounds: Number(values.rounds ?? (values.quick ? 1 : 5)),
  quick: values.quick,
  folder,
};
const results: Measured[] = [];
const startedAt = Date.now();
const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);
try {
  console.log(
    Object.entries(machine(folder))
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
  for (const workload of workloads) {
    if (positionals.length > 0 && !positionals.includes(workload.name)) continue;
    const began = Date.now();
    const measured = await workload.run(run);
    results.push(...measured);
    console.log(`\n${workload.name} (${run.rounds} rounds, ${seconds(began)} s)\n${workload.about}\n`);
    console.log(textTable(tableOf(measured)));
  }
  console.log(`\n${seconds(startedAt)} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
