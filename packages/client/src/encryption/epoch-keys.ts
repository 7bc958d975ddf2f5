// The keys of a room's epochs, as far as this device has them or can walk back to them.
import type { History } from './history-links.ts';
import type { RoomKey, RoomKeyStore } from './key-store.ts';

export interface EpochKeys {
  /** Resolves to the key of an epoch, or to undefined. */
  of(epoch: number): Promise<Uint8Array | undefined>;
  /** There may be more keys: those that were not found are looked for again. */
  retry(): void;
  /** The server has gone back to an earlier epoch: keys are read again. */
  forget(): void;
}

export interface EpochKeysOptions {
  keys: Pick<RoomKeyStore, 'key'>;
  history: Pick<History, 'walk'>;
  /** The key of the epoch that this device is in. */
  current: () => RoomKey | null;
  /** Ends when the commits that have arrived are applied. */
  following: () => Promise<void> | null;
  sharesHistory: () => boolean;
}

export const createEpochKeys = (options: EpochKeysOptions): EpochKeys => {
  const known = new Map<number, Uint8Array>();
  /** Many messages need a key at once, and it is looked up once. */
  const looking = new Map<number, Promise<Uint8Array | undefined>>();

  const lookUp = async (epoch: number): Promise<Uint8Array | undefined> => {
    const find = async () => known.get(epoch) ?? (await options.keys.key(epoch))?.key;
    const isLater = (): boolean => epoch > (options.current()?.epoch ?? -1);
    let key = await find();
    // A message may arrive before the commit that begins its epoch was applied.
    if (!key && isLater()) {
      await options.following();
      key = await find();
    }
    const current = options.current();
    if (!key && current && epoch < current.epoch && options.sharesHistory()) {
      await options.history.walk(current, epoch);
      key = await find();
    }
    if (key) known.set(epoch, key);
    return key;
  };

  return {
    of: (epoch) => {
      const found = looking.get(epoch) ?? lookUp(epoch);
      looking.set(epoch, found);
      const end = (): void => {
        if (looking.get(epoch) === found) looking.delete(epoch);
      };
      found.then(end, end);
      return found;
    },
    retry: () => looking.clear(),
    forget: () => known.clear(),
  };
};
