import type { FileVariant } from '@chat/protocol';
import type { RoomContext } from '../core/feature.ts';

/** The first address of each file: a shown file keeps its address, even if it has expired since. */
const known = new WeakMap<object, Map<string, string | null>>();

/** Returns the address of a file, or null while it loads; the element is redrawn when it is known. */
export const fileUrl = ({ room, host }: RoomContext, fileId: string, variant: FileVariant): string | null => {
  const urls = known.get(room) ?? new Map<string, string | null>();
  known.set(room, urls);
  const key = `${variant} ${fileId}`;
  const url = urls.get(key);
  if (url !== undefined) return url;
  urls.set(key, null);
  room.files.url(fileId, variant).then(
    (found) => {
      urls.set(key, found);
      host.requestUpdate();
    },
    () => urls.delete(key), // asked again when the row is drawn again
  );
  return null;
};

/** A broken address is requested again at most this often, ms. */
const renewMs = 10_000;
const renewed = new WeakMap<object, Map<string, number>>();

/**
 * Requests another address for a file that failed to load. False if that was done just now: the address is
 * not the cause.
 */
export const renewUrl = (context: RoomContext, fileId: string, variant: FileVariant): boolean => {
  const { room, host } = context;
  const times = renewed.get(room) ?? new Map<string, number>();
  renewed.set(room, times);
  const key = `${variant} ${fileId}`;
  if (performance.now() - (times.get(key) ?? -renewMs) < renewMs) return false;
  times.set(key, performance.now());
  room.files.url(fileId, variant).then(
    (found) => {
      known.get(room)?.set(key, found);
      host.requestUpdate();
    },
    () => {}, // the file is gone, so it stays broken
  );
  return true;
};

/** Returns the known address without a request. */
export const knownUrl = ({ room }: RoomContext, fileId: string): unknown[] => {
  const urls = known.get(room);
  return [urls?.get(`thumbnail ${fileId}`), urls?.get(`original ${fileId}`)];
};
