import { once } from 'node:events';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Below the ports that the system gives to outgoing connections, which would take one between the look and the use.
// Each worker of a run has a range of its own.
let next = 20_000 + (Number(process.env['VITEST_POOL_ID'] ?? 0) % 8) * 1_500 + (process.pid % 400) * 2;

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port);
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return free;
};

const claims = join(tmpdir(), 'chat-test-ports');
mkdirSync(claims, { recursive: true });
/** Longer than any test file takes. */
const claimMs = 1_800_000;

/** Reserves a port: no other process of the tests takes it while a server is killed and started again. */
const claim = (port: number): boolean => {
  const file = join(claims, String(port));
  const old = statSync(file, { throwIfNoEntry: false });
  if (old && old.mtimeMs < Date.now() - claimMs) rmSync(file, { force: true });
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
};

/** Two free ports, one after the other. */
export const freePort = async (): Promise<number> => {
  const port = next;
  next += 2;
  return claim(port) && (await isFree(port)) && (await isFree(port + 1)) ? port : freePort();
};
