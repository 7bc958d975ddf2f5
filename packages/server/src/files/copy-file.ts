import type { RoomFile } from '@chat/protocol';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { StoredFile } from '../storage/contract/records.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from './file-store.ts';
import type { FileWriter } from './file-writer.ts';
import { noFile } from './signed-urls.ts';

interface CopyTarget {
  fileId: string;
  roomId: string;
  /** User id of the forwarder. */
  userId: string;
  at: number;
}

interface CopyDeps {
  writer: Pick<FileWriter, 'add'>;
  store: FileStore;
}

/**
 * Copies a stored file, its thumbnail too, into a room. The copy belongs to the forwarder, counts as theirs,
 * and is unsent. Throws `not_found` if the file was deleted meanwhile; nothing is left then.
 */
export const copyFile = (
  { file, counted }: StoredFile,
  { fileId, roomId, userId, at }: CopyTarget,
  { writer, store }: CopyDeps,
): Promise<RoomFile> => {
  const { messageId: _sent, ...about } = file;
  const copy: RoomFile = { ...about, fileId, roomId, uploadedBy: userId, uploadedAt: at };
  return writer.add(copy, counted, async () => {
    const bytes = await store.get(keyOf(file.fileId));
    if (!bytes) throw noFile();
    await store.put(keyOf(fileId), bytes, { size: file.size, type: file.type });
    const small = file.thumbnail ? await store.get(thumbnailKeyOf(file.fileId)) : null;
    if (!small) return;
    // A thumbnail's size is not recorded; it is small.
    const whole = await buffer(small);
    const about = { size: whole.length, type: 'image/webp' };
    await store.put(thumbnailKeyOf(fileId), Readable.from([whole]), about);
  });
};
