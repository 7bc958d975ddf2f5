import { createFileAddresses, type FileAddresses } from './signed-urls.ts';
import type { ImageCleaner } from './image-sanitizer.ts';
import { createFileKeeper, type FileKeeper, type KeeperDeps } from './file-lifecycle.ts';
import type { FileStore } from './file-store.ts';
import type { UploadHooks } from '../commands/hooks.ts';
import { createUploads, type Uploads } from './uploads.ts';

/** Everything about files: the way in, how long they stay, and where they are given out. */
export interface Files {
  uploads: Uploads;
  keeper: FileKeeper;
  addresses: FileAddresses;
  store: FileStore;
}

interface FilesDeps extends KeeperDeps {
  path: string;
  id: () => string;
  images: ImageCleaner;
  hooks: readonly UploadHooks[];
}

export const createFiles = (deps: FilesDeps): Files => {
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
