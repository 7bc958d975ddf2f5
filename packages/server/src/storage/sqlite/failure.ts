import { ChatError } from '@chat/protocol';

// Result codes of SQLite: SQLITE_FULL, and failed writes of the file or its shared memory. A full disk, a
// quota or a size limit appears as the latter if the operating system does not report ENOSPC.
const full = new Set([13, 778, 4874]);

/** An error as plain data that can be sent between threads. */
export interface Failure {
  message: string;
  errcode?: number;
  stack?: string;
}

export const toFailure = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack = '' } = error;
  return { message, stack, ...('errcode' in error ? { errcode: Number(error.errcode) } : {}) };
};

/** Returns the error for the caller: `storage_full` if no space is left, else the error itself. */
export const fromFailure = ({ message, errcode = 0, stack }: Failure): Error => {
  const cause = Object.assign(new Error(message), { errcode }, stack === undefined ? {} : { stack });
  if (!full.has(errcode) && !full.has(errcode & 0xff)) return cause;
  return Object.assign(new ChatError('storage_full', `no room left for writing (${message})`), { cause });
};
