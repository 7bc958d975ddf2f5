import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { PeerReport } from './peers/peer.ts';

/** A server under test, in a process of its own. */
export interface Contender {
  name: string;
  url: string;
  /** CPU time of its process so far, µs. */
  cpuMicros(): Promise<number>;
  stop(): void;
}

export const startContender = async (name: string, script: string, ...args: string[]): Promise<Contender> => {
  const child = fork(fileURLToPath(new URL(`peers/${script}`, import.meta.url)), args);
  const answer = async (): Promise<PeerReport> => {
    const [report] = (await once(child, 'message')) as [PeerReport];
    return report;
  };
  const first = await answer();
  if (!('port' in first)) throw new Error(`${name} did not say its port`);
  return {
    name,
    url: `ws://127.0.0.1:${first.port}/chat/socket/?EIO=4&transport=websocket`,
    cpuMicros: async () => {
      const next = answer();
      child.send('cpu');
      const report = await next;
      return 'cpuMicros' in report ? report.cpuMicros : Number.NaN;
    },
    stop: () => child.kill(),
  };
};
