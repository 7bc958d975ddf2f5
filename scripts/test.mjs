// Everything that must hold: system, build, check, tests. The last line counts what passed and failed.
// Arguments go to vitest: `npm test -- packages/server`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePart, systemParts } from './ensure-system.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const total = { passed: 0, failed: 0 };

const ready = systemParts.map(isThere).every(Boolean);
const built = ready && script('build', 'scripts/build.mjs');
if (built) {
  script('check', 'scripts/check.mjs');
  test();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** @param {typeof systemParts[number]} part */
function isThere(part) {
  try {
    ensurePart(part);
    return true;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** @param {string} name @param {string} file @param {string[]} args */
function script(name, file, ...args) {
  const { status } = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail(`${name} failed`);
  return status === 0;
}

function test() {
  const folder = mkdtempSync(join(tmpdir(), 'chat-test-'));
  const report = join(folder, 'report.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const failedBefore = total.failed;
    const passed = script('vitest', 'node_modules/vitest/vitest.mjs', ...args, ...process.argv.slice(2));
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
