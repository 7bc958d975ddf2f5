import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, Orders, Told } from './server-orders.ts';

export interface ServerChild {
  readonly pid: number;
  /** Has the server process do something; rejects when that fails or the process ends. */
  ask<N extends keyof Orders>(
    order: N,
    input: Parameters<Orders[N]>[0],
  ): Promise<Awaited<ReturnType<Orders[N]>>>;
  /** Sends a signal, without waiting for what comes of it. */
  signal(name: NodeJS.Signals): void;
  /** Sends a signal that ends it; resolves with its exit code when it is gone, null when the signal ended it. */
  end(name: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  readonly alive: boolean;
  /** Its output: empty, unless there is a fault. */
  output(): string;
}

export interface SpawnOptions {
  /** One of the simulation's planted bugs, to be put into the sources as they are loaded. */
  planted?: string | undefined;
  /** A command that runs the one it is given as its last arguments. */
  within?: readonly string[];
}

const plantedSources = new URL('./planted-sources.ts', import.meta.url).href;
const program = fileURLToPath(new URL('./server-process.ts', import.meta.url));

/** Starts a server process that has loaded its code and waits for the order to listen. */
export const spawnServer = async ({ planted, within = [] }: SpawnOptions = {}): Promise<ServerChild> => {
  const [command, ...args] = [
    ...within,
    process.execPath,
    '--expose-gc',
    '--disable-warning=ExperimentalWarning',
    ...(planted === undefined ? [] : ['--import', plantedSources]),
    program,
  ];
  const child: ChildProcess = spawn(command ?? '', args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...(planted === undefined ? {} : { PLANTED: planted }) },
  });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const gone = once(child, 'exit') as Promise<[number | null]>;
  let output = '';
  let lastId = 0;
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.on('message', ({ id, value, error }: Answer) => {
    if (error === undefined) waiting.get(id)?.resolve(value as never);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error(`the server process ended: ${output}`));
    waiting.clear();
  };
  child.on('exit', fail);
  child.on('error', fail);
  await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => Promise.reject(new Error(`the server process ended with ${code}: ${output}`))),
  ]);
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ask: (order, input) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const told: Told = { id: lastId, order, input };
        if (alive()) child.send(told, (error) => error && fail());
        else fail();
      }),
    signal: (name) => void child.kill(name),
    end: async (name) => {
      if (alive()) child.kill(name);
      const [code] = await gone;
      return code;
    },
    get alive() {
      return alive();
    },
    output: () => output,
  };
};
