// Runs in its own process: reads and rewrites images, so that an expensive or broken image can be killed
// without taking the server's processor time or the server with it. Imports only the platform and sharp.
import { readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import type sharpModule from 'sharp';
import type { Metadata, Sharp, SharpOptions } from 'sharp';

/** A job for the worker: one image. */
export interface ImageJob {
  task: 'measure' | 'clean' | 'square' | 'poster';
  path: string;
  type: string;
  maxPixels: number;
}

/** The result of `measure`. */
export interface ImageMeasure {
  /** All frames together. */
  pixels: number;
  frames: number;
}

/** A sanitized image. */
export interface CleanImage {
  /** The file without its metadata, upright. */
  path: string;
  size: number;
  width: number;
  height: number;
  thumbnail?: { path: string; size: number };
}

/** `unreadable`: not an image of this type. */
export type ImageResult = { value: unknown } | 'unreadable' | 'missing';

type SharpModule = typeof sharpModule;

const thumbnailSide = 480;
const squareSide = 256;
/** An image smaller than this is its own thumbnail. */
const smallBytes = 40_000;

const writers: Record<string, (image: Sharp) => Sharp> = {
  'image/jpeg': (image) => image.jpeg({ quality: 88 }),
  'image/png': (image) => image.png(),
  'image/webp': (image) => image.webp({ quality: 88, effort: 1 }),
  'image/gif': (image) => image.gif({ effort: 1 }),
  'image/avif': (image) => image.avif({ quality: 65, effort: 0 }),
};

const isAnimated = (type: string): boolean => type === 'image/gif' || type === 'image/webp';
const sharpFormat = (type: string): string => (type === 'image/avif' ? 'heif' : type.slice('image/'.length));

const aboutOf = async (sharp: SharpModule, { path, type }: ImageJob): Promise<Metadata> => {
  const options = { limitInputPixels: false as const, animated: isAnimated(type), failOn: 'error' as const };
  const about = await sharp(path, options).metadata();
  if (about.format !== sharpFormat(type)) throw new Error('another format');
  return about;
};

const measure = async (sharp: SharpModule, job: ImageJob): Promise<ImageMeasure> => {
  const { width, height, pages = 1 } = await aboutOf(sharp, job);
  return { pixels: width * height, frames: pages };
};

const square = async (sharp: SharpModule, job: ImageJob): Promise<{ path: string; size: number }> => {
  const path = `${job.path}.square`;
  const first = sharp(job.path, { pages: 1, failOn: 'error', limitInputPixels: job.maxPixels }).autoOrient();
  await first.resize(squareSide, squareSide, { fit: 'cover' }).webp({ quality: 80 }).toFile(path);
  return { path, size: (await stat(path)).size };
};

const poster = async (sharp: SharpModule, job: ImageJob): Promise<CleanImage> => {
  const path = `${job.path}.thumbnail`;
  const { width, height } = await sharp(job.path, {
    pages: 1,
    failOn: 'error',
    limitInputPixels: job.maxPixels,
  })
    .autoOrient()
    .resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 76 })
    .toFile(path);
  return { path, size: (await stat(path)).size, width, height };
};

const clean = async (sharp: SharpModule, job: ImageJob): Promise<CleanImage> => {
  const write = writers[job.type];
  if (!write) throw new Error('no writer');
  const animated = isAnimated(job.type);
  const options: SharpOptions = { limitInputPixels: job.maxPixels, animated, failOn: 'error' };
  const about = await aboutOf(sharp, job);
  const path = `${job.path}.clean`;
  const upright = animated ? sharp(job.path, options) : sharp(job.path, options).autoOrient();
  const { width, height: allFrames } = await write(upright).toFile(path);
  const { size } = await stat(path);
  const height = frameHeight(about, allFrames);
  const image = { path, size, width, height };
  if (width <= thumbnailSide && height <= thumbnailSide && size <= smallBytes) return image;
  const thumbnail = `${job.path}.thumbnail`;
  await sharp(path, { limitInputPixels: job.maxPixels, pages: 1 })
    .resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 76 })
    .toFile(thumbnail);
  return { ...image, thumbnail: { path: thumbnail, size: (await stat(thumbnail)).size } };
};

/** Frames of an animation lie one below the other. */
const frameHeight = ({ pages = 1, pageHeight }: Metadata, height: number): number =>
  pages > 1 ? (pageHeight ?? height / pages) : height;

/** On Linux each thread has its own priority. */
const yieldToOthers = (): void => {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
  for (const thread of threads) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // Without a lower priority everything works, less smoothly.
    }
  }
};

const loadSharp = async (): Promise<SharpModule | null> => {
  try {
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  } catch {
    return null;
  }
};

const tasks = { measure, square, poster, clean };

const run = async (job: ImageJob): Promise<ImageResult> => {
  const sharp = await loading;
  if (sharp === null) return 'missing';
  try {
    return { value: await tasks[job.task](sharp, job) };
  } catch {
    return 'unreadable';
  }
};

yieldToOthers();
const loading = loadSharp();
// A running decoder cannot be stopped any other way.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (job: ImageJob) => void run(job).then((result) => process.send?.(result)));
void loading.then(() => process.send?.('ready'));
