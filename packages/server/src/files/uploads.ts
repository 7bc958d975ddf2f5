import { createReadStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import {
  callKinds,
  ChatError,
  cleanFileName,
  kindOfType,
  opaqueFile,
  type Limits,
  type Room,
  type RoomFile,
} from '@chat/protocol';
import { accessRoom } from '../room/room-access.ts';
import type { Upload, UploadContext, UploadHooksOf } from './upload-hooks.ts';
import type { Logger } from '../logger.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import { refuseWithoutRight } from '../storage/decide/decision.ts';
import type { StoredFile } from '../storage/contract/records.ts';
import { copyFile } from './copy-file.ts';
import { isImage, type CleanImage, type ImageSanitizer } from './image-sanitizer.ts';
import { temporaryFolder, toStorageFull } from './disk-files.ts';
import { newFileId } from './file-id.ts';
import { storeGivenFile, type GivenFile } from './in-process-upload.ts';
import { keyOf, thumbnailKeyOf, type FileStore } from './file-store.ts';
import type { FileWriter } from './file-writer.ts';
import { opaqueFileOf, refuseReadableUpload } from './opaque-upload.ts';
import { receiveFile, type ReceivedFile } from './receive-file.ts';
import { sniffType } from './sniff-type.ts';

/** Receives files. */
export interface Uploads<C extends UploadContext = UploadContext> {
  /**
   * Receives one file into a room. It belongs to its uploader until it is sent. Throws a `ChatError`; nothing
   * is left then.
   */
  take(context: C, roomId: string, source: IncomingMessage | GivenFile): Promise<RoomFile>;
  /**
   * Copies sent files into another room, for a message that forwards them: all or none. It needs the same right
   * as an upload, and counts against the same limits as one. Upload hooks do not run: the content has passed them.
   */
  copy(context: C, roomId: string, sources: readonly StoredFile[]): Promise<RoomFile[]>;
  /** Resolves when no upload is running, and cleans up. */
  close(): Promise<void>;
}

export interface UploadDeps<C extends UploadContext> {
  store: FileStore;
  writer: FileWriter;
  limits: Limits;
  now: () => number;
  id: () => string;
  /** Removes a stored file, record and bytes. */
  discard: (fileId: string) => Promise<void>;
  images: ImageSanitizer;
  hooks: readonly UploadHooksOf<C>[];
  logger: Logger;
}

export const createUploads = <C extends UploadContext>(deps: UploadDeps<C>): Uploads<C> => {
  const { store, writer, images, limits, now, id } = deps;
  const rate = createTokenBuckets({ perSecond: limits.uploadsPerSecond, burst: limits.uploadBurst, now });
  const running = new Map<string, number>();
  const sleepers: (() => void)[] = [];
  let folder: Promise<string> | null = null;

  const admit = async (context: C, roomId: string): Promise<Room> => {
    const { user } = context;
    const { room, effectiveRole } = await accessRoom(context, roomId);
    const refused = refuseWithoutRight({ head: room.head, effectiveRole }, 'file:upload', now());
    if (refused?.kind === 'refuse') throw ChatError.from(refused.error);
    if ((running.get(user.id) ?? 0) >= limits.maxUploadsPerUser) {
      const rule = `at most ${limits.maxUploadsPerUser} uploads at once`;
      throw new ChatError('rate_limited', rule, { retryAfterMs: 1_000 });
    }
    const waitMs = rate.take(user.id);
    if (waitMs > 0) {
      const rule = `too many uploads: at most ${limits.uploadsPerSecond} a second`;
      throw new ChatError('rate_limited', rule, { retryAfterMs: waitMs });
    }
    await writer.checkSpace(user.id, roomId);
    return room.head.room;
  };

  /** Runs the hooks before an upload; returns the file's name. */
  const ask = async (context: C, upload: Upload): Promise<string> => {
    let { name } = upload;
    for (const { 'before:file:upload': before } of deps.hooks) {
      const other = await before?.(context, { ...upload, name });
      if (other) name = cleanFileName(other.name);
    }
    return name;
  };

  const tell = async (context: C, file: RoomFile): Promise<void> => {
    for (const { 'after:file:upload': after } of deps.hooks)
      await Promise.resolve()
        .then(() => after?.(context, file))
        .catch((error: unknown) => deps.logger.error({ err: error }, 'an after hook of an upload failed'));
  };

  /** Makes the thumbnail from the image that the client sent with the file. */
  const posterOf = async (userId: string, { path, poster }: ReceivedFile): Promise<CleanImage | null> => {
    if (!poster) return null;
    const image = `${path}.poster`;
    await writeFile(image, poster, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      throw toStorageFull(error);
    });
    return images.poster(userId, image, await sniffType(image, ''));
  };

  const keep = async (
    { user }: C,
    roomId: string,
    received: ReceivedFile,
    name: string,
    type: string,
    image: CleanImage | null,
    poster: CleanImage | null,
  ): Promise<RoomFile> => {
    const { size, path } = image ?? received;
    const shown = image ?? poster;
    const thumbnail = poster ?? image?.thumbnail;
    const uploadedAt = now();
    const file: RoomFile = {
      fileId: newFileId(uploadedAt, id()),
      name,
      type,
      size,
      ...(shown ? { width: shown.width, height: shown.height } : {}),
      ...(thumbnail ? { thumbnail: true } : {}),
      ...recordingOf(type, received.fields),
      roomId,
      // An image that was not decoded can only be downloaded.
      kind: isImage(type) && !image ? 'document' : kindOfType(type),
      uploadedBy: user.id,
      uploadedAt,
    };
    return writer.add(file, size + (thumbnail?.size ?? 0), async () => {
      await store.put(keyOf(file.fileId), createReadStream(path), { size, type });
      if (!thumbnail) return;
      const about = { size: thumbnail.size, type: 'image/webp' };
      await store.put(thumbnailKeyOf(file.fileId), createReadStream(thumbnail.path), about);
    });
  };

  /** Stores a file of an encrypted room as it is. */
  const keepOpaque = async (context: C, roomId: string, received: ReceivedFile): Promise<RoomFile> => {
    refuseReadableUpload(received);
    const { path, size, poster } = received;
    const { user } = context;
    await ask(context, { roomId, ...opaqueFile, size, path });
    const uploadedAt = now();
    const about = { fileId: newFileId(uploadedAt, id()), roomId, uploadedBy: user.id, uploadedAt };
    const file = opaqueFileOf(about, received);
    const { type } = opaqueFile;
    return writer.add(file, size + (poster?.length ?? 0), async () => {
      await store.put(keyOf(file.fileId), createReadStream(path), { size, type });
      if (!poster) return;
      const whole = { size: poster.length, type };
      await store.put(thumbnailKeyOf(file.fileId), Readable.from([poster]), whole);
    });
  };

  const take = async (
    context: C,
    roomId: string,
    source: IncomingMessage | GivenFile,
    { encryption }: Room,
  ): Promise<RoomFile> => {
    folder ??= temporaryFolder('chat-uploads-');
    const { maxFileBytes: maxBytes, maxPosterBytes, uploadIdleMs: idleMs, minBytesPerSecond } = limits;
    const place = { folder: await folder, maxBytes, maxPosterBytes, idleMs, minBytesPerSecond };
    const received = await (source instanceof IncomingMessage
      ? receiveFile(source, place)
      : storeGivenFile(source, place));
    const { path } = received;
    try {
      if (encryption !== undefined) {
        const opaque = await keepOpaque(context, roomId, received);
        await tell(context, opaque);
        return opaque;
      }
      const type = await sniffType(path, received.type);
      const image = isImage(type) ? await images.clean(context.user.id, path, type) : null;
      const poster = image || isImage(type) ? null : await posterOf(context.user.id, received);
      const {
        size,
        path: cleaned,
        width,
        height,
      } = { width: undefined, height: undefined, ...received, ...image };
      const name = await ask(context, {
        roomId,
        name: cleanFileName(received.name),
        type,
        size,
        ...(width === undefined || height === undefined ? {} : { width, height }),
        path: cleaned,
      });
      const file = await keep(context, roomId, received, name, type, image, poster);
      await tell(context, file);
      return file;
    } finally {
      await Promise.all(
        ['', '.clean', '.thumbnail', '.poster', '.poster.thumbnail'].map((ending) =>
          rm(`${path}${ending}`, { force: true }),
        ),
      );
    }
  };

  /** Runs an upload within the user's limits. */
  const admitted = async <T>(context: C, roomId: string, run: (room: Room) => Promise<T>): Promise<T> => {
    const room = await admit(context, roomId);
    const { id: userId } = context.user;
    running.set(userId, (running.get(userId) ?? 0) + 1);
    try {
      return await run(room);
    } finally {
      const left = (running.get(userId) ?? 1) - 1;
      if (left > 0) running.set(userId, left);
      else running.delete(userId);
      if (running.size === 0) for (const wake of sleepers.splice(0)) wake();
    }
  };

  const copyOne = ({ user }: C, roomId: string, source: StoredFile): Promise<RoomFile> => {
    const at = now();
    const target = { fileId: newFileId(at, id()), roomId, userId: user.id, at };
    return copyFile(source, target, { writer, store });
  };

  const copy = async (context: C, roomId: string, sources: readonly StoredFile[]): Promise<RoomFile[]> => {
    const copies: RoomFile[] = [];
    try {
      for (const source of sources) copies.push(await copyOne(context, roomId, source));
      return copies;
    } catch (error) {
      for (const { fileId } of copies) await deps.discard(fileId);
      throw error;
    }
  };

  return {
    take: (context, roomId, source) =>
      admitted(context, roomId, (room) => take(context, roomId, source, room)),
    copy: (context, roomId, sources) => admitted(context, roomId, () => copy(context, roomId, sources)),
    close: async () => {
      if (running.size > 0) await new Promise<void>((resolve) => sleepers.push(resolve));
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
};

const longestMs = 24 * 3_600_000;
const mostBars = 64;
const recordingFields = new Set(['durationMs', 'waveform', 'callKind']);

/**
 * Returns the sender's measurements of a recording: fields `durationMs`, a whole number, and `waveform`, up
 * to 64 numbers of 0 to 100, separated by commas. Empty for other files. Throws `invalid` for invalid fields. `callKind`: the kind of a recorded call.
 */
const recordingOf = (
  type: string,
  fields: ReadonlyMap<string, string>,
): Pick<RoomFile, 'durationMs' | 'waveform' | 'callKind'> => {
  for (const name of fields.keys())
    if (!recordingFields.has(name))
      throw new ChatError('invalid', `${name.slice(0, 32)} is not a field of an upload`, { field: 'form' });
  if (!/^(audio|video)\//.test(type)) return {};
  const duration = fields.get('durationMs');
  const waveform = fields.get('waveform')?.split(',');
  const callKind = callKinds.find((kind) => kind === fields.get('callKind'));
  if (duration !== undefined && !(/^\d{1,9}$/.test(duration) && Number(duration) <= longestMs))
    throw refused('durationMs', `must be a whole number of ms up to ${longestMs}`);
  if (waveform && (waveform.length > mostBars || !waveform.every((bar) => /^(\d{1,2}|100)$/.test(bar))))
    throw refused('waveform', `must be at most ${mostBars} whole numbers of 0 to 100`);
  if (fields.has('callKind') && !callKind) throw refused('callKind', `must be ${callKinds.join(' or ')}`);
  return {
    ...(callKind ? { callKind } : {}),
    ...(duration === undefined ? {} : { durationMs: Number(duration) }),
    ...(waveform === undefined ? {} : { waveform: waveform.map(Number) }),
  };
};

const refused = (field: string, rule: string): ChatError =>
  new ChatError('invalid', `${field} ${rule}`, { field });
