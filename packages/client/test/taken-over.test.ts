// Unsent messages of a closed page move to another page atomically, even if that page is killed meanwhile.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChatClient } from '@chat/client';
import { memoryStorage, type ClientStorage } from '../src/platform/client-storage.ts';
import { eventually, withServer, type Rig } from './with-server.ts';

type Held = (lock: { name: string } | null) => Promise<unknown> | undefined;

/** Locks whose holders can be killed. */
const killableLocks = () => {
  const lines = new Map<string, Held[]>();
  const next = (name: string, gone: Held | undefined): void => {
    const line = lines.get(name) ?? [];
    if (line[0] !== gone) return;
    line.shift();
    grant(name);
  };
  const grant = (name: string): void => {
    const held = lines.get(name)?.[0];
    if (held) void Promise.resolve(held({ name })).then(() => next(name, held));
  };
  return {
    request: async (name: string, options: { ifAvailable?: boolean }, held: Held): Promise<void> => {
      const line = lines.get(name) ?? [];
      if (options.ifAvailable && line.length > 0) return void (await held(null));
      lines.set(name, line);
      if (line.push(held) === 1) grant(name);
    },
    /** The number of requests that wait for another holder. */
    waiting: () => [...lines.values()].reduce((sum, line) => sum + Math.max(0, line.length - 1), 0),
    /** All who hold a lock now are gone. */
    kill: () => {
      for (const [name, line] of lines) next(name, line[0]);
    },
  };
};

/** A browser's storage, as seen from a page that is killed at its second write. */
const seenFromDying = (kept: ClientStorage, died: () => void): ClientStorage => {
  let writes = 0;
  const write = async (work: () => Promise<void>): Promise<void> => {
    if (++writes === 2) died();
    return writes < 2 ? work() : new Promise(() => {});
  };
  return {
    ...kept,
    set: (key, value) => write(() => kept.set(key, value)),
    delete: (key) => write(() => kept.delete(key)),
  };
};

let rig: Rig;
let locks: ReturnType<typeof killableLocks>;
beforeEach(async () => {
  rig = await withServer({ authenticate: () => ({ id: 'ana', name: 'Ana' }) });
  locks = killableLocks();
  vi.stubGlobal('navigator', { locks });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rig.close();
});

test('a third page sends the messages of the first in order if the second is killed while taking over', async () => {
  const kept = memoryStorage();
  const first = rig.client({ storage: kept });
  await first.room('r').join();
  await rig.stop();
  await eventually(() => expect(first.status).toBe('reconnecting'));
  for (const text of ['one', 'two', 'three'])
    first
      .room('r')
      .messages.send({ text })
      .catch(() => undefined);
  await first.close();
  expect(await kept.list('outbox:')).toHaveLength(3);
  await rig.start();

  const second = await new Promise<ChatClient>((resolve) => {
    const client = rig.client({ storage: seenFromDying(kept, () => resolve(client)) });
    client
      .room('r')
      .join()
      .catch(() => undefined);
  });
  second.close().catch(() => undefined);
  const third = rig.client({ storage: kept });
  await third.room('r').join();
  await eventually(() => expect(locks.waiting()).toBeGreaterThan(0));
  locks.kill();

  await eventually(async () => expect(await kept.list('outbox:')).toEqual([]));
  const { items } = third.room('r').messages.get();
  expect(items.map(({ text, status }) => `${text} ${status}`)).toEqual([
    'one sent',
    'two sent',
    'three sent',
  ]);
});
