import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startProgram } from '../../scripts/start-program.mjs';
import { packPackages } from '../packed.ts';

const execute = promisify(execFile);
const npm = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];

export const writeFiles = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};

/** Installations of the packed packages, with others, for the tests of a file. */
export const useInstallations = () => {
  let folder = '';
  let tarballs: string[] = [];
  const made = new Map<string, Promise<string>>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chat-starters-'));
    tarballs = await packPackages(folder);
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const install = async (packages: readonly string[]): Promise<string> => {
    const place = await mkdtemp(join(folder, 'installed-'));
    await execute('npm', ['init', '-y'], { cwd: place });
    await execute('npm', ['install', ...npm, ...tarballs, ...packages], { cwd: place });
    return place;
  };

  return {
    /** A folder for a project below an installation with these packages. */
    projectWith: async (packages: readonly string[]): Promise<string> => {
      const key = packages.join(' ');
      const place = made.get(key) ?? install(packages);
      made.set(key, place);
      return mkdtemp(join(await place, 'project-'));
    },
  };
};

const environment = (env: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const { VITEST: _, NODE_ENV: __, NODE_OPTIONS: ___, ...own } = process.env;
  return { ...own, NEXT_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1', ...env };
};

/** A command of an installed package; `node` and absolute paths are themselves. */
const programOf = (folder: string, command = ''): string =>
  command === 'node'
    ? process.execPath
    : command.startsWith('/')
      ? command
      : join(folder, '../node_modules/.bin', command);

/** Runs a command to its end. */
export const run = async (
  folder: string,
  [command, ...args]: readonly string[],
  env: Record<string, string> = {},
): Promise<void> => {
  await execute(programOf(folder, command), args, { cwd: folder, env: environment(env) });
};

/** Starts what serves `url`, until the test ends. */
export const serve = async (
  folder: string,
  [command, ...args]: readonly string[],
  url: string,
  env: Record<string, string> = {},
): Promise<void> => {
  const program = await startProgram(programOf(folder, command), args, {
    cwd: folder,
    env: environment({ NODE_ENV: 'production', ...env }),
    ready: new URL(url),
  });
  onTestFinished(async () => void (await program.end('SIGKILL')));
};
