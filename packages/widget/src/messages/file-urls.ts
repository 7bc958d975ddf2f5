import { ChatError } from '@chat/client';
import type { FileVariant } from '@chat/protocol';
import type { RoomContext } from '../core/feature.ts';

/** The first address of each file: a shown file keeps its address, even if it has expired since. */
const known = new WeakMap<object, Map<string, string | null>>();

/** Files of encrypted rooms that are not what was sent. They are not asked for again. */
const altered = new WeakMap<object, Set<string>>();

/** Remembers that a file is not what was sent, and redraws. Returns whether that is the failure. */
export const noteAltered = ({ room, host }: RoomContext, fileId: string, error: unknown): boolean => {
  if (!(error instanceof ChatError && error.reason === 'file_altered')) return false;
  altered.set(room, (altered.get(room) ?? new Set<string>()).add(fileId));
  host.requestUpdate();
  return true;
};

/** Whether a file is known not to be what was sent. */
export const isAltered = ({ room }: Pick<RoomContext, 'room'>, fileId: string): boolean =>
  altered.get(room)?.has(fileId) ?? false;

/** Returns the address of a file, or null while it loads; the element is redrawn when it is known. */
export const fileUrl = (context: RoomContext, fileId: string, variant: FileVariant): string | null => {
  const { room, host } = context;
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
    (error: unknown) => {
      // Asked again when the row is drawn again.
      if (!noteAltered(context, fileId, error)) urls.delete(key);
    },
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
    (error: unknown) => void noteAltered(context, fileId, error), // if it is gone, it stays broken
  );
  return true;
};

/** Returns the known address without a request. */
export const knownUrl = ({ room }: RoomContext, fileId: string): unknown[] => {
  const urls = known.get(room);
  return [urls?.get(`thumbnail ${fileId}`), urls?.get(`original ${fileId}`), isAltered({ room }, fileId)];
};
