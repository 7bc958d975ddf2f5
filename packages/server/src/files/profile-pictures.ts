import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ChatError, type Limits, type Profile } from '@chat/protocol';
import type { UploadContext, UploadHooksOf } from './upload-hooks.ts';
import type { Logger } from '../logger.ts';
import { isImage, type ImageSanitizer } from './image-sanitizer.ts';
import { temporaryFolder } from './disk-files.ts';
import type { FileStore } from './file-store.ts';
import { receiveFile } from './receive-file.ts';
import { sniffType } from './sniff-type.ts';

/** Profile pictures: small, square, and served to anyone with their URL. */
export interface ProfilePictures<C extends UploadContext = UploadContext> {
  /**
   * Stores the image of a form as the picture of this id, replacing the previous one, and returns its URL.
   */
  take(context: C, pictureId: string, request: IncomingMessage): Promise<string>;
  /** Runs the application's hooks after a change. */
  runAfterHooks(context: C, profile: Profile): Promise<void>;
  /** Returns the bytes of a picture, WebP; null if there is none. */
  get(pictureId: string): Promise<Readable | null>;
  remove(pictureId: string): Promise<void>;
  close(): Promise<void>;
}

interface ProfilePicturesDeps<C extends UploadContext> {
  store: FileStore;
  images: ImageSanitizer;
  limits: Limits;
  /** The chat's path on the server. */
  path: string;
  hooks: readonly UploadHooksOf<C>[];
  logger: Logger;
  now(): number;
}

const keyOf = (pictureId: string): string => `${pictureId}.picture`;

export const createProfilePictures = <C extends UploadContext>(
  deps: ProfilePicturesDeps<C>,
): ProfilePictures<C> => {
  const { store, images, limits, path, hooks, logger, now } = deps;
  let folder: Promise<string> | null = null;
  let running = 0;
  const sleepers: (() => void)[] = [];

  const keep = async (context: C, pictureId: string, request: IncomingMessage): Promise<string> => {
    folder ??= temporaryFolder('chat-pictures-');
    const received = await receiveFile(request, {
      folder: await folder,
      maxBytes: Math.min(limits.maxPictureBytes, limits.maxFileBytes),
      idleMs: limits.uploadIdleMs,
      minBytesPerSecond: limits.minBytesPerSecond,
    });
    try {
      const type = await sniffType(received.path, received.type);
      const square = isImage(type) ? await images.square(context.user.id, received.path, type) : null;
      if (!square)
        throw new ChatError('invalid', 'a picture must be an image that this server can read', {
          reason: 'image_unreadable',
          field: 'file',
        });
      const about = { size: square.size, type: 'image/webp' as const };
      for (const { 'before:picture:upload': before } of hooks)
        await before?.(context, { ...about, path: square.path });
      await store.put(keyOf(pictureId), createReadStream(square.path), about);
      // A different URL than before, so that the change shows at once. URLs in older messages lead to it as
      // well.
      return `${path}/pictures/${pictureId}?v=${now().toString(36)}`;
    } finally {
      await Promise.all([received.path, `${received.path}.square`].map((each) => rm(each, { force: true })));
    }
  };

  return {
    take: async (context, pictureId, request) => {
      running += 1;
      try {
        return await keep(context, pictureId, request);
      } finally {
        running -= 1;
        if (running === 0) for (const wake of sleepers.splice(0)) wake();
      }
    },
    runAfterHooks: async (context, profile) => {
      for (const { 'after:picture:upload': after } of hooks)
        await Promise.resolve()
          .then(() => after?.(context, profile))
          .catch((error: unknown) => logger.error({ err: error }, 'an after hook of a picture failed'));
    },
    get: (pictureId) => store.get(keyOf(pictureId)),
    remove: (pictureId) => store.delete(keyOf(pictureId)),
    close: async () => {
      if (running > 0) await new Promise<void>((resolve) => sleepers.push(resolve));
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
};
