import type { ChatError, Limits, RoomFile } from '@chat/protocol';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FileRecordStore } from '../storage/contract/storage.ts';
import type { StoredFile } from '../storage/contract/records.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from './file-store.ts';
import { noFile } from './signed-urls.ts';

interface CopyTarget {
  fileId: string;
  roomId: string;
  /** User id of the forwarder. */
  userId: string;
  at: number;
}

interface CopyDeps {
  records: Pick<FileRecordStore, 'add'>;
  store: FileStore;
  limits: Limits;
  /** Removes a stored file, record and bytes. */
  discard: (fileId: string) => Promise<void>;
  overQuota: (reason: 'user_quota' | 'room_quota') => ChatError;
}

/**
 * Copies a stored file, its thumbnail too, into a room. The copy belongs to the forwarder, counts as theirs, and is
 * unsent. Throws `not_found` if the file was deleted meanwhile; nothing is left then.
 */
export const copyFile = async (
  { file, counted }: StoredFile,
  { fileId, roomId, userId, at }: CopyTarget,
  { records, store, limits, discard, overQuota }: CopyDeps,
): Promise<RoomFile> => {
  const { messageId: _sent, ...about } = file;
  const copy: RoomFile = { ...about, fileId, roomId, uploadedBy: userId, uploadedAt: at };
  const { userFileBytes: userBytes, roomFileBytes: roomBytes, unsentFileMs } = limits;
  const added = await records.add(
    { file: copy, counted, dueAt: at + unsentFileMs },
    { userBytes, roomBytes },
  );
  if (added !== 'added') throw overQuota(added);
  try {
    const bytes = await store.get(keyOf(file.fileId));
    if (!bytes) throw noFile();
    await store.put(keyOf(fileId), bytes, { size: file.size, type: file.type });
    const small = file.thumbnail ? await store.get(thumbnailKeyOf(file.fileId)) : null;
    if (small) {
      // A thumbnail's size is not recorded; it is small.
      const whole = await buffer(small);
      await store.put(thumbnailKeyOf(fileId), Readable.from([whole]), {
        size: whole.length,
        type: 'image/webp',
      });
    }
  } catch (error) {
    await discard(fileId);
    throw error;
  }
  return copy;
};
