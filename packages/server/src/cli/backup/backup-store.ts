import { mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { diskFiles } from '../../files/disk-files.ts';
import type { FileStore } from '../../files/file-store.ts';
import { listKeys } from '../../files/s3/list-keys.ts';
import { bucketUrl, s3FileStore } from '../../files/s3/s3-file-store.ts';
import { createS3Call } from '../../files/s3/s3-request.ts';
import { lockFile } from '../../storage/sqlite/lock.ts';
import { UsageError } from '../flags.ts';
import { BackupError } from './backup-error.ts';
import { digestOf, type StoredObject } from './snapshot.ts';

/** One kind of object of a backup. Each is stored completely or not at all. */
export interface BackupArea extends FileStore {
  /** How messages call it. */
  name: string;
  keys(): Promise<string[]>;
  /** Removes what an interrupted backup left behind of objects that it did not complete. */
  removeUnfinished(): Promise<unknown>;
}

/** Where backups are: a folder, or a bucket of S3. */
export interface BackupStore {
  name: string;
  /** A manifest for each snapshot, which is written last. */
  snapshots: BackupArea;
  /** The changed pages of the database, and the changes of the list of files. */
  pages: BackupArea;
  /** The files of users, by the SHA-256 of their bytes. */
  files: BackupArea;
  /** Makes this process the only one that writes here, until the returned function is called. */
  lock(): () => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens the place that a flag names. Rejects with a `UsageError` if it cannot be one. */
export const openBackupStore = async (place: string, env: Environment): Promise<BackupStore> =>
  place.startsWith('s3:') ? openBucket(place, env) : openFolder(resolve(place));

const openFolder = (folder: string): BackupStore => {
  const area = (name: string): BackupArea => {
    const path = join(folder, name);
    const names = async (): Promise<string[]> => {
      const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(noFolder);
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    };
    return {
      ...diskFiles(path),
      name,
      keys: async () =>
        (await names()).filter((each) => !each.endsWith('.part')).map((each) => basename(each)),
      removeUnfinished: async () => {
        for (const each of await names()) if (each.endsWith('.part')) await rm(each, { force: true });
      },
    };
  };
  return {
    name: folder,
    snapshots: area('snapshots'),
    pages: area('pages'),
    files: area('files'),
    lock: () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      return lockForBackup(join(folder, 'backup'));
    },
  };
};

const noFolder = (error: NodeJS.ErrnoException): [] => {
  if (error.code === 'ENOENT') return [];
  throw error;
};

/** Locks `<path>-lock`. Throws a `BackupError` if another process has the lock; it ends with its process. */
export const lockForBackup = (path: string): (() => void) => {
  try {
    return lockFile(process.getBuiltinModule('node:sqlite').DatabaseSync, path);
  } catch (error) {
    const { cause } = error as { cause?: { errcode?: number } };
    if (cause?.errcode !== 5) throw error;
    throw new BackupError(`another backup is running: it has locked ${path}-lock`);
  }
};

const openBucket = async (place: string, env: Environment): Promise<BackupStore> => {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(place) ?? [];
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = env;
  if (bucket === '') throw new UsageError(`${place} is no bucket: it looks like s3://bucket/folder`);
  if (AWS_ACCESS_KEY_ID === '' || AWS_SECRET_ACCESS_KEY === '')
    throw new UsageError(`${place} needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`);
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'];
  const access = {
    bucket,
    region: env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1',
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    // A service other than Amazon's, which usually knows buckets by their path.
    ...(endpoint && { endpoint, pathStyle: true }),
  };
  await import('aws4fetch').catch(() => {
    throw new UsageError('backups in S3 need the package aws4fetch: npm install aws4fetch');
  });
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`;
  const call = createS3Call({
    url: bucketUrl(access),
    region: access.region,
    credentials: () => access,
    timeoutMs: 30_000,
    retries: 3,
  });
  const area = (name: string): BackupArea => ({
    ...s3FileStore({ ...access, prefix: `${prefix}${name}/` }),
    name,
    keys: () => listKeys(call, `${prefix}${name}/`),
  });
  return {
    name: place.replace(/\/$/, ''),
    snapshots: area('snapshots'),
    pages: area('pages'),
    files: area('files'),
    // S3 has no locks that every service knows; the lock next to the database is enough for one machine.
    lock: () => () => undefined,
  };
};

/** Stores bytes. Returns how a manifest names them. */
export const putObject = async (area: BackupArea, key: string, bytes: Buffer): Promise<StoredObject> => {
  await area.put(key, Readable.from([bytes]), { size: bytes.length, type: 'application/octet-stream' });
  return { key, bytes: bytes.length, sha256: digestOf(bytes) };
};

/** Returns the bytes of an object. Rejects with a `BackupError` that names it if it is missing or damaged. */
export const getObject = async (area: BackupArea, { key, sha256 }: StoredObject): Promise<Buffer> => {
  const bytes = await readObject(area, key);
  const found = digestOf(bytes);
  if (found === sha256) return bytes;
  throw new BackupError(`${area.name}/${key} is damaged: its SHA-256 is ${found}, not ${sha256}`);
};

/** Returns the bytes of an object that is not checked yet. Rejects with a `BackupError` if it is missing. */
export const readObject = async (area: BackupArea, key: string): Promise<Buffer> => {
  const body = await area.get(key);
  if (body === null) throw new BackupError(`${area.name}/${key} is missing`);
  return buffer(body);
};
