// Files of an encrypted room: encrypted before they are uploaded, decrypted after they were downloaded.
import { ChatError, kindOfType, type FileVariant, type Message, type RoomFile } from '@chat/protocol';
import { countBytes, fetchFile } from '../../files/download-file.ts';
import { uploadTo, type UploadTarget } from '../../files/upload-file.ts';
import type { Files, OpenOptions, UploadOptions } from '../../features/files.ts';
import type { RoomContext } from '../../room/room-context.ts';
import {
  kindOf,
  mediaType,
  readFiles,
  statedFile,
  type EncryptedAttachment,
} from './encrypted-attachment.ts';
import { createBlobUrls } from './blob-urls.ts';
import { decryptFile, encryptFile, type EncryptedFile } from './file-cipher.ts';
import { measurePicture } from './picture-thumbnail.ts';
import { withoutMetadata } from './strip-metadata.ts';

/** A file of a message that was decrypted. */
export interface OpenedFile {
  file: EncryptedAttachment;
  messageId: string;
}

/** What the encryption of the room provides. */
export interface OpenedMessages {
  /** Resolves to a message of the room with its text and files, if this device can decrypt it. */
  load(messageId: string): Promise<Message>;
  /** Returns a file of a message that was decrypted, and the id of the message. */
  file(fileId: string): OpenedFile | undefined;
}

export interface EncryptedFiles extends Files {
  /** Revokes all addresses. */
  close(): void;
}

interface EncryptedFilesOptions {
  context: Pick<RoomContext, 'roomId' | 'call'>;
  uploads: UploadTarget;
  messages: OpenedMessages;
  /** Resolves to the address of the encrypted bytes. */
  address: (fileId: string, variant: FileVariant) => Promise<string>;
}

const pageLimit = 50;
/** Pages of the server that one page of a kind reads. */
const mostPages = 10;

/** Types that systems give to files that browsers know under a different one. */
const sameAs: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'image/jpg': 'image/jpeg',
};

const typeOf = ({ type }: Blob): string => {
  const known = mediaType(type);
  return sameAs[known] ?? known;
};

const unknownFile = (): ChatError =>
  new ChatError('not_found', 'this device cannot open this file', { reason: 'file_unknown' });

export const createEncryptedFiles = ({
  context,
  uploads,
  messages,
  address,
}: EncryptedFilesOptions): EncryptedFiles => {
  const { roomId, call } = context;
  const own = new Map<string, EncryptedAttachment>();
  const urls = createBlobUrls();
  const fileOf = (fileId: string): EncryptedAttachment | undefined =>
    messages.file(fileId)?.file ?? own.get(fileId);

  const upload = async (file: Blob, options: UploadOptions = {}): Promise<RoomFile> => {
    const { signal, onProgress, poster, durationMs, waveform, callKind } = options;
    const maxBytes = await uploads.maxBytes();
    const bytes = await withoutMetadata(file);
    const type = typeOf(bytes);
    const isPicture = kindOfType(type) === 'image';
    const shown = isPicture ? bytes : poster;
    const picture = shown ? await measurePicture(shown, isPicture) : null;
    const small: EncryptedFile | null = picture?.thumbnail
      ? await encryptFile(picture.thumbnail, Infinity, signal)
      : null;
    const whole = await encryptFile(bytes, maxBytes, signal);
    const stored = await uploadTo<RoomFile>(uploads, {
      path: `/rooms/${encodeURIComponent(roomId)}/files`,
      file: whole.body,
      options: {
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
        ...(small ? { poster: small.body } : {}),
      },
      limited: true,
    });
    const isRecording = /^(audio|video)\//.test(type);
    const named = options.name ?? ('name' in file && typeof file.name === 'string' ? file.name : 'file');
    const stated = statedFile({
      fileId: stored.fileId,
      name: named,
      type,
      size: bytes.size,
      ...(picture ? { width: picture.width, height: picture.height } : {}),
      ...(small ? { thumbnail: true as const } : {}),
      ...(isRecording && durationMs !== undefined ? { durationMs: Math.round(durationMs) } : {}),
      ...(isRecording && waveform ? { waveform: [...waveform] } : {}),
      ...(isRecording && callKind ? { callKind } : {}),
      keys: { ...whole.key, ...(small ? { thumbnail: small.key } : {}) },
    });
    // As the others will read it.
    const [attachment = stated] = readFiles([stated]);
    own.set(attachment.fileId, attachment);
    const { uploadedBy, uploadedAt } = stored;
    return { ...attachment, roomId, kind: kindOf(attachment), uploadedBy, uploadedAt };
  };

  /** Resolves to the file of a message that is not loaded, too. */
  const find = async ({ fileId, messageId }: RoomFile): Promise<EncryptedAttachment | undefined> => {
    const known = fileOf(fileId);
    if (known || messageId === undefined) return known;
    await messages.load(messageId);
    return fileOf(fileId);
  };

  const opened = async (stored: RoomFile): Promise<RoomFile[]> => {
    const attachment = await find(stored).catch(() => undefined);
    // A file without its keys can neither be named nor opened.
    if (!attachment) return [];
    const { uploadedBy, uploadedAt, messageId } = stored;
    const about = { roomId, kind: kindOf(attachment), uploadedBy, uploadedAt };
    return [{ ...attachment, ...about, ...(messageId === undefined ? {} : { messageId }) }];
  };

  const list: Files['list'] = async ({ before, kind, limit = pageLimit } = {}) => {
    const found: RoomFile[] = [];
    let cursor = before;
    let hasMore = true;
    for (let pages = 0; hasMore && found.length < limit && pages < mostPages; pages += 1) {
      const page = await call('file:list', {
        roomId,
        limit: limit - found.length,
        ...(cursor === undefined ? {} : { before: cursor }),
      });
      const all = (await Promise.all(page.files.map(opened))).flat();
      found.push(...all.filter((file) => kind === undefined || file.kind === kind));
      cursor = page.files.at(-1)?.fileId;
      hasMore = page.hasMore && cursor !== undefined;
    }
    return { files: found, hasMore };
  };

  const open = async (
    fileId: string,
    { variant = 'original', ...options }: OpenOptions = {},
  ): Promise<Blob> => {
    const file = fileOf(fileId);
    if (!file) throw unknownFile();
    const { thumbnail } = file.keys;
    const isSmall = variant === 'thumbnail' && thumbnail !== undefined;
    const url = await address(fileId, isSmall ? 'thumbnail' : 'original');
    const { signal, onProgress } = options;
    const response = await fetchFile(url, signal);
    const body = countBytes(response, (bytes) => onProgress?.(Math.min(1, bytes / Math.max(1, file.size))));
    // Browsers run code in documents of some types, so the bytes do not have them.
    const type = kindOf(file) === 'document' ? 'application/octet-stream' : file.type;
    const decrypted = isSmall
      ? decryptFile(body, { key: thumbnail, type: 'image/webp' })
      : decryptFile(body, { key: file.keys, size: file.size, type });
    return decrypted.catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  };

  return {
    upload,
    list,
    open,
    url: (fileId, variant: FileVariant = 'original') => {
      // To save a file is to have all of it.
      const isSmall = variant === 'thumbnail' && fileOf(fileId)?.keys.thumbnail !== undefined;
      const shown = isSmall ? 'thumbnail' : 'original';
      return urls.get(`${shown} ${fileId}`, () => open(fileId, { variant: shown }));
    },
    delete: async (fileId) => {
      const { messageId } = messages.file(fileId) ?? {};
      const holder = messageId === undefined ? undefined : await messages.load(messageId);
      // The server does not know that a message without a text and its last file is empty.
      if (holder?.attachments.length === 1 && holder.text.trim() === '')
        await call('message:delete', { roomId, messageId: holder.id });
      else await call('file:delete', { fileId });
      for (const variant of ['original', 'thumbnail']) urls.revoke(`${variant} ${fileId}`);
    },
    close: urls.close,
  };
};
