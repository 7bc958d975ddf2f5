// Types, lint and format, at the same time. Runs all even if one fails, so that one run reports everything.
import { runStep } from './steps.mjs';

// By content: a checkout changes the times of files.
const cached = ['--cache', '--cache-strategy', 'content'];

const results = await Promise.all([
  // The linter checks types with the program that its rules need anyway; `tsc` would make another one.
  runStep(
    'types and lint',
    'node_modules/oxlint/bin/oxlint',
    ['--type-aware', '--type-check', '--deny-warnings'],
    { quiet: true },
  ),
  runStep(
    'format',
    'node_modules/prettier/bin/prettier.cjs',
    ['--check', '--log-level', 'warn', ...cached, '.'],
    { quiet: true },
  ),
]);
process.exitCode = results.every(Boolean) ? 0 : 1;
