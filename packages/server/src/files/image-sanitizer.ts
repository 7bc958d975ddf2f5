import { ChatError, type Limits } from '@chat/protocol';
import { createUserSlots } from '../async/user-slots.ts';
import { createImageProcess, hasImageWorker, type ImageProcess } from './image-process.ts';
import type { CleanImage, ImageJob, ImageMeasure } from './image-worker.ts';

export type { CleanImage } from './image-worker.ts';

/**
 * Makes images safe to serve, in separate processes: two at a time, one per user, and users take turns. All
 * methods resolve to null if `sharp` is not installed.
 */
export interface ImageSanitizer {
  /**
   * Re-encodes the image next to itself, and creates its thumbnail. Throws `invalid` / `image_unreadable` if
   * it is not an image of this type, `too_large` if it has too many pixels or takes too long.
   */
  clean(userId: string, path: string, type: string): Promise<CleanImage | null>;
  /**
   * Crops the middle of the image's first frame to a square of 256 pixels, as WebP. Throws as `clean` does.
   */
  square(userId: string, path: string, type: string): Promise<{ path: string; size: number } | null>;
  /** Creates a thumbnail of the image's first frame next to it, as WebP. Throws as `clean` does. */
  poster(userId: string, path: string, type: string): Promise<CleanImage | null>;
  /** Ends the processes. */
  close(): void;
}

type ImageLimits = Pick<Limits, 'maxImagePixels' | 'maxComplexImagePixels' | 'imageTimeoutMs'>;

const atOnce = 2;

/** Processor time for decoding and encoding a million pixels, seconds, about. */
const secondsPerMegapixel: Record<string, number> = {
  'image/jpeg': 0.03,
  'image/png': 0.09,
  'image/webp': 0.14,
  'image/avif': 0.33,
  'image/gif': 0.44,
};
const slowSeconds = 1;

/** Camera formats that are not re-encoded: their metadata, locations included, would stay. */
const uncleaned = /^image\/(hei[cf]|tiff|x-|jxl|jp2|jxr|vnd\.)/;

const isCleaned = (type: string): boolean => Object.hasOwn(secondsPerMegapixel, type);

export const isImage = (type: string): boolean => isCleaned(type) || uncleaned.test(type);

export const createImageSanitizer = (limits: ImageLimits, missing: (why: string) => void): ImageSanitizer => {
  const turns = createUserSlots(atOnce);
  const idle: ImageProcess[] = Array.from({ length: atOnce }, createImageProcess);
  const all = [...idle];
  let isMissing = false;

  const reportMissing = (why: string): null => {
    if (!isMissing) missing(why);
    isMissing = true;
    return null;
  };

  const runOn = async (process: ImageProcess, job: ImageJob): Promise<unknown> => {
    const result = await process.run(job, limits.imageTimeoutMs);
    if (result === 'missing') return reportMissing('sharp is not installed');
    if (result === 'unreadable') throw unreadable('cannot be read');
    if (result === 'timeout') throw tooSlow(limits.imageTimeoutMs);
    return result.value;
  };

  const run = async <T>(userId: string, job: ImageJob, slow: boolean): Promise<T | null> => {
    if (!hasImageWorker())
      return reportMissing('image-worker.js is not next to the server, as after bundling');
    const work = async (): Promise<unknown> => {
      const process = idle.pop() ?? createImageProcess();
      try {
        return await runOn(process, job);
      } finally {
        idle.push(process);
      }
    };
    return (await turns.run(userId, work, { slow })) as T | null;
  };

  const convert = async <T>(
    task: 'clean' | 'square' | 'poster',
    userId: string,
    path: string,
    type: string,
  ): Promise<T | null> => {
    if (!isCleaned(type))
      throw unreadable('is of a kind that cannot be freed of its metadata: send JPEG or PNG');
    const about = { path, type, maxPixels: Math.min(limits.maxImagePixels, Number.MAX_SAFE_INTEGER) };
    const found = await run<ImageMeasure>(userId, { ...about, task: 'measure' }, false);
    if (!found) return null;
    const isComplex = type === 'image/avif' || type === 'image/gif' || found.frames > 1;
    const most = isComplex
      ? Math.min(limits.maxComplexImagePixels, limits.maxImagePixels)
      : limits.maxImagePixels;
    if (found.pixels > most) throw tooManyPixels(most, isComplex);
    const slow = (found.pixels / 1_000_000) * (secondsPerMegapixel[type] ?? 1) > slowSeconds;
    return run<T>(userId, { ...about, task }, slow);
  };

  return {
    clean: (...image) => convert<CleanImage>('clean', ...image),
    square: (...image) => convert<{ path: string; size: number }>('square', ...image),
    poster: (...image) => convert<CleanImage>('poster', ...image),
    close: () => {
      for (const each of all) each.close();
    },
  };
};

const unreadable = (what: string): ChatError =>
  new ChatError('invalid', `the image ${what}`, { reason: 'image_unreadable', field: 'file' });

const tooManyPixels = (most: number, isComplex: boolean): ChatError => {
  const what = isComplex ? 'an AVIF image or an animation' : 'an image';
  return new ChatError('too_large', `${what} must have at most ${most} pixels, all frames together`, {
    field: 'file',
  });
};

const tooSlow = (timeoutMs: number): ChatError =>
  new ChatError('too_large', `the image takes more than ${timeoutMs} ms to process: send a smaller one`, {
    field: 'file',
  });
