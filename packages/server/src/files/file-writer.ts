import { ChatError, type Limits, type RoomFile } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { FileRecordStore } from '../storage/contract/storage.ts';

/** Stores files within the quotas of their uploader, their room and the server. */
export interface FileWriter {
  /**
   * Stores a file that is not sent yet: its record, then its bytes by `put`. `bytes`: its size and its
   * thumbnail's. Throws `too_large` or `storage_full` above a quota; nothing is left if it throws.
   */
  add(file: RoomFile, bytes: number, put: () => Promise<void>): Promise<RoomFile>;
  /** Throws if a quota is used up: an early check, since the transaction of `add` decides. */
  checkSpace(userId: string, roomId: string): Promise<void>;
}

interface FileWriterDeps {
  files: Pick<FileRecordStore, 'add' | 'totals' | 'bytes'>;
  limits: Limits;
  /** Removes a stored file, record and bytes. */
  discard: (fileId: string) => Promise<void>;
  logger: Logger;
  now: () => number;
}

/** A file counts at least this much, so that a quota of bytes also limits the number of files. */
const leastCounted = 4_096;

export const createFileWriter = (deps: FileWriterDeps): FileWriter => {
  const { files, limits, discard } = deps;
  const { userFileBytes, roomFileBytes, unsentFileMs } = limits;
  const total = createFileTotal(deps);

  return {
    add: async (file, bytes, put) => {
      const counted = Math.max(leastCounted, bytes);
      const dueAt = file.uploadedAt + unsentFileMs;
      await total.take(counted);
      try {
        const most = { userBytes: userFileBytes, roomBytes: roomFileBytes };
        const added = await files.add({ file, counted, dueAt }, most);
        if (added !== 'added') throw overQuota(added, limits);
        await put().catch(async (error: unknown) => {
          await discard(file.fileId);
          throw error;
        });
        return file;
      } catch (error) {
        total.giveBack(counted);
        throw error;
      }
    },
    checkSpace: async (userId, roomId) => {
      const { userBytes, roomBytes } = await files.totals(userId, roomId);
      if (userBytes >= userFileBytes) throw overQuota('user_quota', limits);
      if (roomBytes >= roomFileBytes) throw overQuota('room_quota', limits);
      await total.take(0);
    },
  };
};

const overQuota = (reason: 'user_quota' | 'room_quota', limits: Limits): ChatError =>
  new ChatError(
    'too_large',
    reason === 'user_quota'
      ? `your files must be at most ${limits.userFileBytes} bytes together`
      : `the files of a room must be at most ${limits.roomFileBytes} bytes together`,
    { reason, field: 'file' },
  );

/** The total size of all files of the server. */
interface FileTotal {
  /** Counts bytes that are about to be stored. Throws `storage_full` if there is no space for them. */
  take(bytes: number): Promise<void>;
  /** Subtracts bytes that were not stored after all. */
  giveBack(bytes: number): void;
}

/** The sum is read from the store at most this often: other nodes add to it, and removals reduce it. */
const rereadMs = 5_000;
const warnMs = 60_000;

const createFileTotal = ({ files, limits, logger, now }: Omit<FileWriterDeps, 'discard'>): FileTotal => {
  const most = limits.serverFileBytes;
  let known = 0;
  let readAt = -Infinity;
  let warnedAt = -Infinity;

  const warn = (): void => {
    if (now() - warnedAt < warnMs) return;
    warnedAt = now();
    logger.warn(
      { bytes: known, limit: 'serverFileBytes', most },
      'uploads are rejected: the total size of all files is at its limit',
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
