// The inner loop: types and lint, and format and tests of what differs from main. `npm run test:fast -- <commit>` compares
// with another commit. Takes the nearest tests that fit into the time, and prints how many it leaves to `npm test`.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runStep, secondsSince, vitest } from './steps.mjs';

/** The time that all tests together may take, by earlier runs. Several run at the same time. */
const budgetMs = 60_000;
/** The time assumed for a file that has not run yet, and the time that each file costs besides its tests. */
const unknownMs = 2_000;
const importMs = 1_000;

const startedAt = performance.now();
const inNode = ['--project', 'node', '--project', 'jsdom'];
const base = git('merge-base', 'HEAD', process.argv[2] ?? 'main')[0] ?? 'HEAD';
const changed = changedFiles();
if (changed.length === 0) {
  console.log('nothing differs from main');
  process.exit();
}
const sources = changed.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file));
const bin = 'node_modules';
// They start before the tests are listed, which takes seconds.
const checks = [
  // Of all files: a change may break the types of another.
  sources.length === 0 ||
    runStep(
      'types and lint',
      `${bin}/oxlint/bin/oxlint`,
      ['--type-aware', '--type-check', '--deny-warnings'],
      { quiet: true },
    ),
  runStep(
    'format',
    `${bin}/prettier/bin/prettier.cjs`,
    ['--check', '--log-level', 'warn', '--ignore-unknown', ...changed],
    { quiet: true },
  ),
];
const related = sources.length > 0 ? relatedTests() : [];
const run = choose(related);
console.log(
  `checks ${changed.length} changed files, and runs ${run.length} of ${related.length} test files that reach them`,
);
const results = await Promise.all([
  ...checks,
  run.length === 0 || runStep('tests', vitest, ['run', ...inNode, ...run]),
]);
if (run.length < related.length)
  console.log(`left to \`npm test\`: ${related.length - run.length} test files, and those in a browser`);
console.log(`took ${secondsSince(startedAt)} s`);
process.exitCode = results.every(Boolean) ? 0 : 1;

/** Files that differ from where this branch left the commit, also what is not committed. */
function changedFiles() {
  const paths = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')];
  return [...new Set(paths)].filter((path) => existsSync(join(root, path)));
}

/** @param {string[]} args */
function git(...args) {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
}

/** Tests in Node and jsdom that import what differs, at any distance. */
function relatedTests() {
  const args = ['list', '--filesOnly', '--changed', base, ...inNode];
  const { stdout } = spawnSync(process.execPath, [join(root, vitest), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return [...new Set([...stdout.matchAll(/^\[\w+\] (.+)$/gm)].map(([, file = '']) => file))];
}

/** Those that fit into the time, the nearest first: what changed itself, then what shares words of its path. @param {string[]} files */
function choose(files) {
  const durations = knownDurations();
  const words = new Set(changed.flatMap(wordsOf));
  const distance = (/** @type {string} */ file) =>
    changed.includes(file) ? -100 : -wordsOf(file).filter((word) => words.has(word)).length;
  const costOf = (/** @type {string} */ file) => (durations.get(file) ?? unknownMs) + importMs;
  let spentMs = 0;
  return files
    .toSorted((a, b) => distance(a) - distance(b) || costOf(a) - costOf(b))
    .filter((file) => {
      if (spentMs + costOf(file) > budgetMs) return false;
      spentMs += costOf(file);
      return true;
    });
}

/** @param {string} path */
function wordsOf(path) {
  return path.split(/[/.-]/).filter((word) => !['ts', 'test', 'src', 'packages'].includes(word));
}

/** How long files took when they last ran here: vitest notes it. @returns {Map<string, number>} */
function knownDurations() {
  const [path] = globSync('node_modules/.vite/vitest/*/results.json', { cwd: root });
  if (path === undefined) return new Map();
  /** @type {{ results: [string, { duration: number }][] }} */
  const { results } = JSON.parse(readFileSync(join(root, path), 'utf8'));
  return new Map(results.map(([name, { duration }]) => [name.slice(name.indexOf(':') + 1), duration]));
}
