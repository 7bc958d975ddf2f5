// Everything that must hold: build, types, lint, format, tests. The last line counts what passed and failed.
// Arguments go to vitest: `npm test -- packages/server` runs those tests alone, without types, lint and format.
// --no-system: installs no system program, and leaves out what needs one that is missing. --long: all tests, all rounds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstall, howToGet, install } from './ensure-system.mjs';
import { longFiles, waitingFiles } from './long-files.mjs';
import { neededParts } from './needed-programs.mjs';
import { root, runStep, secondsSince, vitest } from './steps.mjs';
import { countTests, listSlowest, readReport } from './test-report.mjs';

const own = ['--no-system', '--long'];
const args = process.argv.slice(2).filter((arg) => !own.includes(arg));
const isNamed = args.some((arg) => !arg.startsWith('-'));
const mayInstall = !process.argv.includes('--no-system');
if (process.argv.includes('--long')) process.env.TEST_LONG = '1';
const { isLong, turn } = await import('../test/run-size.ts');
// A file that is named runs, whatever the size of the run.
const isWhole = isLong || isNamed;
const leftToLongRun = isWhole ? [] : Object.keys(longFiles);
const waiting = isWhole ? [] : waitingFiles(turn);
// Projects of vitest do not take `--exclude`: its configuration reads this.
process.env.TEST_EXCLUDE = [...leftToLongRun, ...waiting].join(',');
const startedAt = performance.now();

const total = { passed: 0, failed: 0 };
const files = listFiles();
const { missing, leftOut } = prepareSystem();
const run = files.filter((file) => !leftOut.has(file));

// The tests do not wait for it: while they wait for timers and pages, it has a core.
const checking =
  isNamed || run.length === 0 ? true : runStep('check', 'scripts/check.mjs', [], { nice: true });
if (files.length === 0) fail(`no test file matches ${args.join(' ')}`);
else if (run.length > 0 && (await prepare())) await test();
if (!(await checking)) fail('check failed');
reportLeftOut();
console.log(`took ${secondsSince(startedAt)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && (total.passed > 0 || leftOut.size > 0) ? 0 : 1;

/** The test files that this run takes, as paths from the root: those that the arguments name, else all of its size. */
function listFiles() {
  const { stdout } = spawnSync(process.execPath, [join(root, vitest), 'list', '--filesOnly', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return [...new Set([...stdout.matchAll(/^\[[^\]]+\] (.+)$/gm)].map(([, file = '']) => file))];
}

/** Tests of sources need no build; the others use the packages as they are installed. @param {string} file */
function needsBuild(file) {
  return !/^packages\/\w+\/(test|src)\//.test(file) || /\.(e2e|jsdom)\.test\.ts$/.test(file);
}

/** The thread that writes SQLite runs outside of vitest, so it loads the built protocol. @param {string} file */
function needsProtocol(file) {
  return /^packages\/(server|client)\/test\//.test(file);
}

/** Installs what the tests need, if it may. What is missing then is left out, with the tests that need it. */
function prepareSystem() {
  const needed = neededParts(root, files);
  const lacking = [...needed.keys()].filter(({ find }) => !find());
  const installable = lacking.filter(({ variable }) => process.env[variable] === undefined);
  if (installable.length > 0 && mayInstall && canInstall()) {
    console.log('Some tests need programs that this machine does not have. apt-get installs them now:');
    for (const { need, packages } of installable) console.log(`  ${packages.join(' ')}: ${need}`);
    console.log('To install nothing and leave these tests out: npm test -- --no-system\n');
    try {
      install(installable.flatMap(({ packages }) => packages));
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
  const missing = lacking.filter(({ find }) => !find());
  return { missing, leftOut: new Set(missing.flatMap((part) => needed.get(part) ?? [])) };
}

/** Builds what the tests need. Returns whether the tests can run. */
async function prepare() {
  const building = run.some(needsBuild) || run.some(needsProtocol);
  const parts = run.some(needsBuild) ? [] : ['protocol'];
  const steps = [building && 'builds', `runs ${run.length} test files`].filter(Boolean).join(', then ');
  console.log(isNamed ? steps : `${steps}; checks types, lint and format meanwhile`);
  if (isNamed)
    console.log('types, lint and format are checked by `npm run check`, and by `npm test` without a path');
  const isBuilt = !building || (await runStep('build', 'scripts/build.mjs', parts));
  if (!isBuilt) fail('build failed');
  return isBuilt;
}

async function test() {
  const folder = mkdtempSync(join(tmpdir(), 'chat-test-'));
  const path = join(folder, 'report.json');
  const leavingOut = join(folder, 'left-out.txt');
  writeFileSync(leavingOut, '');
  const reporting = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const options = args.filter((arg, at) => arg.startsWith('-') || args[at - 1]?.startsWith('-'));
  const chosen = leftOut.size > 0 ? [...options, ...run] : args;
  try {
    const env = { TEST_LEFT_OUT: leavingOut, TEST_TURN: String(turn) };
    const passed = await runStep('tests', vitest, [...reporting, ...chosen], { env });
    const report = readReport(path);
    const counts = countTests(report);
    total.passed += counts.passed;
    if (!passed) total.failed += Math.max(1, counts.failed);
    if (!isNamed)
      console.log(
        `\nThe slowest files (sum of all: ${sumOf(report)} s):\n${listSlowest(report, 20).join('\n')}`,
      );
    reportLongRun(readFileSync(leavingOut, 'utf8').split('\n').filter(Boolean));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {ReturnType<typeof readReport>} report */
function sumOf({ testResults }) {
  return testResults
    .reduce((sum, { startTime, endTime }) => sum + (endTime - startTime) / 1000, 0)
    .toFixed(0);
}

/** @param {string[]} lines what the tests report that they left out */
function reportLongRun(lines) {
  if (lines.length + leftToLongRun.length === 0) return;
  console.log('\nLeft to `npm run test:long`:');
  if (leftToLongRun.length > 0)
    console.log(`  ${leftToLongRun.length} files (listed in scripts/long-files.mjs)`);
  if (waiting.length > 0)
    console.log(`  ${waiting.length} files whose turn it is not (the same list, TEST_TURN=${turn})`);
  for (const line of [...new Set(lines)].toSorted()) console.log(`  ${line}`);
}

/** Prints what was not run, and how to run it. Where nobody reads it, in continuous integration, that is a failure. */
function reportLeftOut() {
  if (missing.length === 0) return;
  console.log(`\nNot run: ${leftOut.size} of ${files.length} test files.`);
  for (const part of missing) {
    const text = howToGet(part);
    if (process.env.CI === 'true') fail(text);
    else console.log(`  ${text}`);
  }
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  total.failed += 1;
}
