import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startProgram } from '../../../../scripts/start-program.mjs';
import type { Command } from './op-msg.ts';
import { openTransactionGate, type TransactionGate } from './transaction-gate.ts';

/** A server for one test that speaks MongoDB's protocol on a free port and stores everything in memory. */
export interface MongodbServer {
  /** The address for `mongodbStorage`. */
  readonly address: string;
  /** The gate before it. */
  readonly gate: TransactionGate;
  /** Ends it like a crash; its data is lost. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** The server binary for this machine. */
const program = (): string => {
  const name = `@jongodb/memory-server-bin-${process.platform}-${process.arch}-gnu`;
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin/jongodb');
};

export interface StartOptions {
  /** As a server outside a replica set. */
  alone?: boolean;
  /** Called with each command before it runs. */
  heard?: (command: Command) => void;
  /** How long a transaction may take; 10 s, as the docs advise, unless given. */
  lifetimeMs?: number;
}

export const startMongodb = async ({
  alone = false,
  heard = () => {},
  lifetimeMs = 10_000,
}: StartOptions = {}): Promise<MongodbServer> => {
  const profile = alone ? 'standalone' : 'singleNodeReplicaSet';
  const told = /JONGODB_URI=mongodb:\/\/[^:]+:(\d+)/;
  const server = await startProgram(program(), ['--port=0', `--topology-profile=${profile}`], {
    ready: told,
  });
  const port = Number(told.exec(server.said())?.[1]);
  const gate = await openTransactionGate(port, heard, lifetimeMs);
  let closing: Promise<void> | null = null;
  return {
    // The health check polls: the server cannot report by itself.
    address: `mongodb://127.0.0.1:${gate.port}/?serverMonitoringMode=poll${alone ? '' : '&replicaSet=jongodb-rs0'}`,
    gate,
    crash: async () => void (await server.end('SIGKILL')),
    close: () => (closing ??= gate.close().then(async () => void (await server.end()))),
  };
};
