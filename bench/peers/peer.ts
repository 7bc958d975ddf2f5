import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Memory {
  rssBytes: number;
  /** The memory of JavaScript: its heap, and buffers outside it. */
  heldBytes: number;
}

/** Of all threads of this process so far, µs. */
export const cpuMicros = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

const memory = async (): Promise<Memory> => {
  // More than once, with turns in between: finalizers of one collection free what the next collects.
  for (let pass = 0; pass < 3; pass++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, heldBytes: heapUsed + external };
};

/** Reports that it is ready, with its details, then replies to every request of the parent. */
export const serveParent = (ready: unknown, answer: (question: unknown) => unknown): void => {
  process.on('message', (question) => {
    void Promise.resolve(answer(question)).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
  process.send?.(ready);
};

/** The requests to every server under test. */
export const answerParent = (question: unknown): unknown =>
  question === 'memory' ? memory() : question === 'rss' ? process.memoryUsage.rss() : cpuMicros();

/** Listens and says where. */
export const servePeer = (httpServer: Server): void => {
  httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    serveParent((httpServer.address() as AddressInfo).port, answerParent),
  );
};
