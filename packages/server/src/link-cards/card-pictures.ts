import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../files/disk-files.ts';
import { isImage, type ImageSanitizer } from '../files/image-sanitizer.ts';
import { sniffType } from '../files/sniff-type.ts';
import type { OutboundRequests } from '../outbound/outbound-requests.ts';
import { getPage } from './get-page.ts';

/** A small picture of a page, as WebP. */
export interface CardPicture {
  bytes: Buffer;
  width: number;
  height: number;
}

/** Fetches the pictures that pages name, and makes them small. */
export interface CardPictures {
  /** Returns the bytes as they were sent, of a type that the server can decode; null if there are none. */
  fetch(url: URL, outbound: OutboundRequests, signal: AbortSignal): Promise<Buffer | null>;
  /**
   * Returns the picture decoded, scaled down and encoded again, without metadata. Returns null if it cannot
   * be read, is too small to show, or if the user has too many pictures in progress.
   */
  shrink(bytes: Buffer, userId: string): Promise<CardPicture | null>;
}

const maxBytes = 4 * 1_024 * 1_024;
const timeoutMs = 5_000;
const accept = 'image/webp, image/png, image/jpeg, image/gif, image/avif';
const types = /^image\/(webp|png|jpe?g|gif|avif)\s*(;|$)/i;
/** A smaller picture is a pixel that counts visits, or an icon. */
const leastSide = 40;
const mostInProgress = 64;
const mostOfUser = 4;

export const createCardPictures = (images: Pick<ImageSanitizer, 'poster'>): CardPictures => {
  /** A user id for each picture. */
  const inProgress: string[] = [];

  const shrink = async (bytes: Buffer, userId: string): Promise<CardPicture | null> => {
    const folder = await temporaryFolder('chat-cards-');
    try {
      const path = join(folder, 'picture');
      await writeFile(path, bytes, { mode: 0o600 });
      const type = await sniffType(path, '');
      const small = isImage(type) ? await images.poster(userId, path, type) : null;
      if (!small || Math.min(small.width, small.height) < leastSide) return null;
      return { bytes: await readFile(small.path), width: small.width, height: small.height };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    fetch: async (url, outbound, signal) => {
      const page = await getPage(url, outbound, { accept, timeoutMs, maxBytes, signal });
      if (!page) return null;
      const { status, headers, body, isCut } = page.response;
      return status === 200 && !isCut && types.test(headers['content-type'] ?? '') ? body : null;
    },
    shrink: async (bytes, userId) => {
      const theirs = inProgress.filter((each) => each === userId).length;
      if (inProgress.length >= mostInProgress || theirs >= mostOfUser) return null;
      inProgress.push(userId);
      try {
        return await shrink(bytes, userId);
      } finally {
        inProgress.splice(inProgress.indexOf(userId), 1);
      }
    },
  };
};
