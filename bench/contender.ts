import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Wire } from './load/wire.ts';
import type { Memory } from './peers/peer.ts';
import { cores } from './pinning.ts';

/** A process under test, on the core for servers. */
export interface Peer {
  /** Its first message, once it is ready. */
  ready: unknown;
  /** One question at a time. */
  ask(question: unknown): Promise<unknown>;
  /** Ends it as a crash would. */
  stop(): Promise<void>;
}

export const startPeer = async (script: string, args: string[], flags: string[] = []): Promise<Peer> => {
  const command = [process.execPath, ...flags];
  const [execPath = '', ...execArgv] = cores ? ['taskset', '-c', String(cores.server), ...command] : command;
  const child = fork(join(import.meta.dirname, 'peers', script), args, { execPath, execArgv });
  const exited = once(child, 'exit');
  const answer = async (): Promise<unknown> => {
    const ended = exited.then(() => Promise.reject(new Error(`${script} has ended`)));
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  return {
    ready: await answer(),
    ask: async (question) => {
      const next = answer();
      child.send(question as object);
      return next;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};

/** A server that can be started. */
export interface Kind {
  name: string;
  script: string;
  /** Its arguments, when it may write below `folder`. */
  args?(folder: string): string[];
  wire: Wire;
}

/** A server under test. */
export interface Contender {
  port: number;
  wire: Wire;
  /** CPU time of its process so far, all threads, µs. */
  cpuMicros(): Promise<number>;
  /** All pages of its process now, bytes. */
  rssBytes(): Promise<number>;
  /** After garbage collection, where that is exposed. */
  memory(): Promise<Memory>;
  stop(): Promise<void>;
}

export const startContender = async (
  { script, args = () => [], wire }: Kind,
  folder: string,
  flags?: string[],
): Promise<Contender> => {
  const peer = await startPeer(script, args(folder), flags);
  return {
    port: peer.ready as number,
    wire,
    cpuMicros: async () => (await peer.ask('cpu')) as number,
    rssBytes: async () => (await peer.ask('rss')) as number,
    memory: async () => (await peer.ask('memory')) as Memory,
    stop: peer.stop,
  };
};
