// What a device stores for encrypted rooms: its keys, its group of each room, and the key of each epoch.
import type { ClientStorage } from '../platform/client-storage.ts';
import { exclusive } from '../platform/exclusive.ts';
import { pinAccountKeys, type AccountPins } from './account-pins.ts';
import { createAccountKey, createDevice, type Device, type DeviceIdentity } from './device-credential.ts';
import { fromBase64, toBase64 } from './encoding.ts';
import { decodeGroup, encodeGroup, type Group } from './group.ts';

/** The key of an epoch. */
export interface RoomKey {
  epoch: number;
  key: Uint8Array;
  /** When it began, as far as this device knows: ms since the epoch, and the last `seq` then. */
  since: { at: number; seq: number };
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

/** The encryption of one room, on this device. */
export interface RoomKeyStore {
  /** Runs `work` while no other tab of this device changes the group. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  group(): Promise<SavedGroup>;
  setGroup(saved: SavedGroup): Promise<void>;
  /** Returns the key of an epoch; undefined if this device does not have it. */
  key(epoch: number): Promise<RoomKey | undefined>;
  setKey(key: RoomKey): Promise<void>;
}

/** The encryption of one user on this device. */
export interface KeyStore {
  /** Returns the device, made at the first call. */
  device(): Promise<Device>;
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

const deviceOf = (userId: string, { device, identity }: StoredDevice): Device => ({
  userId,
  keys: { publicKey: fromBase64(device.publicKey), signKey: fromBase64(device.signKey) },
  credential: { credentialType: 'basic', identity: fromBase64(identity) },
});

/** Returns the prefix of all that is stored for a user, or for a room of theirs. `forgetUser` deletes it. */
const prefixOf = (...owner: string[]): string => `encryption:${JSON.stringify(owner)}:`;

export const createKeyStore = (storage: ClientStorage, server: string, userId: string): KeyStore => {
  const prefix = prefixOf(server, userId);
  let device: Promise<Device> | null = null;

  const findDevice = async (): Promise<Device> => {
    const key = `${prefix}device`;
    const known = (await storage.get(key)) as StoredDevice | undefined;
    if (known) return deviceOf(userId, known);
    const account = await createAccountKey();
    const made = await createDevice(userId, account);
    const identity = made.credential.credentialType === 'basic' ? made.credential.identity : new Uint8Array();
    const stored = {
      account: storedPair(account),
      device: storedPair(made.keys),
      identity: toBase64(identity),
    } satisfies StoredDevice;
    await storage.set(key, stored);
    return made;
  };

  return {
    device: () => {
      device ??= exclusive(prefix, findDevice);
      device.catch(() => (device = null));
      return device;
    },
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
      const keyOf = (epoch: number): string => `${own}key-${epoch}`;
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
      };
    },
  };
};
