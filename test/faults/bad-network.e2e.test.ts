import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, type TestContext } from 'vitest';
import { openArena, revisedRoom } from './arena.ts';
import { faults, openFaultProxy } from './fault-proxy.ts';

/** A half-open connection is noticed by its silence. */
const io = { pingInterval: 500, pingTimeout: 1_000 };
const soakMs = 12_000;

const soak = async ({ onTestFinished }: TestContext, transports: ('websocket' | 'polling')[]) => {
  const arena = await openArena({ seed: 5, listen: () => ({ io: { ...io, transports } }) });
  onTestFinished(arena.close);
  const proxy = await openFaultProxy(arena.port, arena.chance);
  onTestFinished(proxy.close);
  const crowd = arena.gather({ url: proxy.url, transports, timeoutMs: 2_000 });
  const end = performance.now() + soakMs;
  while (performance.now() < end) {
    crowd.write(revisedRoom);
    await pause(400);
  }
  proxy.calm();
  const { violations } = await arena.verify();
  return { violations, rare: faults.filter((fault) => proxy.done[fault] < 2) };
};

const nothing = { violations: [], rare: [] };

test.concurrent(
  'a bad network loses, duplicates and reorders no message: websocket',
  { timeout: 300_000 },
  async (context) => expect(await soak(context, ['websocket', 'polling'])).toEqual(nothing),
);

test.concurrent(
  'a bad network loses, duplicates and reorders no message: polling',
  { timeout: 300_000 },
  async (context) => expect(await soak(context, ['polling'])).toEqual(nothing),
);
