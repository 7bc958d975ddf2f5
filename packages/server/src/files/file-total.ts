import { ChatError, type Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { FileRecordStore } from '../storage/contract/storage.ts';

/** What all files of the server count together. */
export interface FileTotal {
  /** Counts bytes that are about to be stored. Throws `storage_full` if there is no room for them. */
  take(bytes: number): Promise<void>;
  /** Counts bytes no more that were not stored after all. */
  giveBack(bytes: number): void;
}

interface FileTotalDeps {
  files: Pick<FileRecordStore, 'bytes'>;
  limits: Limits;
  logger: Logger;
  now: () => number;
}

/** The sum is read from the store at most so often: other nodes add to it, and what is removed is found by it. */
const rereadMs = 5_000;
const warnMs = 60_000;

export const createFileTotal = ({ files, limits, logger, now }: FileTotalDeps): FileTotal => {
  const most = limits.serverFileBytes;
  let known = 0;
  let readAt = -Infinity;
  let warnedAt = -Infinity;

  const warn = (): void => {
    if (now() - warnedAt < warnMs) return;
    warnedAt = now();
    logger.warn(
      { bytes: known, limit: 'serverFileBytes', most },
      'files are refused: all of them together are too large',
    );
  };

  return {
    take: async (bytes) => {
      if (most === Infinity) return;
      if (Math.abs(now() - readAt) >= rereadMs) {
        readAt = now();
        known = await files.bytes();
      }
      known += bytes;
      if (known <= most) return;
      known -= bytes;
      warn();
      throw new ChatError('storage_full', 'the server has no space left for files', { field: 'file' });
    },
    giveBack: (bytes) => void (known -= bytes),
  };
};
