// `npm test`: the programs it needs, and its report on tests that could not run.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { neededParts } from '../scripts/needed-programs.mjs';
import { root } from './source-files.ts';

/** A machine with nothing but Node, on which nothing may be installed. */
const nothing = Object.fromEntries(
  ['CHROMIUM_PATH', 'PYTHON', 'POSTGRES_BIN', 'TURNSERVER', 'JANUS', 'REDIS_SERVER', 'NGINX'].map((name) => [
    name,
    '/nowhere',
  ]),
);

const run = (args: string[], env: Record<string, string> = {}) => {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV|CI$)/.test(name),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/test.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...(Object.fromEntries(inherited) as Record<string, string>), ...nothing, ...env },
  });
  const output = stdout + stderr;
  return { status, output, last: stdout.trimEnd().split('\n').at(-1) };
};

const plain = 'packages/protocol/test/error.test.ts';
const needsRedis = 'test/cluster/cluster.e2e.test.ts';

test('tests that need no system program run without installing any', { timeout: 60_000 }, () => {
  const startedAt = performance.now();
  const { status, output, last } = run([plain], { CI: 'true' });
  expect({ status, last }).toEqual({ status: 0, last: '4 passed, 0 failed' });
  expect(output).not.toContain('install');
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test('tests whose programs are missing are skipped, with install instructions', { timeout: 60_000 }, () => {
  const { status, output, last } = run([plain, needsRedis]);
  expect({ status, last }).toEqual({ status: 0, last: '4 passed, 0 failed' });
  expect(output).toContain('Not run: 1 of 2 test files.');
  expect(output).toContain('apt-get install --no-install-recommends redis-server');
});

test('in continuous integration a missing program is a failure', { timeout: 60_000 }, () => {
  const { status, last } = run([plain, needsRedis], { CI: 'true' });
  expect(status).toBe(1);
  expect(last).toMatch(/^4 passed, [1-9] failed$/);
});

test('a path that names no test is a failure', { timeout: 60_000 }, () => {
  const { status, last } = run(['no/such/path']);
  expect({ status, last }).toEqual({ status: 1, last: '0 passed, 1 failed' });
});

test('each program is required by the tests that use it', () => {
  const files = [
    plain,
    needsRedis,
    'packages/server/test/storage/postgres.test.ts',
    'packages/widget/test/room.browser.test.ts',
  ];
  const needed = [...neededParts(root, files)].map(([{ packages }, by]) => [packages[0], by]);
  expect(Object.fromEntries(needed)).toEqual({
    chromium: ['packages/widget/test/room.browser.test.ts'],
    postgresql: [needsRedis, 'packages/server/test/storage/postgres.test.ts'],
    'redis-server': [needsRedis],
    'nginx-light': [needsRedis],
  });
});
