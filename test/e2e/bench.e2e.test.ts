// Checks that the benchmark runs and writes its page. The results do not matter here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../source-files.ts';

test(
  'the benchmark runs every contender, delivers everything and writes a page',
  { timeout: 300_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-bench-page-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const { status, stderr } = spawnSync(
      process.execPath,
      ['bench/run.ts', 'saturation', 'reconnect-storm', 'crowd', '--quick', '--write', folder],
      { cwd: root, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });

    const page = readFileSync(join(folder, 'performance.md'), 'utf8');
    const rowsOf = (setting: string) => page.split('\n').filter((line) => line.startsWith(`| ${setting} `));
    const saturated = rowsOf('10 members').filter((row) => row.includes(' 100 % '));
    const servers = saturated.map((row) => row.split('|')[2]?.trim());
    expect(servers).toEqual([
      'this server',
      'this server, memory',
      'the limit',
      'ws',
      'Socket.IO',
      'tutorial chat',
      'Feathers',
    ]);
    for (const setting of ['cut off', 'restarted']) {
      expect(rowsOf(setting).some((row) => row.includes('this server') && row.includes(' 100 % '))).toBe(
        true,
      );
    }
    // A whole event, then its messages alone, compared with plain Socket.IO.
    expect(rowsOf('delivered/offered').map((row) => row.match(/100 %/g)?.length)).toEqual([3]);
    // A poll and a question.
    expect(rowsOf('stored and counted').map((row) => row.match(/100 %/g)?.length)).toEqual([2]);
    expect(readFileSync(join(folder, 'performance/saturation.svg'), 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/);
  },
);
