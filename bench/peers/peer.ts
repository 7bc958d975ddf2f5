import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server process tells the load generator. */
export type PeerReport = { port: number } | { cpuMicros: number };

const report = (message: PeerReport): void => void process.send?.(message);

/** Listens, says where, and answers every message from the parent with the CPU time used so far. */
export const servePeer = (httpServer: Server): void => {
  httpServer.listen(0, '127.0.0.1', () => report({ port: (httpServer.address() as AddressInfo).port }));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    report({ cpuMicros: user + system });
  });
  process.on('disconnect', () => process.exit());
};
