import type { ErrorBody, Handshake } from '@chat/protocol';
import { ChatError, defaultLimits } from '@chat/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, type ConnectionStatus } from '../src/connection/connection.ts';
import { createCredentials } from '../src/connection/credentials.ts';
import { memoryStorage } from '../src/platform/client-storage.ts';
import { tokenKey } from '../src/connection/token-subject.ts';
import type { LinkListeners } from '../src/connection/link.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const user = { id: 'ana', name: 'Ana' };

/** A connection whose links the test plays; `random` 0 makes every pause of our own 0.5 s. */
const rig = (
  given: { token?: string | (() => Promise<string>); name?: string } = { name: 'Ana' },
  random = 0,
) => {
  const opened: { auth: Handshake; listeners: LinkListeners; closed: boolean }[] = [];
  const statuses: ConnectionStatus[] = [];
  const errors: ChatError[] = [];
  const storage = memoryStorage();
  const connection = createConnection({
    idle: () => false,
    open: (auth, listeners) => {
      const link = { auth, listeners, closed: false };
      opened.push(link);
      return {
        call: () => Promise.reject(new ChatError('timeout', 'not played')),
        close: () => (link.closed = true),
      };
    },
    credentials: createCredentials(
      given,
      storage,
      () => 'http://chat',
      () => 'device-1',
      () => {},
      tokenKey,
    ),
    timeoutMs: 10_000,
    now: Date.now,
    random: () => random,
    onHello: () => {},
    onEvents: () => {},
    onStatus: (status) => statuses.push(status),
    onError: (error) => errors.push(error),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    connection,
    opened,
    statuses,
    errors,
    storage,
    settle,
    last: () => opened.at(-1)!.listeners,
    connect: async () => {
      const done = connection.connect();
      done.catch(() => {});
      await settle();
      return done;
    },
    hello: async (extra = {}) => {
      opened.at(-1)!.listeners.hello({ v: 1, user, limits: defaultLimits, ...extra });
      await settle();
    },
    down: async (error: ErrorBody | null) => {
      opened.at(-1)!.listeners.down(error);
      await settle();
    },
  };
};

describe('a connection', () => {
  test('opens on demand and presents name and device', async () => {
    const { connection, opened, connect, hello, statuses } = rig();
    expect(connection.status).toBe('idle');
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    expect(opened[0]?.auth).toEqual({ name: 'Ana', device: 'device-1' });
    await hello();
    expect(connection.user).toEqual(user);
    expect(statuses).toEqual(['connecting', 'online']);
  });

  test.each(['overloaded', 'rate_limited', 'internal', 'timeout'] as const)(
    'keeps trying after %s',
    async (code) => {
      const { connection, opened, connect, down } = rig();
      void connect().catch(() => {});
      await vi.advanceTimersByTimeAsync(0);
      await down({ code, message: '' });
      expect(connection.status).toBe('connecting');
      await vi.advanceTimersByTimeAsync(500);
      expect(opened).toHaveLength(2);
    },
  );

  test.each(['unauthenticated', 'forbidden', 'conflict', 'invalid'] as const)(
    'stops after %s',
    async (code) => {
      const { connection, opened, down } = rig();
      const done = connection.connect();
      done.catch(() => {}); // awaited below
      await vi.advanceTimersByTimeAsync(0);
      await down({ code, message: '', reason: 'why' });
      await expect(done).rejects.toMatchObject({ code, reason: 'why' });
      expect(connection.status).toBe('refused');
      expect(connection.error).toMatchObject({ code });
      await vi.advanceTimersByTimeAsync(120_000);
      expect(opened).toHaveLength(1);
    },
  );

  test('waits longer each time, up to 30 s, with jitter', async () => {
    const { opened, connect, down } = rig({ name: 'Ana' }, 1);
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    const waits: number[] = [];
    for (let round = 0; round < 8; round++) {
      const before = Date.now();
      const count = opened.length;
      await down(null);
      while (opened.length === count) await vi.advanceTimersByTimeAsync(100);
      waits.push(Math.round((Date.now() - before) / 1000));
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  });

  test('waits longer each time if the server accepts it and closes it soon', async () => {
    const { opened, connect, hello, last, down } = rig({ name: 'Ana' }, 1);
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
      const before = opened.length;
      await hello();
      last().closed('overloaded');
      await down(null);
      await vi.advanceTimersByTimeAsync(waitMs - 1);
      expect(opened).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(opened).toHaveLength(before + 1);
    }
  });

  test('obeys retryAfterMs and drain, even when the page wakes', async () => {
    const { connection, opened, connect, hello, last, down } = rig();
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    await down({ code: 'overloaded', message: '', retryAfterMs: 7_000 });
    connection.wake();
    await vi.advanceTimersByTimeAsync(6_900);
    expect(opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(opened).toHaveLength(2);
    await hello();
    last().drain(4_000);
    await down(null);
    expect(connection.status).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(3_900);
    expect(opened).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(opened).toHaveLength(3);
  });

  test('retries at once if the page wakes during a backoff', async () => {
    const { connection, opened, connect, down } = rig({ name: 'Ana' }, 1);
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    for (let round = 0; round < 5; round++) {
      await down(null);
      connection.wake();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(opened).toHaveLength(6);
  });

  test('gives up a server that does not send hello', async () => {
    const { opened, connect } = rig();
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(10_600);
    expect(opened).toHaveLength(2);
    expect(opened[0]?.closed).toBe(true);
  });

  test('stays closed after another connection replaced it', async () => {
    const { connection, connect, hello, last, down } = rig();
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    await hello();
    last().closed('replaced');
    await down(null);
    expect(connection.status).toBe('refused');
    expect(connection.error).toMatchObject({ code: 'conflict', reason: 'replaced' });
  });
});

describe('credentials', () => {
  test('a token function is called again when the token has expired', async () => {
    let count = 0;
    const { connection, opened, connect, hello, last, down } = rig({ token: async () => `token-${++count}` });
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    await hello();
    last().closed('expired');
    await down(null);
    expect(opened.map(({ auth }) => auth.token)).toEqual(['token-1', 'token-2']);
    await hello();
    expect(connection.status).toBe('online');
  });

  test('a token function that returns only expired tokens is refused', async () => {
    const { connection, opened, connect, down } = rig({ token: async () => 'old' });
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    for (let round = 0; round < 5 && connection.status !== 'refused'; round++) {
      await down({ code: 'expired', message: '' });
      await vi.advanceTimersByTimeAsync(600);
    }
    expect(connection.status).toBe('refused');
    expect(opened).toHaveLength(4);
  });

  test('tokens that expire once they are accepted do not cause a reconnect storm', async () => {
    const { connection, opened, connect, hello, last, down } = rig({ token: async () => 'brief' });
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    for (let round = 0; round < 10 && connection.status !== 'refused'; round++) {
      await hello();
      last().closed('expired');
      await down(null);
      await vi.advanceTimersByTimeAsync(600);
    }
    expect(connection.status).toBe('refused');
    expect(opened).toHaveLength(4);
  });

  test('a fixed token that has expired is refused', async () => {
    const { connection, connect, down } = rig({ token: 'old' });
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    await down({ code: 'expired', message: '' });
    expect(connection.status).toBe('refused');
  });

  test('a token function that fails is reported and called again', async () => {
    let count = 0;
    const { opened, errors, connect } = rig({
      token: () => (++count === 1 ? Promise.reject(new Error('no network')) : Promise.resolve('fresh')),
    });
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(600);
    expect(errors).toHaveLength(1);
    expect(opened.map(({ auth }) => auth.token)).toEqual(['fresh']);
  });

  test('a guest presents their token again and drops it when the server no longer knows it', async () => {
    const { opened, connect, hello, down, storage } = rig();
    void connect().catch(() => {});
    await vi.advanceTimersByTimeAsync(0);
    await hello({ token: 'guest-1' });
    expect(await storage.get('guest:http://chat:ana')).toBe('guest-1');
    await down(null);
    await vi.advanceTimersByTimeAsync(500);
    expect(opened[1]?.auth).toMatchObject({ token: 'guest-1', name: 'Ana' });
    await down({ code: 'unauthenticated', message: '' });
    expect(opened[2]?.auth).toEqual({ name: 'Ana', device: 'device-1' });
  });
});
