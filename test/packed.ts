import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './source-files.ts';

export const packages = ['protocol', 'server', 'client', 'widget'];

/** Packs the packages into a folder, as the quick start says: stale ones are built first. Returns their paths. */
export const packPackages = async (folder: string): Promise<string[]> => {
  await promisify(execFile)('npm', ['run', 'pack', '--', folder], { cwd: root });
  const files = await readdir(folder);
  return packages.map((name) => join(folder, files.find((file) => file.startsWith(`chat-${name}-`)) ?? name));
};
