import { createSignedUrls, type SignedUrls } from './signed-urls.ts';
import type { ImageSanitizer } from './image-sanitizer.ts';
import { createFileLifecycle, type FileLifecycle, type FileLifecycleDeps } from './file-lifecycle.ts';
import type { FileStore } from './file-store.ts';
import { createFileWriter, type FileWriter } from './file-writer.ts';
import type { UploadContext, UploadHooksOf } from './upload-hooks.ts';
import { createUploads, type Uploads } from './uploads.ts';

/** Uploads, lifecycle and links of files. */
export interface Files<C extends UploadContext = UploadContext> {
  uploads: Uploads<C>;
  lifecycle: FileLifecycle;
  urls: SignedUrls;
  store: FileStore;
  writer: FileWriter;
}

interface FilesDeps<C extends UploadContext> extends FileLifecycleDeps {
  path: string;
  id: () => string;
  images: ImageSanitizer;
  hooks: readonly UploadHooksOf<C>[];
}

export const createFiles = <C extends UploadContext>(deps: FilesDeps<C>): Files<C> => {
  const { storage, store, images, limits, logger, now, id, path, hooks } = deps;
  const lifecycle = createFileLifecycle(deps);
  const urls = createSignedUrls({ path, settings: storage.settings, lifeMs: limits.fileUrlMs, now });
  const { discard } = lifecycle;
  const writer = createFileWriter({ files: storage.files, limits, discard, logger, now });
  const uploads = createUploads({ store, writer, images, limits, now, id, discard, hooks, logger });
  return { uploads, lifecycle, urls, store, writer };
};
