// What a device stores for encrypted rooms: its keys, its group of each room, and the key of each epoch.
import type { ClientStorage } from '../platform/client-storage.ts';
import { exclusive } from '../platform/exclusive.ts';
import { pinAccountKeys, type AccountPins } from './account-pins.ts';
import {
  createAccountKey,
  createDevice,
  type Device,
  type DeviceIdentity,
  type KeyPair,
} from './device-credential.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { decodeGroup, encodeGroup, type Group } from './group.ts';
import type { SeenAccounts } from './member-accounts.ts';

/** The key of an epoch. */
export interface RoomKey {
  epoch: number;
  key: Uint8Array;
  /** When it began, as far as this device knows: ms since the epoch, the last `seq` then, and by which commit (its end). */
  since: { at: number; seq: number; commit?: string | undefined };
}

/** A commit that was sent, and may have been accepted. */
export interface SentCommit {
  /** base64url; empty: it creates the group. */
  commit: string;
  group: Group;
}

/** The group of a room as a device has it. */
export interface SavedGroup {
  group: Group | null;
  sent: SentCommit | null;
}

/** What this device has encrypted for the recovery of its user. */
export interface SealedState {
  recoveryKey: string;
  /** The last epoch. */
  epoch: number;
  /** Members know the recovery key: each new epoch is encrypted for it by the commit that begins it. */
  isSure: boolean;
}

/** The encryption of one room, on this device. */
export interface RoomKeyStore {
  /** Runs `work` while no other tab of this device changes the group. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  group(): Promise<SavedGroup>;
  setGroup(saved: SavedGroup): Promise<void>;
  /** Returns the key of an epoch; undefined if this device does not have it. */
  key(epoch: number): Promise<RoomKey | undefined>;
  setKey(key: RoomKey): Promise<void>;
  dropKey(epoch: number): Promise<void>;
  /** Returns the keys of all epochs that this device has, the first epoch first. */
  allKeys(): Promise<RoomKey[]>;
  sealed(): Promise<SealedState | undefined>;
  setSealed(state: SealedState): Promise<void>;
}

export type VerifiedKeys = Readonly<Record<string, readonly string[]>>;

/** A device, and the key that signed it. */
export interface OwnKeys {
  device: Device;
  /** Of the user's account, or of this device alone. */
  account: KeyPair;
}

/** The encryption of one user on this device. */
export interface KeyStore {
  /** Returns the keys of this device, made at the first call. Another tab may have replaced them. */
  own(): Promise<OwnKeys>;
  /** Replaces the keys of this device. */
  setOwn(keys: OwnKeys): Promise<void>;
  /** Changes what this device remembers of the accounts of users, while no other tab does. */
  changeSeen<T extends { seen: SeenAccounts }>(work: (before: SeenAccounts) => Promise<T>): Promise<T>;
  /** Returns the devices that their users have removed, as far as this device knows. */
  removedDevices(): Promise<string[]>;
  addRemovedDevices(ids: readonly string[]): Promise<void>;
  /** Returns the account keys of users that this user has compared with them, base64url. */
  verifiedKeys(): Promise<VerifiedKeys>;
  /** `keys` empty: forgets them. */
  setVerifiedKeys(userId: string, keys: readonly string[]): Promise<void>;
  /** Pins the account keys of devices. Resolves to the users of whom more than one key is known. */
  pin(devices: readonly DeviceIdentity[]): Promise<string[]>;
  room(roomId: string): RoomKeyStore;
}

interface StoredDevice {
  account: StoredPair;
  device: StoredPair;
  identity: string;
}
interface StoredPair {
  publicKey: string;
  signKey: string;
}
type StoredKey = Omit<RoomKey, 'epoch' | 'key'> & { key: string };
interface StoredGroup {
  group: string | null;
  sent: { commit: string; group: string } | null;
}

const storedPair = ({ publicKey, signKey }: Device['keys']): StoredPair => ({
  publicKey: toBase64(publicKey),
  signKey: toBase64(signKey),
});

const pairOf = ({ publicKey, signKey }: StoredPair): KeyPair => ({
  publicKey: fromBase64(publicKey),
  signKey: fromBase64(signKey),
});

const ownKeysOf = (userId: string, { account, device, identity }: StoredDevice): OwnKeys => ({
  account: pairOf(account),
  device: {
    userId,
    keys: pairOf(device),
    credential: { credentialType: 'basic', identity: fromBase64(identity) },
  },
});

const storedDevice = ({ account, device: { keys, credential } }: OwnKeys): StoredDevice => ({
  account: storedPair(account),
  device: storedPair(keys),
  identity: toBase64(credential.credentialType === 'basic' ? credential.identity : new Uint8Array()),
});

/** Returns the prefix of all that is stored for a user, or for a room of theirs. `forgetUser` deletes it. */
const prefixOf = (...owner: string[]): string => `encryption:${JSON.stringify(owner)}:`;

export const createKeyStore = (storage: ClientStorage, server: string, userId: string): KeyStore => {
  const prefix = prefixOf(server, userId);
  const at = {
    device: `${prefix}device`,
    accounts: `${prefix}accounts`,
    removed: `${prefix}removed`,
    verified: `${prefix}verified`,
  };

  const find = async (): Promise<OwnKeys | null> => {
    const known = (await storage.get(at.device)) as StoredDevice | undefined;
    return known ? ownKeysOf(userId, known) : null;
  };
  const findOrMake = async (): Promise<OwnKeys> => {
    const known = await find();
    if (known) return known;
    const account = await createAccountKey();
    const made = { account, device: await createDevice(userId, account) };
    await storage.set(at.device, storedDevice(made));
    return made;
  };
  const verifiedKeys = async (): Promise<VerifiedKeys> =>
    ((await storage.get(at.verified)) ?? {}) as VerifiedKeys;
  const removedDevices = async (): Promise<string[]> =>
    ((await storage.get(at.removed)) as string[] | undefined) ?? [];

  return {
    own: async () => (await find()) ?? exclusive(prefix, findOrMake),
    setOwn: (keys) => exclusive(prefix, () => storage.set(at.device, storedDevice(keys))),
    changeSeen: (work) =>
      exclusive(at.accounts, async () => {
        const before = ((await storage.get(at.accounts)) ?? {}) as SeenAccounts;
        const result = await work(before);
        if (JSON.stringify(result.seen) !== JSON.stringify(before))
          await storage.set(at.accounts, result.seen);
        return result;
      }),
    removedDevices,
    addRemovedDevices: (ids) =>
      exclusive(prefix, async () =>
        storage.set(at.removed, [...new Set([...(await removedDevices()), ...ids])]),
      ),
    verifiedKeys,
    setVerifiedKeys: (userId, keys) =>
      exclusive(prefix, async () => {
        const others = Object.entries(await verifiedKeys()).filter(([id]) => id !== userId);
        const all = keys.length > 0 ? [...others, [userId, keys] as const] : others;
        await storage.set(at.verified, Object.fromEntries(all));
      }),
    pin: (devices) =>
      exclusive(prefix, async () => {
        const key = `${prefix}pins`;
        const before = ((await storage.get(key)) ?? {}) as AccountPins;
        const { pins } = pinAccountKeys(before, devices);
        await storage.set(key, pins);
        return [...new Set(devices.map((each) => each.userId))].filter((id) => (pins[id]?.length ?? 0) > 1);
      }),
    room: (roomId) => {
      const own = prefixOf(server, userId, roomId);
      const keyPrefix = `${own}key-`;
      const keyOf = (epoch: number): string => `${keyPrefix}${epoch}`;
      return {
        exclusive: (work) => exclusive(own, work),
        group: async () => {
          const found = (await storage.get(`${own}group`)) as StoredGroup | undefined;
          const { group = null, sent = null } = found ?? {};
          return {
            group: group === null ? null : decodeGroup(fromBase64(group)),
            sent: sent && { commit: sent.commit, group: decodeGroup(fromBase64(sent.group)) },
          };
        },
        setGroup: ({ group, sent }) =>
          storage.set(`${own}group`, {
            group: group && toBase64(encodeGroup(group)),
            sent: sent && { commit: sent.commit, group: toBase64(encodeGroup(sent.group)) },
          } satisfies StoredGroup),
        key: async (epoch) => {
          const found = (await storage.get(keyOf(epoch))) as StoredKey | undefined;
          return found && { epoch, key: fromBase64(found.key), since: found.since };
        },
        setKey: ({ epoch, key, since }) =>
          storage.set(keyOf(epoch), { key: toBase64(key), since } satisfies StoredKey),
        dropKey: (epoch) => storage.delete(keyOf(epoch)),
        allKeys: async () => {
          const found = await storage.list(keyPrefix);
          const keys = found.map(({ key: name, value }) => {
            const { key, since } = value as StoredKey;
            return { epoch: Number(name.slice(keyPrefix.length)), key: fromBase64(key), since };
          });
          return keys.sort((one, other) => one.epoch - other.epoch);
        },
        sealed: async () => (await storage.get(`${own}sealed`)) as SealedState | undefined,
        setSealed: (state) => storage.set(`${own}sealed`, state),
      };
    },
  };
};
