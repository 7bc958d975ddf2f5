// Types, lint and format, at the same time. Runs all three even if one fails, so that one run reports everything.
import { runStep } from './steps.mjs';

const projects = ['protocol', 'server', 'client', 'widget'].map((name) => `packages/${name}`);
// By content: a checkout changes the times of files.
const cached = ['--cache', '--cache-strategy', 'content'];

const results = await Promise.all([
  runStep('types', 'node_modules/typescript/bin/tsc', ['-b', ...projects, '.'], { quiet: true }),
  runStep('lint', 'node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings'], { quiet: true }),
  runStep(
    'format',
    'node_modules/prettier/bin/prettier.cjs',
    ['--check', '--log-level', 'warn', ...cached, '.'],
    { quiet: true },
  ),
]);
process.exitCode = results.every(Boolean) ? 0 : 1;
