// That the benchmark runs, so that it cannot rot. What it measures is nobody's business here.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../source-files.ts';

test('the benchmark runs every contender and delivers everything', { timeout: 60_000 }, () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bench/run.ts', 'saturation', '--quick', '--rounds', '1'],
    { cwd: root, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const rows = stdout.split('\n').filter((line) => /^\d+ members /.test(line));
  for (const name of ['this server', 'ws', 'Socket.IO', 'tutorial chat', 'Feathers']) {
    expect(rows.filter((row) => row.includes(` ${name} `)).length).toBeGreaterThan(0);
  }
  expect(rows.filter((row) => !/ 100 % /.test(row))).toEqual([]);
});
