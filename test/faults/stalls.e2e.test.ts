import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test, type TestContext } from 'vitest';
import { openArena, readFile, revisedRoom, rooms, type Arena } from './arena.ts';
import { checkLogs, type Logs } from './check-logs.ts';

/** Silence is noticed soon: a process that stands still longer than this is given up by those at the other end. */
const io = { pingInterval: 500, pingTimeout: 1_000 };
const stillMs = 3_500;

const whileWriting = async (
  { onTestFinished }: TestContext,
  stall: (arena: Arena) => Promise<void>,
): Promise<string[]> => {
  const arena = await openArena({ seed: 11, listen: () => ({ io }) });
  onTestFinished(arena.close);
  const crowd = arena.gather({ timeoutMs: 1_500 });
  const timer = setInterval(() => crowd.write(revisedRoom), 200);
  onTestFinished(() => clearInterval(timer));
  expect(await crowd.acked(50, 60_000)).toBe(true);
  await stall(arena);
  expect(await crowd.acked(50, 60_000)).toBe(true);
  clearInterval(timer);
  const { violations } = await arena.verify();
  return violations;
};

test.concurrent(
  'a suspended server loses and duplicates no message',
  { timeout: 300_000 },
  async (context) => {
    const standStill = async ({ server }: Arena): Promise<void> => {
      server.signal('SIGSTOP');
      await pause(stillMs);
      server.signal('SIGCONT');
    };
    expect(await whileWriting(context, standStill)).toEqual([]);
  },
);

test.concurrent(
  'a server whose event loop is blocked loses and duplicates no message',
  { timeout: 300_000 },
  async (context) =>
    expect(await whileWriting(context, ({ server }) => server.ask('spin', stillMs))).toEqual([]),
);

test.concurrent(
  'suspended pages reconnect, and lose and duplicate no message',
  { timeout: 300_000 },
  async ({ onTestFinished }) => {
    const arena = await openArena({ seed: 12, listen: () => ({ io }) });
    onTestFinished(arena.close);
    const program = fileURLToPath(new URL('./crowd-process.ts', import.meta.url));
    const child = fork(program, [arena.url], { serialization: 'advanced', execArgv: [] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'message');
    for (let count = 0; count < 2; count += 1) {
      await pause(1_500);
      child.kill('SIGSTOP');
      await pause(stillMs);
      // The server has given them up.
      expect(await arena.server.ask('connections', undefined)).toBe(0);
      child.kill('SIGCONT');
    }
    await pause(1_500);
    child.send('finish');
    const [{ violations, logs }] = (await once(child, 'message')) as [{ violations: string[]; logs: Logs }];
    await arena.server.end('SIGTERM');
    const stored = await readFile(arena.file);
    expect([...violations, ...checkLogs({ rooms, stored, ...logs })]).toEqual([]);
    expect(logs.pages.map(({ writing }) => writing.written.length > 20)).not.toContain(false);
  },
);
