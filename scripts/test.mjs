// Everything that must hold: build, types, lint, format, tests. The last line counts what passed and failed.
// Arguments go to vitest: `npm test -- packages/server` runs those tests alone, without types, lint and format.
// --no-system: installs no system program, and leaves out what needs one that is missing. --long: more and longer tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canInstall, howToGet, install } from './ensure-system.mjs';
import { neededParts } from './needed-programs.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const own = ['--no-system', '--long'];
const args = process.argv.slice(2).filter((arg) => !own.includes(arg));
const isNamed = args.some((arg) => !arg.startsWith('-'));
const mayInstall = !process.argv.includes('--no-system');
if (process.argv.includes('--long')) process.env.TEST_LONG = '1';

const total = { passed: 0, failed: 0 };
const files = listFiles();
const { missing, leftOut } = prepareSystem();
const run = files.filter((file) => !leftOut.has(file));

if (files.length === 0) fail(`no test file matches ${args.join(' ')}`);
else if (run.length > 0 && (!run.some(needsBuild) || script('build', 'scripts/build.mjs'))) {
  if (isNamed)
    console.log('types, lint and format are checked by `npm run check`, and by `npm test` without a path');
  else script('check', 'scripts/check.mjs');
  test();
}
reportLeftOut();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && (total.passed > 0 || leftOut.size > 0) ? 0 : 1;

/** The test files that the arguments name, as paths from the root; all of them unless a path is named. */
function listFiles() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { stdout } = spawnSync(process.execPath, [vitest, 'list', '--filesOnly', ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  return [...new Set([...stdout.matchAll(/^\[\w+\] (.+)$/gm)].map(([, file = '']) => file))];
}

/** Tests of sources need no build; the others use the packages as they are installed. @param {string} file */
function needsBuild(file) {
  return !/^packages\/\w+\/(test|src)\//.test(file) || file.endsWith('.e2e.test.ts');
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

/** Says what was not run, and how to run it. Where nobody reads it, in continuous integration, that is a failure. */
function reportLeftOut() {
  if (missing.length === 0) return;
  console.log(`\nNot run: ${leftOut.size} of ${files.length} test files.`);
  for (const part of missing) {
    const text = howToGet(part);
    if (process.env.CI === 'true') fail(text);
    else console.log(`  ${text}`);
  }
}

/** @param {string} name @param {string} file @param {string[]} more */
function script(name, file, ...more) {
  const { status } = spawnSync(process.execPath, [join(root, file), ...more], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail(`${name} failed`);
  return status === 0;
}

function test() {
  const folder = mkdtempSync(join(tmpdir(), 'chat-test-'));
  const report = join(folder, 'report.json');
  const reporting = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const options = args.filter((arg, at) => arg.startsWith('-') || args[at - 1]?.startsWith('-'));
  const chosen = leftOut.size > 0 ? [...options, ...run] : args;
  try {
    const failedBefore = total.failed;
    const passed = script('vitest', 'node_modules/vitest/vitest.mjs', ...reporting, ...chosen);
    // A failing run has been counted once by script(); the report says how many it really was.
    const counts = count(report);
    total.passed += counts.passed;
    if (!passed) total.failed = failedBefore + Math.max(1, counts.failed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts tests; a file that fails without a failed test (it could not be loaded) counts as one. @param {string} report */
function count(report) {
  /** @type {{ numPassedTests: number, numFailedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return { passed: result.numPassedTests, failed: result.numFailedTests + brokenFiles.length };
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  total.failed += 1;
}
