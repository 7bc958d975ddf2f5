import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Wire } from './load/wire.ts';
import type { PeerReport, Question } from './peers/peer.ts';
import { cores } from './pinning.ts';

/** What can be started. */
export interface Kind {
  name: string;
  script: string;
  /** Its arguments, when it may write below `folder`. */
  args?(folder: string): string[];
  wire: Wire;
}

/** A server under test, in a process of its own. */
export interface Contender {
  name: string;
  port: number;
  wire: Wire;
  /** CPU time of its process so far, µs. */
  cpuMicros(): Promise<number>;
  /** After garbage collection. */
  memory(): Promise<{ rssBytes: number; heapBytes: number; outsideBytes: number }>;
  stop(): Promise<void>;
}

export const startContender = async (
  { name, script, args = () => [], wire }: Kind,
  folder: string,
  flags: string[] = [],
): Promise<Contender> => {
  const command = [process.execPath, ...flags];
  const [execPath = '', ...execArgv] = cores ? ['taskset', '-c', String(cores.server), ...command] : command;
  const child = fork(join(import.meta.dirname, 'peers', script), args(folder), { execPath, execArgv });
  const exited = once(child, 'exit');
  const answer = async (): Promise<PeerReport> => {
    const [report] = (await Promise.race([
      once(child, 'message'),
      exited.then(() => Promise.reject(new Error(`${name} has ended`))),
    ])) as [PeerReport];
    return report;
  };
  const ask = async (question: Question): Promise<PeerReport> => {
    const next = answer();
    child.send(question);
    return next;
  };
  const first = await answer();
  if (!('port' in first)) throw new Error(`${name} did not say its port`);
  return {
    name,
    port: first.port,
    wire,
    cpuMicros: async () => {
      const report = await ask('cpu');
      return 'cpuMicros' in report ? report.cpuMicros : Number.NaN;
    },
    memory: async () => {
      const report = await ask('memory');
      if (!('rssBytes' in report)) throw new Error(`${name} did not say its memory`);
      return report;
    },
    stop: async () => {
      child.kill();
      await exited;
    },
  };
};
