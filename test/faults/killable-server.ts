import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '@chat/protocol';
import { onTestFinished } from 'vitest';
import { freePort } from '../e2e/free-port.ts';
import { limits, secret } from './arena.ts';
import { spawnServer } from './server-child.ts';

/** A server process over one file, which can be killed and started again on the same port. */
export interface KillableServer {
  readonly url: string;
  /** Kills the process with SIGKILL. Resolves when it is gone; call `listen` then. */
  kill(): Promise<void>;
  /** Starts the server in a new process, which has loaded its code already. */
  listen(): Promise<void>;
  /** Sets the clock of the process this many ms off. */
  step(ms: number): Promise<void>;
  /** The file with a line for each mail that was sent, if `mails` is set. */
  readonly mails: string;
}

/**
 * Starts a server for the current test, which ends with it. `more`: limits in place of those of `arena.ts`.
 * `mails`: it sends e-mail about unread messages.
 */
export const startKillableServer = async (
  more: Partial<Limits>,
  { mails: sendsMails = false } = {},
): Promise<KillableServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-kill-'));
  const mails = join(folder, 'mails.jsonl');
  const port = await freePort();
  let spare = spawnServer();
  let server = await spawnServer();
  onTestFinished(async () => {
    await server.end('SIGKILL');
    await spare.then((other) => other.end('SIGTERM'));
    rmSync(folder, { recursive: true, force: true });
  });
  const listen = async (): Promise<void> => {
    const file = join(folder, 'chat.sqlite');
    const order = { port, file, limits: { ...limits, ...more }, secret };
    await server.ask('listen', sendsMails ? { ...order, mails } : order);
  };
  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    listen,
    mails,
    step: (ms) => server.ask('step', ms),
    kill: async () => {
      const gone = server.end('SIGKILL');
      server = await spare;
      spare = spawnServer();
      await gone;
    },
  };
};
