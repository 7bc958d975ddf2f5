// Types, lint and format. Runs all three even when one fails, so that one run tells everything.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const projects = ['protocol', 'server', 'client', 'widget'].map((name) => `packages/${name}`);

const steps = [
  ['types', 'typescript/bin/tsc', '-b', ...projects, '.'],
  ['lint', 'oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
];

let failed = 0;
for (const [name, script = '', ...args] of steps) {
  const startedAt = Date.now();
  const command = [join(root, 'node_modules', script), ...args];
  const { status } = spawnSync(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) failed += 1;
  console.log(
    `${name}: ${status === 0 ? 'ok' : 'failed'} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;
