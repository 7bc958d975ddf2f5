import type { Readable } from 'node:stream';

/** A stretch of a file, bytes; `end` is the last one. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are kept. Three methods: `diskFiles` is one, an application's own another. Who wants every upload
 * looked at, by a virus scanner say, wraps `put` and throws a `ChatError`. Keys are made by the server: letters, digits,
 * `-` and `.`.
 */
export interface FileStore {
  /**
   * Keeps `size` bytes under a key, in place of what was there. Whole or not at all: when it rejects, there is nothing.
   * Rejects with `ChatError('storage_full')` when there is no room.
   */
  put(key: string, body: Readable, about: { size: number; type: string }): Promise<void>;
  /** The bytes under a key, or a stretch of them; null when there are none. */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Removes what is under a key. Harmless when there is nothing. */
  delete(key: string): Promise<void>;
}

/** The key of a file's bytes. */
export const keyOf = (fileId: string): string => fileId;
/** The key of its small picture. */
export const thumbnailKeyOf = (fileId: string): string => `${fileId}.thumbnail`;
