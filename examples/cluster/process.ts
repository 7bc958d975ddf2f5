import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs beside this one. */
export interface Process {
  readonly pid: number;
  /** Sends a signal, and resolves with the exit code when it has ended; null when the signal ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  readonly alive: boolean;
}

export interface ProcessOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> {
  /** What it prints when it can be used. */
  ready: string;
  /** Told what it prints, a piece at a time. */
  print?(text: string): void;
}

/** Starts a program and waits until it can be used. Rejects, with what it printed, when it ends before. */
export const startProcess = async (
  command: string,
  args: readonly string[],
  { ready, print = () => {}, ...options }: ProcessOptions,
): Promise<Process> => {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${command} ended: ${said}`)));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        print(text);
        if (said.includes(ready)) return;
        said += text;
        if (said.includes(ready)) resolve();
      });
  });
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    end: async (signal = 'SIGTERM') => {
      if (alive()) child.kill(signal);
      const [code] = await gone;
      return code;
    },
    get alive() {
      return alive();
    },
  };
};
