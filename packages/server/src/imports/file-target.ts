import { createReadStream } from 'node:fs';
import { copyFile, lstat, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ChatError,
  cleanFileName,
  defaultLimits,
  kindOfType,
  type Attachment,
  type RoomFile,
} from '@chat/protocol';
import { attachmentOf } from '../files/file-lifecycle.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from '../files/file-store.ts';
import { createImageSanitizer, isImage, type ImageSanitizer } from '../files/image-sanitizer.ts';
import { sniffType } from '../files/sniff-type.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { TranslatedFile } from './translate.ts';

/** Where a file goes, and where it comes from. */
export interface FileToStore {
  fileId: string;
  roomId: string;
  messageId: string;
  userId: string;
  /** When its message was sent, ms since the epoch. */
  at: number;
  file: TranslatedFile;
  /** Of an own export: its data, which the message has. */
  attachment?: Attachment;
}

/** An attachment, or why the file is not carried. */
export type FileOutcome = { attachment: Attachment; isNew: boolean } | { reason: string };

/** Stores the files of an export. */
export interface FileTarget {
  /** Stores a file for its message, which is committed after it. Repeating it changes nothing. */
  add(file: FileToStore): Promise<FileOutcome>;
  /** The message of these files is committed: they stay until `dueAt`, ms since the epoch; null: for ever. */
  keep(fileIds: readonly string[], dueAt: number | null): Promise<void>;
  close(): Promise<void>;
}

export interface FileTargetDeps {
  storage: Pick<ChatStorage, 'files'>;
  store: FileStore;
  maxFileBytes: number;
  now: () => number;
  onWarning: (text: string) => void;
}

/** Why a file is not carried. */
const missing = 'files that the export does not have';
const noFile = 'files that are no files: links and folders';

/** A file counts at least this much, as an uploaded one. */
const leastCounted = 4_096;
/** Quotas of users and rooms are for uploads: what an import brings only counts. */
const noQuota = { userBytes: Number.MAX_SAFE_INTEGER, roomBytes: Number.MAX_SAFE_INTEGER };
const { unsentFileMs } = defaultLimits;

/** Returns why a file cannot be stored, or its size. */
const sizeOf = async (path: string | undefined, maxFileBytes: number): Promise<number | string> => {
  const found = path === undefined ? undefined : await lstat(path).catch(() => undefined);
  if (found === undefined) return missing;
  if (!found.isFile()) return noFile;
  return found.size > maxFileBytes ? `files above ${maxFileBytes} bytes` : found.size;
};

export const createFileTarget = (deps: FileTargetDeps): FileTarget => {
  const { storage, store, maxFileBytes, now } = deps;
  const images = createImageSanitizer(defaultLimits, (why) =>
    deps.onWarning(`Pictures are stored as documents: ${why}.`),
  );
  let folder: Promise<string> | null = null;
  const temporary = (): Promise<string> => (folder ??= mkdtemp(join(tmpdir(), 'chat-import-files-')));

  const add = async (given: FileToStore): Promise<FileOutcome> => {
    const { fileId, roomId, messageId, userId } = given;
    const known = await storage.files.get(fileId);
    if (known?.file.messageId === messageId) return { attachment: attachmentOf(known.file), isNew: false };
    const size = await sizeOf(given.file.path, maxFileBytes);
    if (typeof size === 'string') return { reason: size };
    const prepared = await prepare(given, size, { images, temporary });
    if ('reason' in prepared) return prepared;
    try {
      const { file, path, thumbnail } = prepared;
      const counted = Math.max(leastCounted, file.size + (thumbnail?.size ?? 0));
      // If this process ends before the message is committed and there is no second import, the server removes it.
      const dueAt = now() + unsentFileMs;
      if (!known) await storage.files.add({ file, counted, dueAt }, noQuota);
      await store.put(keyOf(fileId), createReadStream(path), { size: file.size, type: file.type });
      if (thumbnail)
        await store.put(thumbnailKeyOf(fileId), createReadStream(thumbnail.path), {
          size: thumbnail.size,
          type: 'image/webp',
        });
      const bound = await storage.files.bind([fileId], { roomId, userId, messageId });
      if (!bound) return { reason: 'files that another message has' };
      return { attachment: attachmentOf(file), isNew: true };
    } finally {
      await prepared.remove();
    }
  };

  return {
    add,
    keep: async (fileIds, dueAt) => {
      await Promise.all(fileIds.map((fileId) => storage.files.setDue(fileId, dueAt)));
    },
    close: async () => {
      images.close();
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
};

interface Prepared {
  file: RoomFile;
  path: string;
  thumbnail?: { path: string; size: number };
  /** Removes temporary copies. */
  remove(): Promise<void>;
}

interface PrepareDeps {
  images: ImageSanitizer;
  temporary: () => Promise<string>;
}

/** Detects what a file is, and makes pictures safe to show. A file of an own export was made so before. */
const prepare = async (
  given: FileToStore,
  size: number,
  { images, temporary }: PrepareDeps,
): Promise<Prepared | { reason: string }> => {
  const { file, attachment, fileId, roomId, userId, at } = given;
  const path = file.path ?? '';
  const type = await sniffType(path, file.type ?? '');
  const about = { roomId, uploadedBy: userId, uploadedAt: at };
  const remove = async (): Promise<void> => undefined;
  if (attachment && attachment.type === type && attachment.size === size) {
    const small = attachment.thumbnail ? await stat(`${path}.thumbnail`).catch(() => undefined) : undefined;
    const thumbnail = small && { path: `${path}.thumbnail`, size: small.size };
    const kind = isImage(type) && attachment.width === undefined ? 'document' : kindOfType(type);
    return { file: { ...attachment, ...about, kind }, path, ...(thumbnail ? { thumbnail } : {}), remove };
  }
  const name = cleanFileName(attachment?.name ?? file.name);
  const plain = { fileId, name, type, size, ...about };
  if (!isImage(type)) return { file: { ...plain, kind: kindOfType(type) }, path, remove };
  // The cleaned picture is written next to the copy, and the export stays as it is.
  const copy = join(await temporary(), fileId);
  await copyFile(path, copy);
  const removeCopies = async (): Promise<void> => {
    for (const ending of ['', '.clean', '.thumbnail']) await rm(`${copy}${ending}`, { force: true });
  };
  try {
    const image = await images.clean(userId, copy, type);
    if (!image) return { file: { ...plain, kind: 'document' }, path, remove: removeCopies };
    const { width, height, thumbnail } = image;
    const shown = {
      ...plain,
      size: image.size,
      width,
      height,
      ...(thumbnail ? { thumbnail: true as const } : {}),
    };
    const kept = { path: image.path, ...(thumbnail ? { thumbnail } : {}), remove: removeCopies };
    return { file: { ...shown, kind: kindOfType(type) }, ...kept };
  } catch (error) {
    await removeCopies();
    if (error instanceof ChatError) return { reason: `pictures that cannot be stored: ${error.message}` };
    throw error;
  }
};

/** Looks only whether the files are there. */
export const dryFiles = (maxFileBytes: number): FileTarget => ({
  add: async ({ fileId, file }) => {
    const size = await sizeOf(file.path, maxFileBytes);
    if (typeof size === 'string') return { reason: size };
    return { attachment: { fileId, name: file.name, type: file.type ?? '', size }, isNew: true };
  },
  keep: async () => undefined,
  close: async () => undefined,
});
