import { ChatError } from '@chat/protocol';

// Result codes of SQLite: SQLITE_FULL, and failed writes of the file or its shared memory, which is what a full disk,
// a quota or a size limit comes out as when the operating system does not say ENOSPC.
const full = new Set([13, 778, 4874]);

/** What a caller gets for an error of SQLite: `storage_full` when there is no room left, else the error itself. */
export const asStorageError = (error: unknown): unknown => {
  const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  if (!full.has(errcode) && !full.has(errcode & 0xff)) return error;
  const cause = error instanceof Error ? error.message : '';
  return Object.assign(new ChatError('storage_full', `no room left for writing (${cause})`), {
    cause: error,
  });
};
