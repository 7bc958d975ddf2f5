import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the load generator asks of a server process. */
export type Question = 'cpu' | 'memory';
/** What it is told. */
export type PeerReport =
  { port: number } | { cpuMicros: number } | { rssBytes: number; heapBytes: number; outsideBytes: number };

const report = (message: PeerReport): void => void process.send?.(message);

const cpu = (): PeerReport => {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system };
};

const memory = async (): Promise<PeerReport> => {
  // More than once, with turns in between: finalizers of one collection free what the next collects.
  for (let pass = 0; pass < 3; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed, outsideBytes: external + arrayBuffers };
};

/** Listens, says where, and answers what the parent asks. The CPU time is that of all threads. */
export const servePeer = (httpServer: Server): void => {
  httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    report({ port: (httpServer.address() as AddressInfo).port }),
  );
  process.on('message', (question: Question) => {
    if (question === 'memory') void memory().then(report);
    else report(cpu());
  });
  process.on('disconnect', () => process.exit());
};
