import { once } from 'node:events';
import { createServer } from 'node:net';

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

/** Two free ports, one after the other. */
export const freePort = async (): Promise<number> => {
  const port = next;
  next += 2;
  return (await isFree(port)) && (await isFree(port + 1)) ? port : freePort();
};
