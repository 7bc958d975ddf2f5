import type { Readable } from 'node:stream';

/** A stretch of a file, bytes; `end` is the last one. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are kept. Three methods: `diskFiles` is one, `s3FileStore` of `@chat/server/s3` another, an
 * application's own a third. Who wants every upload looked at, by a virus scanner say, wraps `put` and throws a `ChatError`.
 * Keys are made by the server: lower-case letters, digits, `-` and `.`. The kit in `@chat/server/testing` proves a store.
 */
export interface FileStore {
  /**
   * Keeps `size` bytes under a key, in place of what was there. However large, it is not held in memory. Until it is kept
   * whole, what was there before is given out. Rejects when the body fails, or is not `size` bytes long, and nothing of it is
   * kept then. Rejects with `ChatError('storage_full')` when there is no room.
   */
  put(key: string, body: Readable, about: { size: number; type: string }): Promise<void>;
  /** The bytes under a key, or a stretch of them, as far as there are any; null when there is nothing. It may be left unread. */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** Removes what is under a key, and nothing else. Harmless when there is nothing. */
  delete(key: string): Promise<void>;
}

/** The key of a file's bytes. */
export const keyOf = (fileId: string): string => fileId;
/** The key of its small picture. */
export const thumbnailKeyOf = (fileId: string): string => `${fileId}.thumbnail`;

/** Throws a plain `Error` for what is no key: it is one name, and leads nowhere else. */
export const checkKey = (key: string): string => {
  if (/^[\da-z][\da-z.-]{0,99}$/.test(key)) return key;
  throw new Error(`not a key of a file: ${key}`);
};

/** A body that ended too early, or went on too long. */
export const wrongSize = (size: number, came: number): Error =>
  new Error(`a file of ${size} bytes was announced, ${came > size ? 'more' : came} came`);
