// What a report of vitest says: how many tests passed and failed, and which files took longest.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './steps.mjs';

/**
 * @typedef {object} FileResult
 * @property {string} name @property {string} status @property {number} startTime @property {number} endTime
 * @property {{ status: string }[]} assertionResults
 */

/** @param {string} path @returns {{ numPassedTests: number, numFailedTests: number, testResults: FileResult[] }} */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}

/** Counts tests. A file that fails without a failed test (it could not be loaded) counts as one. @param {ReturnType<typeof readReport>} report */
export function countTests({ numPassedTests, numFailedTests, testResults }) {
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

/** The slowest files, a line each. @param {ReturnType<typeof readReport>} report @param {number} count */
export function listSlowest({ testResults }, count) {
  return testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${relative(root, name)}`);
}
