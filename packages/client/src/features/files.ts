import { reachableUrl } from '../files/served-url.ts';
import type { FileKind, FileVariant, RoomFile } from '@chat/protocol';
import type { RoomContext } from '../room/room-context.ts';
import type { UploadTarget } from '../files/upload-file.ts';

export interface UploadOptions {
  /** Under which it is shown and saved. Default: the file's own. */
  name?: string;
  /** How much has gone out, 0 to 1. Not told where a page cannot know it. */
  onProgress?: (share: number) => void;
  /** Breaks it off: the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Of a recording. */
  durationMs?: number;
  /** Of a recording: up to 64 whole numbers of 0 to 100. */
  waveform?: readonly number[];
}

export interface FilePage {
  /** Newest first. */
  files: RoomFile[];
  hasMore: boolean;
}

export interface Files {
  /**
   * Puts a file on the server, mine alone until I send it: `messages.send({ text, attachments: [file] })`. Needs the
   * connection, and tries again by itself when it fails on the way. Rejects with `too_large` before a byte is sent.
   */
  upload(file: Blob, options?: UploadOptions): Promise<RoomFile>;
  /** Files sent in the room; `before` is the id of the last one seen. */
  list(query?: { before?: string; kind?: FileKind; limit?: number }): Promise<FilePage>;
  /** An address for an image, a player or a link, good for some minutes. Asked for once, and again shortly before it lapses. */
  url(fileId: string, variant?: FileVariant): Promise<string>;
  delete(fileId: string): Promise<void>;
}

/** Of the life of an address, what is used. Its whole is not told by our clock. */
const urlReusedMs = 120_000;

export const files = ({ roomId, call, now }: RoomContext, uploads: UploadTarget): Files => {
  const known = new Map<string, { url: Promise<string>; at: number }>();

  const ask = async (fileId: string, variant: FileVariant): Promise<string> => {
    const { url } = await call('file:url', { fileId, variant });
    return reachableUrl(url, uploads.base());
  };

  return {
    upload: async (file, options = {}) => {
      // Rare beside the rest, so it is no part of what every page loads.
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
