// How a device that joins later gets the keys of earlier epochs.
import { pageSize, type Call } from '@chat/protocol';
import { fromBase64, toBase64, utf8 } from './encoding.ts';
import type { RoomKey, RoomKeyStore } from './key-store.ts';
import { decryptWith, deriveKey, encryptWith } from './room-key.ts';

const label = 'chat.history-link.v1';
const linkKey = (key: Uint8Array): Promise<Uint8Array> => deriveKey(key, label, '');
const additionalData = (roomId: string, epoch: number): Uint8Array =>
  utf8(JSON.stringify([label, roomId, epoch]));

/** Returns the key of the epoch before, encrypted for whoever has the key of this one. */
export const sealLink = async (
  roomId: string,
  { epoch, key }: Pick<RoomKey, 'epoch' | 'key'>,
  previous: Uint8Array,
): Promise<string> =>
  toBase64(await encryptWith(await linkKey(key), additionalData(roomId, epoch), previous));

/** Returns the key of the epoch before. Rejects if the link is not of this epoch. */
export const openLink = async (
  roomId: string,
  { epoch, key }: Pick<RoomKey, 'epoch' | 'key'>,
  link: string,
): Promise<Uint8Array> => decryptWith(await linkKey(key), additionalData(roomId, epoch), fromBase64(link));

/** The keys of epochs before this device joined. */
export interface History {
  /** Gets the keys down to an epoch, from this one, as far as there are links. */
  walk(from: RoomKey, to: number): Promise<void>;
  /** There may be more links now. */
  retry(): void;
  /** Adds the links to these epochs whose two keys this device has. */
  add(epochs: readonly number[]): Promise<void>;
}

export const createHistory = (roomId: string, call: Call, keys: RoomKeyStore): History => {
  let last: Promise<void> = Promise.resolve();
  /** The epoch without a link. */
  let end = -1;
  let retries = 0;

  /** Loads links from an epoch on, downward. */
  const load = async (epoch: number): Promise<Map<number, string>> => {
    const { links } = await call('encryption:links', { roomId, before: epoch + 1, limit: pageSize.max });
    return new Map(links.map((each) => [each.epoch, each.link]));
  };

  const walkDown = async (from: RoomKey, to: number): Promise<void> => {
    let at = from;
    let links = new Map<number, string>();
    let loadedAt = retries;
    while (at.epoch > Math.max(to, end)) {
      const { epoch } = at;
      const stored = await keys.key(epoch - 1);
      if (stored) at = stored;
      else {
        if (!links.has(epoch)) {
          loadedAt = retries;
          links = await load(epoch);
        }
        const link = links.get(epoch);
        const key = link === undefined ? null : await openLink(roomId, at, link).catch(() => null);
        if (key) {
          at = { epoch: epoch - 1, key, since: from.since };
          await keys.setKey(at);
        } else if (loadedAt === retries) return void (end = epoch);
        // There are more links since these were loaded.
        else links = new Map();
      }
    }
  };

  return {
    walk: (from, to) => (last = last.catch(() => {}).then(() => walkDown(from, to))),
    retry: () => {
      end = -1;
      retries += 1;
    },
    add: async (epochs) => {
      for (const epoch of epochs) {
        const [own, before] = [await keys.key(epoch), await keys.key(epoch - 1)];
        if (own && before)
          await call('encryption:link', { roomId, epoch, link: await sealLink(roomId, own, before.key) });
      }
    },
  };
};
