import { stat } from 'node:fs/promises';
import { ChatError } from '@chat/protocol';
import type { Metadata, Sharp, SharpOptions } from 'sharp';

/** An image as it may be given out. */
export interface CleanImage {
  /** The file without its metadata, upright. */
  path: string;
  size: number;
  width: number;
  height: number;
  thumbnail?: { path: string; size: number };
}

/** Makes images fit to be given out, a few at a time. */
export interface ImageCleaner {
  /**
   * Writes the image anew beside itself, and its small picture. Throws `invalid` / `image_unreadable` for what is no image of
   * this type, `too_large` for one of too many pixels. Null when `sharp` is not installed.
   */
  clean(path: string, type: string): Promise<CleanImage | null>;
  /** The middle of the image, 256 pixels square, as WebP, its first frame alone. Throws and answers as `clean`. */
  square(path: string, type: string): Promise<{ path: string; size: number } | null>;
}

type SharpModule = (input: string, options?: SharpOptions) => Sharp;

const thumbnailSide = 480;
const squareSide = 256;
/** Smaller than this, an image is its own small picture. */
const smallBytes = 40_000;
const atOnce = 2;
const timeoutSeconds = 30;

const writers: Record<string, (image: Sharp) => Sharp> = {
  'image/jpeg': (image) => image.jpeg({ quality: 88 }),
  'image/png': (image) => image.png(),
  'image/webp': (image) => image.webp({ quality: 88 }),
  'image/gif': (image) => image.gif(),
  'image/avif': (image) => image.avif({ quality: 65, effort: 2 }),
};

/** Camera formats that are not written anew: their metadata would stay, places and all. */
const uncleaned = /^image\/(hei[cf]|tiff|x-|jxl|jp2|jxr|vnd\.)/;

export const isImage = (type: string): boolean => Object.hasOwn(writers, type) || uncleaned.test(type);

export const createImageCleaner = (maxPixels: number, missing: () => void): ImageCleaner => {
  const limitInputPixels = Number.isFinite(maxPixels) ? maxPixels : false;
  let loading: Promise<SharpModule | null> | null = null;
  const load = async (): Promise<SharpModule | null> => {
    try {
      const { default: sharp } = await import('sharp');
      sharp.cache(false);
      return sharp;
    } catch {
      missing();
      return null;
    }
  };
  let running = 0;
  const waiting: (() => void)[] = [];

  /** Decoding takes memory by the pixel, so only so many are open at once. */
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };

  const aboutOf = async (sharp: SharpModule, path: string, type: string): Promise<Metadata> => {
    const about = await sharp(path, { limitInputPixels: false, animated: isAnimated(type), failOn: 'error' })
      .metadata()
      .catch(() => null);
    if (about === null || `image/${about.format}` !== sharpName(type)) throw unreadable('cannot be read');
    if (about.width * about.height > maxPixels) throw tooManyPixels(maxPixels);
    return about;
  };

  const squareWith = async (
    sharp: SharpModule,
    path: string,
    type: string,
  ): Promise<{ path: string; size: number }> => {
    if (!writers[type])
      throw unreadable('is of a kind that cannot be freed of its metadata: send JPEG or PNG');
    await aboutOf(sharp, path, type);
    const square = `${path}.square`;
    const first = sharp(path, { pages: 1, failOn: 'error', limitInputPixels }).autoOrient();
    await written(first.resize(squareSide, squareSide, { fit: 'cover' }).webp({ quality: 80 }), square);
    return { path: square, size: (await stat(square)).size };
  };

  const cleanWith = async (sharp: SharpModule, path: string, type: string): Promise<CleanImage> => {
    const write = writers[type];
    if (!write) throw unreadable('is of a kind that cannot be freed of its metadata: send JPEG or PNG');
    const animated = isAnimated(type);
    const options = { limitInputPixels, animated, failOn: 'error' as const };
    const about = await aboutOf(sharp, path, type);
    const clean = `${path}.clean`;
    const upright = animated ? sharp(path, options) : sharp(path, options).autoOrient();
    const { width, height } = await written(write(upright), clean);
    const thumbnail = `${path}.thumbnail`;
    const { size } = await stat(clean);
    const isSmall =
      width <= thumbnailSide && shownHeight(about, height) <= thumbnailSide && size <= smallBytes;
    if (!isSmall) {
      const first = sharp(clean, { limitInputPixels, pages: 1 });
      const fitted = first.resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true });
      await written(fitted.webp({ quality: 76 }), thumbnail);
    }
    return {
      path: clean,
      size,
      width,
      height: shownHeight(about, height),
      ...(isSmall ? {} : { thumbnail: { path: thumbnail, size: (await stat(thumbnail)).size } }),
    };
  };

  return {
    clean: async (path, type) => {
      const sharp = await (loading ??= load());
      return sharp === null ? null : inTurn(() => cleanWith(sharp, path, type));
    },
    square: async (path, type) => {
      const sharp = await (loading ??= load());
      return sharp === null ? null : inTurn(() => squareWith(sharp, path, type));
    },
  };
};

const written = async (image: Sharp, path: string): Promise<{ width: number; height: number }> => {
  try {
    return await image.timeout({ seconds: timeoutSeconds }).toFile(path);
  } catch {
    throw unreadable('cannot be read');
  }
};

/** Frames of an animation lie one below the other. */
const shownHeight = ({ pages = 1, pageHeight }: Metadata, height: number): number =>
  pages > 1 ? (pageHeight ?? height / pages) : height;

const isAnimated = (type: string): boolean => type === 'image/gif' || type === 'image/webp';

const sharpName = (type: string): string => (type === 'image/avif' ? 'image/heif' : type);

const unreadable = (what: string): ChatError =>
  new ChatError('invalid', `the image ${what}`, { reason: 'image_unreadable', field: 'file' });

const tooManyPixels = (maxPixels: number): ChatError =>
  new ChatError('too_large', `an image must have at most ${maxPixels} pixels, all frames together`, {
    field: 'file',
  });
