import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChatError } from '@chat/protocol';
import { checkKey, wrongSize, type FileStore } from './file-store.ts';

/**
 * Stores files in a folder that is created on first use and readable by this process's user alone. A file is
 * written under a temporary name and renamed when it is on the disk, so that no partial file is visible.
 */
export const diskFiles = (folder: string): FileStore => {
  /**
   * A key is a single name, so no path leads out of the folder. Files are spread over 256 folders by the last
   * characters of their id.
   */
  const placeOf = (key: string): { dir: string; path: string } => {
    const [id = key] = checkKey(key).split('.');
    const dir = join(folder, id.slice(-2));
    return { dir, path: join(dir, key) };
  };

  return {
    put: async (key, body, { size }) => {
      const { dir, path } = placeOf(key);
      const part = join(dir, `${randomUUID()}.part`);
      try {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        const handle = await open(part, 'wx', 0o600);
        try {
          const target = handle.createWriteStream({ flush: true });
          await pipeline(body, target);
          if (target.bytesWritten !== size) throw wrongSize(size, target.bytesWritten);
        } finally {
          await handle.close().catch(() => undefined); // the stream has closed it, unless it failed
        }
        await rename(part, path);
      } catch (error) {
        body.destroy();
        await rm(part, { force: true });
        throw toStorageFull(error);
      }
    },
    get: async (key, range) => {
      const { path } = placeOf(key);
      try {
        const handle = await open(path, 'r');
        return handle.createReadStream(range ?? {});
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    delete: async (key) => rm(placeOf(key).path, { force: true }),
  };
};

/**
 * Stores files for the lifetime of this process, in a temporary folder that is created with the first of
 * them.
 */
export const temporaryFiles = (): { store: FileStore; close: () => Promise<void> } => {
  let folder: Promise<string> | null = null;
  const store = async (): Promise<FileStore> => diskFiles(await (folder ??= temporaryFolder('chat-files-')));
  return {
    store: {
      put: async (key, body: Readable, about) => (await store()).put(key, body, about),
      get: async (key, range) => (await store()).get(key, range),
      delete: async (key) => (await store()).delete(key),
    },
    close: async () => {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
};

/** Creates a new folder for this process alone. */
export const temporaryFolder = (prefix: string): Promise<string> => mkdtemp(join(tmpdir(), prefix));

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** Turns a full disk or a disk quota into `storage_full`. */
export const toStorageFull = (error: unknown): unknown =>
  ['ENOSPC', 'EDQUOT'].includes(String(codeOf(error)))
    ? Object.assign(new ChatError('storage_full', 'no space left for files'), { cause: error })
    : error;
