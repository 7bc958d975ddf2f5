import type { Readable } from 'node:stream';

/** A byte range of a file; `end` is the last byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Stores the bytes of files. Three methods: `diskFiles` is one implementation, `s3FileStore` of
 * `@chat/server/s3` another, and you can write your own. To scan every upload for viruses, wrap `put` and
 * throw a `ChatError`. The server makes the keys: lower-case letters, digits, `-` and `.`. The kit in
 * `@chat/server/testing` proves a store.
 */
export interface FileStore {
  /**
   * Stores `size` bytes under a key, replacing what was there. Never holds a whole file in memory. Readers
   * get the previous content until the new one is complete. Rejects if the body fails or is not `size`
   * bytes long; nothing of it is stored then. Rejects with `ChatError('storage_full')` if there is no
   * space.
   */
  put(key: string, body: Readable, about: { size: number; type: string }): Promise<void>;
  /**
   * Returns the bytes under a key, or a range of them as far as it exists; null if there is nothing. The
   * stream may be left unread.
   */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Removes what is under a key, and nothing else. Does nothing if there is nothing. */
  delete(key: string): Promise<void>;
}

/** Returns the key of a file's bytes. */
export const keyOf = (fileId: string): string => fileId;
/** Returns the key of a file's thumbnail. */
export const thumbnailKeyOf = (fileId: string): string => `${fileId}.thumbnail`;

/** Throws a plain `Error` for an invalid key: a key is a single name that leads nowhere else. */
export const checkKey = (key: string): string => {
  if (/^[\da-z][\da-z.-]{0,99}$/.test(key)) return key;
  throw new Error(`not a key of a file: ${key}`);
};

/** Returns the error for a body that ended too early or was too long. */
export const wrongSize = (size: number, came: number): Error =>
  new Error(`a file of ${size} bytes was announced, ${came > size ? 'more' : came} came`);
