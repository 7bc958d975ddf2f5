import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Command } from './op-msg.ts';
import { openTransactionGate, type TransactionGate } from './transaction-gate.ts';

/** A server of a test's own that speaks MongoDB's protocol, on a free port, and keeps everything in memory. */
export interface MongodbServer {
  /** What `mongodbStorage` is to be given. */
  readonly address: string;
  /** What stands before it. */
  readonly gate: TransactionGate;
  /** Ends it as a crash would; what it held is gone. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** What there is for this machine. */
const program = (): string => {
  const name = `@jongodb/memory-server-bin-${process.platform}-${process.arch}-gnu`;
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin/jongodb');
};

export interface StartOptions {
  /** As one that is no member of a replica set. */
  alone?: boolean;
  /** Is told each command, before it is carried out. */
  heard?: (command: Command) => void;
  /** How long a transaction may take before it is given up; 10 s, as the docs advise, unless given. */
  lifetimeMs?: number;
}

export const startMongodb = async ({
  alone = false,
  heard = () => {},
  lifetimeMs = 10_000,
}: StartOptions = {}): Promise<MongodbServer> => {
  const profile = alone ? 'standalone' : 'singleNodeReplicaSet';
  const child: ChildProcess = spawn(program(), ['--port=0', `--topology-profile=${profile}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
    child.once('error', reject);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const found = /JONGODB_URI=mongodb:\/\/[^:]+:(\d+)/.exec(said);
        if (found) resolve(Number(found[1]));
      });
  });
  const gate = await openTransactionGate(port, heard, lifetimeMs);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    // It is asked how it is from time to time: it cannot tell by itself.
    address: `mongodb://127.0.0.1:${gate.port}/?serverMonitoringMode=poll${alone ? '' : '&replicaSet=jongodb-rs0'}`,
    gate,
    crash: () => end('SIGKILL'),
    close: async () => {
      await gate.close();
      await end('SIGTERM');
    },
  };
};
