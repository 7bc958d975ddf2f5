// The command `npx @chat/server`, run from its sources.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { startProgram } from '../../../../scripts/start-program.mjs';

const bin = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const environment = (variables: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...variables,
});

/** Runs the command to its end. */
export const runCommand = (
  args: readonly string[],
  { env = {}, node = [] }: { env?: Record<string, string>; node?: readonly string[] } = {},
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...node, bin, ...args],
      { env: environment(env) },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    onTestFinished(() => void child.kill('SIGKILL'));
  });

export interface Standalone {
  url: string;
  banner: string;
  /** Ends it as an operator does. Resolves with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a loss of power does. */
  kill(): Promise<unknown>;
}

/** Starts a standalone chat on a free port, unless the arguments name one, or another command. */
export const startCommand = async (
  args: readonly string[],
  env: Record<string, string> = {},
  ready: string | RegExp = 'Ctrl+C',
): Promise<Standalone> => {
  const flags = args[0]?.startsWith('-') ? ['--port', '0', ...args] : args;
  const program = await startProgram(process.execPath, [bin, ...flags], { env: environment(env), ready });
  onTestFinished(async () => void (await program.end('SIGKILL')));
  const banner = program.said();
  const [, url = ''] = /Chat: +(\S+)/.exec(banner) ?? [];
  return { url, banner, stop: () => program.end('SIGTERM'), kill: () => program.end('SIGKILL') };
};
