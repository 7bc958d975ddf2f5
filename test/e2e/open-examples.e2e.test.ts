// An example that anyone may change listens only on loopback, and says so.
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { firstOf } from '../run-size.ts';
import { startExample } from './example.ts';

/** This machine's address on its network, if it has one. */
const outer = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const isReached = async (url: string): Promise<boolean> =>
  outer === undefined
    ? false
    : fetch(url.replace('localhost', outer), { signal: AbortSignal.timeout(3_000) }).then(
        () => true,
        () => false,
      );

const open = [
  ['citas', 'PORTAL_KEY', {}],
  ['live-events', 'EVENTS_KEY', {}],
  ['meetings', 'DEMO_TOKENS', { DEMO_TOKENS: 'on' }],
] as const;

test.each(open)(
  '%s without a key is reachable only from this machine',
  { timeout: 120_000 },
  async (name, key, variables) => {
    const { url, printed } = await startExample(name, variables);
    expect((await fetch(url)).status).toBe(200);
    expect(await isReached(url)).toBe(false);
    expect(printed()).toContain(key);
    expect(printed()).toContain('127.0.0.1');
  },
);

const closed = [
  ['citas', { PORTAL_KEY: 'the key of the staff' }],
  ['citas', { HOST: '0.0.0.0' }],
  ['live-events', { EVENTS_KEY: 'the key of the events' }],
  ['meetings', { JWT_SECRET: 'a secret of at least thirty-two characters' }],
] as const;

test.each(closed)(
  '%s with %o is reachable from other machines',
  { timeout: 120_000 },
  async (name, variables) => {
    const { url, printed } = await startExample(name, variables);
    expect((await fetch(url)).status).toBe(200);
    expect(await isReached(url)).toBe(outer !== undefined);
    expect(printed()).not.toContain('127.0.0.1');
  },
);

test.each(firstOf('examples whose port is in use', ['citas', 'live-events', 'meetings', 'rooms'], 1))(
  '%s reports in one line that its port is in use',
  { timeout: 120_000 },
  async (name) => {
    const { url } = await startExample('live-events');
    const { port } = new URL(url);
    const second = startExample(name, { HOST: '127.0.0.1' }, port);
    await expect(second).rejects.toThrow(`Port ${port} is in use. Set PORT to another one.`);
  },
);
