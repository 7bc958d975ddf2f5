// Runs the simulation: `npm run simulate -- --seeds 100000 --from 1`, or one seed with its trace: `-- --seed 17`.
// Runs the sources as they are; `--plant '<name>'` puts a planted bug into them as they are loaded. `--workers 4` shares the
// seeds among so many processes; `--go-on` runs all of them, whatever fails. `--encrypted` runs encrypted rooms.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSources } from './run-sources.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    plant: { type: 'string' },
    workers: { type: 'string' },
    'go-on': { type: 'boolean', default: false },
    encrypted: { type: 'boolean', default: false },
  },
});

runSources();
const { plantedBugs, plantInto } = await import('../test/simulation/planted-bugs.ts');
/** @type {import('../test/simulation/planted-bugs.ts').PlantedBug | undefined} */
const bug =
  values.plant === undefined ? undefined : /** @type {Record<string, object>} */ (plantedBugs)[values.plant];
if (values.plant !== undefined && bug === undefined)
  throw new Error(`no planted bug is called '${values.plant}'`);
if (bug) runSources((path, text) => plantInto(bug, path, text));

const seedsPerProcess = 1_000;

/** A seed leaves much behind that dies young: room for it spares a tenth of the time. */
const memory = '--max-semi-space-size=64';

const goOn = values['go-on'];
const isEncrypted = values.encrypted || bug?.encrypted === true;

/** Answers whether a seed failed. Each process ends at its own first failure, and no other is started after one, unless told to go on. */
const runInProcesses = async (/** @type {number} */ from, /** @type {number} */ end) => {
  let next = from;
  let failed = false;
  const worker = async () => {
    while (next < end && (goOn || !failed)) {
      const seeds = Math.min(seedsPerProcess, end - next);
      const range = ['--from', String(next), '--seeds', String(seeds)];
      const plant = values.plant === undefined ? [] : ['--plant', values.plant];
      next += seeds;
      const all = [...(goOn ? ['--go-on'] : []), ...(isEncrypted ? ['--encrypted'] : [])];
      const args = [memory, fileURLToPath(import.meta.url), ...range, ...plant, ...all];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      failed = (await new Promise((resolve) => child.on('exit', resolve))) !== 0 || failed;
    }
  };
  await Promise.all(Array.from({ length: Number(values.workers) }, worker));
  return failed;
};

const run = async () => {
  const from = Number(values.from);
  const count = Number(values.seeds);
  if (values.workers !== undefined && values.seed === undefined) return runInProcesses(from, from + count);
  const { runSeeds, replay } = await import('../test/simulation/run-seeds.ts');
  const run = isEncrypted
    ? (await import('../test/simulation/encryption/simulate-encrypted.ts')).simulateEncrypted
    : undefined;
  const common = { run, broken: bug?.between ?? {}, print: console.log };
  return values.seed === undefined
    ? runSeeds({ from, count, goOn, ...common })
    : replay({ seed: Number(values.seed), ...common });
};

process.exitCode = (await run()) ? 1 : 0;
