import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProgram, type Program } from '../../scripts/start-program.mjs';
import { freePort } from './free-port.ts';

/** One of the examples, running in a process of its own. */
export interface Example {
  url: string;
  /** Stops it like an operator; resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** The same again, on the same port and file. */
  start(): Promise<void>;
  /** Its output since the last start. */
  output(): string;
  /** All of its output. */
  printed(): string;
  /** Where its file is. */
  folder: string;
}

/** Starts `examples/<name>/server.ts` with a file of its own, both gone when the test ends. `variables` are those of its README; `takenPort` is a port in use. */
export const startExample = async (
  name: string,
  variables: Record<string, string> = {},
  takenPort?: string,
): Promise<Example> => {
  const cwd = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'chat-example-'));
  const port = takenPort ?? (await freePort());
  let program: Program | null = null;
  let output = '';
  let printed = '';

  const start = async (): Promise<void> => {
    const env = { ...process.env, ...variables, PORT: String(port), DATA_FILE: join(folder, 'chat.sqlite') };
    const print = (text: string): void => {
      output += text;
      printed += text;
    };
    program = await startProgram(process.execPath, ['server.ts'], {
      cwd,
      env,
      ready: 'http://localhost',
      print,
    });
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    if (!program?.alive) return null;
    const code = await program.end(signal);
    output = '';
    return code;
  };
  onTestFinished(async () => {
    await end('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return {
    url: `http://localhost:${port}`,
    start,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    output: () => output,
    printed: () => printed,
    folder,
  };
};
