import { reachableUrl } from '../files/served-url.ts';
import type { CallKind, FileKind, FileVariant, RoomFile } from '@chat/protocol';
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

export interface FilePage {
  /** Newest first. */
  files: RoomFile[];
  hasMore: boolean;
}

export interface Files {
  /**
   * Uploads a file, which only I can see until I send it: `messages.send({ text, attachments: [file] })`.
   * Retries transient errors. Rejects with `too_large` before it uploads.
   */
  upload(file: Blob, options?: UploadOptions): Promise<RoomFile>;
  /** Resolves to the files sent in the room; `before` is the id of the last one of the previous page. */
  list(query?: { before?: string; kind?: FileKind; limit?: number }): Promise<FilePage>;
  /**
   * Resolves to an address for an image, a player or a link, valid for some minutes. Cached until shortly
   * before it expires.
   */
  url(fileId: string, variant?: FileVariant): Promise<string>;
  delete(fileId: string): Promise<void>;
}

/** How long an address is reused; well below its validity, which is measured by the server's clock. */
const urlReusedMs = 120_000;

export const files = ({ roomId, call, now }: RoomContext, uploads: UploadTarget): Files => {
  const known = new Map<string, { url: Promise<string>; at: number }>();

  const ask = async (fileId: string, variant: FileVariant): Promise<string> => {
    const { url } = await call('file:url', { fileId, variant });
    return reachableUrl(url, uploads.base());
  };

  return {
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
    delete: async (fileId) => void (await call('file:delete', { fileId })),
  };
};
