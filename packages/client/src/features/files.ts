import { reachableUrl } from '../files/served-url.ts';
import { ChatError, type CallKind, type FileKind, type FileVariant, type RoomFile } from '@chat/protocol';
import type { EncryptedFiles, OpenedMessages } from '../encryption/files/encrypted-files.ts';
import type { RoomContext } from '../room/room-context.ts';
import type { UploadTarget } from '../files/upload-file.ts';

export interface UploadOptions {
  /** Name under which it is shown and saved. Default: the file's own. */
  name?: string;
  /** Called with the share that was uploaded, 0 to 1. Not outside browsers. */
  onProgress?: (share: number) => void;
  /** Aborts the upload: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Length of a recording, ms. */
  durationMs?: number;
  /** Loudness of a recording: up to 64 integers of 0 to 100. */
  waveform?: readonly number[];
  /** It is the recording of a call of this kind. */
  callKind?: CallKind;
  /** Image of a video or document; the server makes its thumbnail from it. */
  poster?: Blob;
}

export interface OpenOptions {
  /** Default: `original`. */
  variant?: FileVariant;
  /** Called with the share that has arrived, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

export interface FilePage {
  /** Newest first. */
  files: RoomFile[];
  hasMore: boolean;
}

export interface Files {
  /**
   * Uploads a file, which only I can see until I send it: `messages.send({ text, attachments: [file] })`.
   * Retries transient errors. Rejects with `too_large` before it uploads. In an encrypted room the file is encrypted
   * first, without the metadata of pictures.
   */
  upload(file: Blob, options?: UploadOptions): Promise<RoomFile>;
  /** Resolves to the files sent in the room; `before` is the id of the last one of the previous page. */
  list(query?: { before?: string; kind?: FileKind; limit?: number }): Promise<FilePage>;
  /**
   * Resolves to an address for an image, a player or a link, valid for some minutes. Cached until shortly
   * before it expires. In an encrypted room it is a `blob:` address of the decrypted bytes, valid until the room is
   * closed or many others were asked for. Rejects with `file_altered` if they are not what was sent.
   */
  url(fileId: string, variant?: FileVariant): Promise<string>;
  /**
   * Resolves to the bytes of a file, decrypted in an encrypted room. The type is that of the file if browsers display it
   * without running code, otherwise `application/octet-stream`. Rejects with `file_altered` if they are not what was sent.
   */
  open(fileId: string, options?: OpenOptions): Promise<Blob>;
  delete(fileId: string): Promise<void>;
}

/** How long an address is reused; well below its validity, which is measured by the server's clock. */
const urlReusedMs = 120_000;

export interface FilesFeature {
  api: Files;
  close(): void;
}

/** What the encryption of the room provides. */
interface RoomEncryption {
  isEncrypted(): Promise<boolean>;
  load(): Promise<OpenedMessages>;
}

export const files = (
  context: RoomContext,
  uploads: UploadTarget,
  encryption: RoomEncryption,
): FilesFeature => {
  const { roomId, call, now } = context;
  const known = new Map<string, { url: Promise<string>; at: number }>();
  let encrypted: { messages: OpenedMessages; files: EncryptedFiles } | null = null;

  const ask = async (fileId: string, variant: FileVariant): Promise<string> => {
    const { url } = await call('file:url', { fileId, variant });
    return reachableUrl(url, uploads.base());
  };
  /** Loads the code of encrypted files with the first one. Each user has their own. */
  const inEncrypted = async (): Promise<Files> => {
    const messages = await encryption.load();
    const { createEncryptedFiles } = await import('../encryption/files/encrypted-files.ts').catch(() => {
      throw new ChatError('disconnected', 'the code of encrypted files cannot be loaded');
    });
    if (encrypted?.messages !== messages) {
      encrypted?.files.close();
      encrypted = { messages, files: createEncryptedFiles({ context, uploads, messages, address: ask }) };
    }
    return encrypted.files;
  };

  const plain: Files = {
    upload: async (file, options = {}) => {
      // Uploads are rare: their code is loaded with the first.
      const { uploadTo } = await import('../files/upload-file.ts');
      const path = `/rooms/${encodeURIComponent(roomId)}/files`;
      return uploadTo<RoomFile>(uploads, { path, file, options, limited: true });
    },
    list: (query = {}) => call('file:list', { roomId, ...query }),
    url: (fileId, variant = 'original') => {
      const key = `${variant} ${fileId}`;
      const cached = known.get(key);
      if (cached !== undefined && Math.abs(now() - cached.at) < urlReusedMs) return cached.url;
      const url = ask(fileId, variant);
      known.set(key, { url, at: now() });
      url.catch(() => known.delete(key));
      return url;
    },
    open: async (fileId, { variant, onProgress, signal } = {}) => {
      const { downloadFile } = await import('../files/download-file.ts');
      return downloadFile(await plain.url(fileId, variant), { onProgress, signal });
    },
    delete: async (fileId) => void (await call('file:delete', { fileId })),
  };
  const here = async (): Promise<Files> => ((await encryption.isEncrypted()) ? inEncrypted() : plain);

  return {
    api: {
      upload: async (...given) => (await here()).upload(...given),
      list: async (...given) => (await here()).list(...given),
      url: async (...given) => (await here()).url(...given),
      open: async (...given) => (await here()).open(...given),
      delete: async (...given) => (await here()).delete(...given),
    },
    close: () => encrypted?.files.close(),
  };
};
