// Kills servers and looks what is left: `npm run kill-rounds -- --rounds 10000 --seed 1`. A set of 25 rounds that went wrong
// is run again by its own seed: `-- --rounds 25 --seed 17`. `--bug '<name>'` puts a planted bug into the server.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { killMany } from '../test/faults/kill-many.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '4' },
    bug: { type: 'string' },
  },
});

// A fifth of what a round costs is else to make JavaScript of the same sources again.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('../node_modules/.cache/node-compile', import.meta.url),
);

const reports = await killMany({
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  lanes: Number(values.lanes),
  ...(values.bug === undefined
    ? {}
    : { bug: /** @type {import('../test/faults/kill-rounds.ts').ServerBug} */ (values.bug) }),
  print: console.log,
});
const rounds = reports.reduce((sum, report) => sum + report.rounds, 0);
const wrong = reports.filter(({ violations }) => violations.length > 0);
console.log(
  `${rounds} rounds, ${wrong.length === 0 ? 'nothing wrong' : `wrong in sets ${wrong.map(({ seed }) => seed).join(' ')}`}`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
