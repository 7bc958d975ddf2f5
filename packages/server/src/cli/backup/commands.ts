import { setTimeout as wait } from 'node:timers/promises';
import { ChatError } from '@chat/protocol';
import { UsageError, type Flag, type FlagValues } from '../flags.ts';
import { BackupError } from './backup-error.ts';
import { createBackupRun, type BackupRun } from './backup-run.ts';
import { openBackupStore, type BackupStore } from './backup-store.ts';
import { listSnapshots, readLink } from './chain.ts';
import { restore } from './restore.ts';
import { openSource } from './source.ts';
import type { TakenSnapshot } from './take-snapshot.ts';
import { verifyBackup } from './verify-backup.ts';

const place = {
  value: 'place',
  variable: 'CHAT_BACKUP',
  text: 'the backup: a folder, or s3://bucket/folder',
};

export const backupFlags = {
  data: {
    value: 'path',
    variable: 'CHAT_DATA',
    text: 'the data folder of a standalone chat, or an SQLite file; ./chat-data by default',
  },
  to: place,
  every: {
    value: 'time',
    variable: 'CHAT_BACKUP_EVERY',
    text: 'repeats, such as 30s or 5m; once by default',
  },
  keep: {
    value: 'time',
    variable: 'CHAT_BACKUP_KEEP',
    text: 'how far back each snapshot is kept, such as 24h; 30d by default',
  },
  full: { value: 'time', text: 'time between full snapshots; 1d by default' },
  files: { value: 'folder', text: 'the folder of files; by default the one next to the SQLite file' },
} satisfies Record<string, Flag>;

export const listFlags = {
  from: place,
  'max-age': { value: 'time', text: 'exit code 1 if the newest snapshot is older, such as 10m' },
} satisfies Record<string, Flag>;

export const verifyBackupFlags = { from: place } satisfies Record<string, Flag>;

export const restoreFlags = {
  from: place,
  to: { value: 'folder', text: 'where to restore: an empty folder, or a new one' },
  at: { value: 'time', text: 'the moment to restore, such as 2026-11-25T14:30:00Z; the newest by default' },
  'skip-damaged': { text: 'goes on without files that are missing or damaged, and names them' },
} satisfies Record<string, Flag>;

/** Variables of S3, as other tools know them. */
export const backupVariables = `  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN  the key of S3
  AWS_REGION           region of the bucket; us-east-1 by default
  AWS_ENDPOINT_URL_S3  URL of a service other than Amazon's`;

type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of a command, and where it prints. */
export interface CommandIo {
  env: Environment;
  print: (text: string) => void;
  warn: (text: string) => void;
}

/** Returns a signal of SIGTERM and SIGINT. */
const stopSignal = (): AbortSignal => {
  const stopping = new AbortController();
  process.once('SIGTERM', () => stopping.abort());
  process.once('SIGINT', () => stopping.abort());
  return stopping.signal;
};

/** Backs up once, or until the process is asked to end: then it completes the snapshot in progress. */
export const runBackup = async (values: FlagValues, { env, print, warn }: CommandIo): Promise<void> => {
  requireBackupApi();
  const to = placeOf(values, 'to');
  const everyMs = values['every'] === undefined ? undefined : durationOf(values, 'every', 0);
  const options = {
    keepMs: durationOf(values, 'keep', 30 * dayMs),
    fullMs: durationOf(values, 'full', dayMs),
    now: Date.now,
    warn,
  };
  const store = await openBackupStore(to, env);
  const source = openSource(values['data']?.[0] ?? 'chat-data', values['files']?.[0], Date.now);
  try {
    const unlock = store.lock();
    const run = createBackupRun({ ...options, source, store });
    try {
      if (everyMs === undefined) print(describeTaken(await inPlace(store, () => run.next())));
      else await repeat(run, everyMs, { print, warn, stop: stopSignal() });
    } finally {
      unlock();
    }
  } finally {
    source.close();
  }
};

const repeat = async (
  run: BackupRun,
  everyMs: number,
  { print, warn, stop }: Omit<CommandIo, 'env'> & { stop: AbortSignal },
): Promise<void> => {
  for (let isFirst = true; !stop.aborted; isFirst = false) {
    const startedAt = performance.now();
    try {
      print(describeTaken(await run.next()));
    } catch (error) {
      // The operator is still there to read what is wrong. Later the place may be unreachable for a while.
      if (isFirst && error instanceof BackupError) throw error;
      warn(`No backup was made, the next try is in ${everyMs / 1_000} s: ${(error as Error).message}.`);
    }
    const leftMs = everyMs - (performance.now() - startedAt);
    await wait(Math.max(0, leftMs), undefined, { signal: stop }).catch(() => undefined);
  }
};

/** Lists the snapshots. Returns whether the newest one is as new as it has to be. */
export const runList = async (values: FlagValues, { env, print, warn }: CommandIo): Promise<boolean> => {
  const store = await openBackupStore(placeOf(values, 'from'), env);
  const names = await inPlace(store, () => listSnapshots(store));
  const newest = names.at(-1);
  if (newest === undefined) throw new BackupError(`there is no backup in ${store.name}`);
  for (const { at, number } of names)
    print(`${new Date(at).toISOString()}  ${number === 0 ? 'full' : 'changes'}`);
  const { files, pageCount, pageSize, schema } = (await readLink(store, newest)).snapshot;
  print(
    `The newest has ${sizeOf(pageCount * pageSize)}, ${files.count} files of ${sizeOf(files.bytes)}, schema ${schema}.`,
  );
  const ageMs = Date.now() - newest.at;
  if (values['max-age'] === undefined || ageMs <= durationOf(values, 'max-age', 0)) return true;
  warn(`The newest snapshot is ${Math.round(ageMs / 1_000)} s old.`);
  return false;
};

/** Reads a whole backup. Returns whether all of it is right. */
export const runVerifyBackup = async (
  values: FlagValues,
  { env, print, warn }: CommandIo,
): Promise<boolean> => {
  requireBackupApi();
  const store = await openBackupStore(placeOf(values, 'from'), env);
  const { snapshots, files, bytes, problems } = await inPlace(store, () => verifyBackup(store));
  for (const problem of problems) warn(`Damaged: ${problem}.`);
  print(
    `${snapshots} snapshots and ${files} files, ${sizeOf(bytes)}: ${problems.length === 0 ? 'all of it is right.' : problems.length === 1 ? '1 problem.' : `${problems.length} problems.`}`,
  );
  return problems.length === 0;
};

export const runRestore = async (values: FlagValues, { env, print, warn }: CommandIo): Promise<void> => {
  requireBackupApi();
  const [to] = values['to'] ?? [];
  if (to === undefined) throw new UsageError('restore needs --to, an empty folder');
  const at = momentOf(values['at']?.[0]);
  const store = await openBackupStore(placeOf(values, 'from'), env);
  const { snapshot, path } = await inPlace(store, () =>
    restore({ store, to, at, ...(values['skip-damaged'] && { onDamagedFile: warn }) }),
  );
  const { files, pageCount, pageSize } = snapshot;
  print(`Restored the chat as of ${new Date(snapshot.at).toISOString()}: ${sizeOf(pageCount * pageSize)}, ${files.count} files.
Messages after that moment are not in it.
Start:  npx @chat/server --data ${to}
        or give your server ${path}`);
};

/** Runs a function. An error of a place that cannot be used becomes a `BackupError` that names it. */
const inPlace = async <T>({ name }: BackupStore, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const { message } = error as Error;
    if (ChatError.is(error) || message.startsWith('S3 answered'))
      throw new BackupError(`${name}: ${message}`);
    throw error;
  }
};

const requireBackupApi = (): void => {
  if ('backup' in process.getBuiltinModule('node:sqlite')) return;
  throw new UsageError(`this is Node ${process.version}. Backups need Node 22.16 or newer, or 24`);
};

const placeOf = (values: FlagValues, flag: 'from' | 'to'): string => {
  const [given] = values[flag] ?? [];
  if (given === undefined)
    throw new UsageError(`--${flag} is missing: the folder of the backup, or s3://bucket/folder`);
  return given;
};

const dayMs = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: dayMs };

const durationOf = (values: FlagValues, flag: string, defaultMs: number): number => {
  const [given] = values[flag] ?? [];
  if (given === undefined) return defaultMs;
  const [, count = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
  const ms = Number(count) * (unitsMs[unit] ?? 0);
  if (ms > 0) return ms;
  throw new UsageError(`--${flag} ${given} is not a time: it looks like 30s, 5m, 12h or 7d`);
};

const momentOf = (given: string | undefined): number => {
  if (given === undefined) return Infinity;
  const at = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError(`--at ${given} is not a moment with a time zone: it looks like 2026-11-25T14:30:00Z`);
};

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

const describeTaken = ({ snapshot, changedPages, storedBytes, newFiles }: TakenSnapshot): string =>
  `${new Date(snapshot.at).toISOString()}  ${snapshot.number === 0 ? 'full   ' : 'changes'}  ${changedPages} of ${snapshot.pageCount} pages, ${sizeOf(storedBytes)}; ${newFiles} new of ${snapshot.files.count} files`;
