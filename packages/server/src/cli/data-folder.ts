import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from './flags.ts';

/** Where a standalone chat keeps everything. */
export interface DataFolder {
  path: string;
  /** The SQLite file. */
  database: string;
  password: AdminPassword;
}

export interface AdminPassword {
  text: string;
  /** Where it is stored; null if the environment sets it. */
  file: string | null;
  /** Created now; `save` stores it. */
  isNew: boolean;
  save(): void;
}

const shortestPassword = 12;

/** Creates the folder if there is none, for this account only. Throws a `UsageError` if it cannot be used. */
export const openDataFolder = (folder: string, setPassword: string | undefined): DataFolder => {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return { path, database: join(path, 'chat.sqlite'), password: passwordIn(path, setPassword) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the folder ${path} cannot be used: ${(error as Error).message}. Choose another one with --data`,
    );
  }
};

const passwordIn = (folder: string, set: string | undefined): AdminPassword => {
  if (set !== undefined && set !== '') {
    if (set.length < shortestPassword)
      throw new UsageError(`CHAT_ADMIN_PASSWORD must have at least ${shortestPassword} characters`);
    return { text: set, file: null, isNew: false, save: () => undefined };
  }
  const file = join(folder, 'admin-password');
  const stored = readIfThere(file);
  const text = stored ?? randomBytes(15).toString('base64url');
  const save = (): void => writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
  return { text, file, isNew: stored === undefined, save };
};

const readIfThere = (file: string): string | undefined => {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length >= shortestPassword) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new UsageError(`the password in ${file} must have at least ${shortestPassword} characters`);
};
