// Programs that the tests and examples/cluster start end in time and never outlive them.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../scripts/start-program.mjs';

/** Says which one it has started, and heeds no signal that can be ignored; neither does that one. */
const deaf = `trap '' TERM INT HUP; sleep 1000 & echo "with $! ready"; while :; do sleep 1000; done`;

/** Ended, or a zombie. */
const isGone = (pid: number): boolean => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^$|^Z/.test(stdout.trim());
};
const startedBy = (said: string): number => Number(/with (\d+) ready/.exec(said)?.[1]);

test('a program that ignores signals is killed, with its children', async () => {
  const program = await startProgram('/bin/sh', ['-c', deaf], { ready: 'ready', endsWithinMs: 300 });
  const other = startedBy(program.said());
  expect([isGone(program.pid), isGone(other)]).toEqual([false, false]);
  expect(await program.end()).toBeNull();
  expect(program.alive).toBe(false);
  await expect.poll(() => isGone(other)).toBe(true);
  expect(await program.end()).toBeNull();
});

test('a program that handles the signal ends by itself, with its own exit code', async () => {
  const polite = `trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done`;
  const program = await startProgram('/bin/sh', ['-c', polite], { ready: 'ready' });
  expect(await program.end()).toBe(7);
});

test('a program ends when the process that started it is killed', async () => {
  const source = `
    import { startProgram } from ${JSON.stringify(new URL('../scripts/start-program.mjs', import.meta.url))};
    const program = await startProgram('/bin/sh', ['-c', ${JSON.stringify(deaf)}], { ready: 'ready' });
    console.log('started ' + program.pid + ' ' + program.said());
    setInterval(() => {}, 1_000);
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  let said = '';
  parent.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await expect.poll(() => said).toMatch(/ready/);
  const pids = [Number(/started (\d+)/.exec(said)?.[1]), startedBy(said)];
  expect(pids.map(isGone)).toEqual([false, false]);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expect.poll(() => pids.map(isGone)).toEqual([true, true]);
});

test('a program that cannot start or ends at once rejects with its output', async () => {
  await expect(startProgram('/nowhere/to/be/found', [], { ready: 'x' })).rejects.toThrow(/ENOENT/);
  await expect(startProgram('/bin/sh', ['-c', 'echo no room; exit 3'], { ready: 'x' })).rejects.toThrow(
    /ended: no room/,
  );
});
