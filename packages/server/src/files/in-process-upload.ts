import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatError } from '@chat/protocol';
import { toStorageFull } from './disk-files.ts';
import type { ReceivedFile } from './receive-file.ts';

/** A file that the application has in memory. */
export interface GivenFile {
  name: string;
  /** The claimed type. The actual one is detected from the content. */
  type?: string;
  bytes: Uint8Array;
}

/**
 * Writes the file where an upload over HTTP would be. Throws `too_large`, `storage_full`; nothing is left
 * then.
 */
export const storeGivenFile = async (
  { name, type = 'application/octet-stream', bytes }: GivenFile,
  { folder, maxBytes }: { folder: string; maxBytes: number },
): Promise<ReceivedFile> => {
  if (bytes.length > maxBytes)
    throw new ChatError('too_large', `a file must be at most ${maxBytes} bytes`, { field: 'file' });
  const path = join(folder, randomUUID());
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    await rm(path, { force: true });
    throw toStorageFull(error);
  }
  return { path, size: bytes.length, name, type, fields: new Map() };
};
