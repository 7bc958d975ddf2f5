// Runs the simulation: `npm run simulate -- --seeds 100000 --from 1`, or one seed with its trace: `-- --seed 17`.
// Runs the sources as they are; `--plant '<name>'` puts a planted bug into them as they are loaded.
import { parseArgs } from 'node:util';
import { runSources } from './run-sources.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    plant: { type: 'string' },
    workers: { type: 'string' },
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

const { runSeeds, replay } = await import('../test/simulation/run-seeds.ts');
const broken = bug?.between ?? {};
const failed =
  values.seed === undefined
    ? await runSeeds({ from: Number(values.from), count: Number(values.seeds), broken, print: console.log })
    : await replay({ seed: Number(values.seed), broken, print: console.log });
process.exitCode = failed ? 1 : 0;
