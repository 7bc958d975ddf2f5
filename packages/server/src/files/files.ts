import { createFileAddresses, type FileAddresses } from './signed-urls.ts';
import type { ImageCleaner } from './image-sanitizer.ts';
import { createFileKeeper, type FileKeeper, type KeeperDeps } from './file-lifecycle.ts';
import type { FileStore } from './file-store.ts';
import type { UploadContext, UploadHooksOf } from './upload-hooks.ts';
import { createUploads, type Uploads } from './uploads.ts';

/** Everything about files: the way in, how long they stay, and where they are given out. */
export interface Files<C extends UploadContext = UploadContext> {
  uploads: Uploads<C>;
  keeper: FileKeeper;
  addresses: FileAddresses;
  store: FileStore;
}

interface FilesDeps<C extends UploadContext> extends KeeperDeps {
  path: string;
  id: () => string;
  images: ImageCleaner;
  hooks: readonly UploadHooksOf<C>[];
}

export const createFiles = <C extends UploadContext>(deps: FilesDeps<C>): Files<C> => {
  const { storage, store, images, limits, logger, now, id, path, hooks } = deps;
  const keeper = createFileKeeper(deps);
  const addresses = createFileAddresses({
    path,
    settings: storage.settings,
    lifeMs: limits.fileUrlMs,
    now,
  });
  const { discard } = keeper;
  const uploads = createUploads({ storage, store, images, limits, now, id, discard, hooks, logger });
  return { uploads, keeper, addresses, store };
};
