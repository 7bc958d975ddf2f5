// A release, made in a clone: version, changes, tag, packed files, bill of materials.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './source-files.ts';

const identity = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'Releaser'],
    [`GIT_${role}_EMAIL`, 'releaser@example.org'],
  ]),
);

test('a release sets the version, dates the changes, tags, and packs', { timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clone = join(folder, 'clone');
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: clone, encoding: 'utf8', env: { ...process.env, ...identity } });
  spawnSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, clone]);
  expect(run('npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline').status).toBe(0);
  const release = (version: string) =>
    run(
      process.execPath,
      'scripts/release.mjs',
      version,
      '--to',
      join(folder, 'out'),
      '--date',
      '2030-01-02',
    );

  expect(release('0.1')).toMatchObject({ status: 1, stderr: '0.1 is no version, such as 0.2.0\n' });
  expect(release('9.9.9').stderr).toContain('no heading "## 9.9.9, not yet released"');
  const { version: current } = JSON.parse(
    readFileSync(join(root, 'packages/server/package.json'), 'utf8'),
  ) as {
    version: string;
  };
  const made = release(current);
  expect(made.stderr).toBe('');
  expect(made.status).toBe(0);

  expect(readdirSync(join(folder, 'out')).toSorted()).toEqual(
    [
      ...['client', 'protocol', 'server', 'widget'].map((name) => `chat-${name}-${current}.tgz`),
      'integrity.json',
      'sbom.cdx.json',
    ].toSorted(),
  );
  const bill = JSON.parse(readFileSync(join(folder, 'out/sbom.cdx.json'), 'utf8')) as {
    components: { name: string }[];
  };
  expect(bill.components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['socket.io', 'jose', 'lit']),
  );
  expect(bill.components.map(({ name }) => name)).not.toContain('vitest');
  expect(run('git', 'tag').stdout).toBe(`v${current}\n`);
  expect(run('git', 'log', '-1', '--format=%s').stdout).toBe(`release: ${current}\n`);
  expect(run('git', 'show', 'HEAD:CHANGELOG.md').stdout).toContain(`## ${current}, 2030-01-02\n`);
  expect(run('git', 'status', '--porcelain').stdout).toBe('');
  expect(release(current)).toMatchObject({ status: 1, stderr: `there is a tag v${current} already\n` });
});
