import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startProgram, type Program } from '../../scripts/start-program.mjs';
import { findCoturn } from '../../scripts/system-programs.mjs';
import { freePort } from './free-port.ts';

/** A TURN server of a test's own, on loopback, with passwords made of a secret. */
export interface Coturn {
  urls: string;
  /** Where it listens, by UDP and TCP. */
  port: number;
  secret: string;
  start(): Promise<void>;
  /** Ends it as a power cut would, and with it every way that leads through it. */
  kill(): Promise<void>;
}

/** `relayIp`: where what is relayed comes from; programs other than browsers may not be reached by loopback. */
export const startCoturn = async (relayIp = '127.0.0.1'): Promise<Coturn> => {
  const program = findCoturn();
  if (program === undefined) throw new Error('coturn was not found');
  const folder = mkdtempSync(join(tmpdir(), 'chat-coturn-'));
  const port = await freePort();
  const secret = 'a secret that only the two servers know';
  const args = [
    '-n', // no settings of this machine's
    '-v',
    `--listening-ip=127.0.0.1`,
    `--relay-ip=${relayIp}`,
    `--listening-port=${port}`,
    '--allow-loopback-peers',
    '--use-auth-secret',
    `--static-auth-secret=${secret}`,
    '--realm=chat.test',
    '--no-tls',
    '--no-dtls',
    '--no-cli',
    '--log-file=stdout',
    `--pidfile=${join(folder, 'pid')}`,
    `--userdb=${join(folder, 'users')}`,
  ];
  let server: Program | undefined;

  const start = async (): Promise<void> => {
    // Its last word while it starts.
    server = await startProgram(program, args, { cwd: folder, ready: '(admin thread)' });
  };
  const kill = async (): Promise<void> => void (await server?.end('SIGKILL'));
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return { urls: `turn:127.0.0.1:${port}?transport=udp`, port, secret, start, kill };
};
