// The encrypted rooms of a user, as far as their account is concerned: whose recovery gets the keys of a room, which devices
// were removed, and how a device gets the keys of all rooms.
import {
  ChatError,
  isTransient,
  pageSize,
  type Call,
  type MemberEncryptionAccount,
  type Room,
  type SealPurpose,
} from '@chat/protocol';
import { noop } from '../platform/noop.ts';
import type { PrivateKey } from './cipher-suite.ts';
import type { Device } from './device-credential.ts';
import type { GroupDevice } from './group.ts';
import type { KeyStore } from './key-store.ts';
import { checkAccounts, type CheckedAccounts } from './member-accounts.ts';
import { createRoomGroup, type GroupAccounts, type RoomGroup, type UserSeal } from './room-group.ts';
import { openSealedKey, sealKey } from './sealed-keys.ts';

/** An encrypted room of the user. */
export interface EncryptedRoom extends Pick<Room, 'id' | 'history'> {
  epoch: number;
  /** Its last message. */
  seq: number;
}

/** A public key that the keys of rooms are encrypted for, and what for. */
export interface SealTarget {
  purpose: SealPurpose;
  publicKey: string;
}

export interface AccountRooms {
  /** Runs `work` for every encrypted room of mine. Then rejects if it can be repeated for one of them. */
  each(work: (room: EncryptedRoom) => Promise<unknown>): Promise<void>;
  groupOf(room: EncryptedRoom): RoomGroup;
  /** Returns what the group of a room needs from accounts. */
  inRoom(roomId: string): GroupAccounts;
  /** Encrypts the keys of a room that this device has. */
  seal(room: Pick<Room, 'id' | 'history'>, target: SealTarget): Promise<void>;
  /** Resolves to the last epoch whose key is encrypted for my recovery; -1: none is. */
  sealedEpoch(roomId: string): Promise<number>;
  /** Joins a room, then gets the keys of the epochs before: none can begin in between unnoticed. */
  restore(room: EncryptedRoom, purpose: SealPurpose, privateKey: PrivateKey): Promise<void>;
  /** Devices of users were removed. */
  addRemoved(ids: readonly string[]): Promise<void>;
  /** Returns the ids of users whose accounts the server has altered. */
  altered(): readonly string[];
}

export interface AccountRoomsOptions {
  call: Call;
  keys: KeyStore;
  userId: string;
  now: () => number;
  /** Returns this device before it joins a room. Rejects if the user has to approve it first. */
  admit: () => Promise<Device>;
  /** The server has shown accounts, mine perhaps among them. */
  onAccounts: (accounts: readonly MemberEncryptionAccount[]) => void;
}

/** Sealed keys of one command. */
const sealsAtOnce = 50;

export const createAccountRooms = (options: AccountRoomsOptions): AccountRooms => {
  const { call, keys, userId, now, admit, onAccounts } = options;
  const removed = new Set<string>();
  const altered = new Set<string>();
  let reading: Promise<void> | null = null;

  const readRemoved = (): Promise<void> =>
    (reading ??= keys.removedDevices().then((ids) => ids.forEach((id) => removed.add(id))));
  const addRemoved = async (ids: readonly string[]): Promise<void> => {
    await readRemoved();
    const added = ids.filter((id) => !removed.has(id));
    if (added.length === 0) return;
    for (const id of added) removed.add(id);
    await keys.addRemovedDevices(added);
  };

  const checked = async (roomId: string, devices: readonly GroupDevice[]): Promise<CheckedAccounts> => {
    const { accounts } = await call('encryption:accounts', { roomId });
    onAccounts(accounts);
    return keys.changeSeen((seen) => checkAccounts(accounts, devices, seen));
  };

  const sealsFor =
    (roomId: string): GroupAccounts['sealsFor'] =>
    async (key, devices): Promise<UserSeal[]> => {
      let found = await checked(roomId, devices);
      // Another tab may have seen a newer one since this one was sent.
      if (found.altered.length > 0) found = await checked(roomId, devices);
      for (const each of devices) altered.delete(each.userId);
      for (const id of found.altered) altered.add(id);
      await addRemoved(found.genuine.flatMap(({ revoked }) => revoked));
      return Promise.all(
        found.genuine.map(async ({ userId: of, recoveryKey }) => ({
          userId: of,
          sealed: await sealKey(recoveryKey, { userId: of, roomId }, key),
        })),
      );
    };

  const inRoom = (roomId: string): GroupAccounts => ({
    keys: keys.room(roomId),
    device: async () => (await keys.own()).device,
    admit,
    sealsFor: sealsFor(roomId),
    isRemoved: (id) => removed.has(id),
    onRemoved: addRemoved,
  });

  const groupOf = ({ id, history, seq }: EncryptedRoom): RoomGroup =>
    createRoomGroup({
      ...inRoom(id),
      roomId: id,
      call,
      now,
      seq: () => seq,
      sharesHistory: () => history === 'all',
    });

  const list = async (): Promise<EncryptedRoom[]> => {
    const found: EncryptedRoom[] = [];
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await call('room:list', {
        limit: pageSize.max,
        ...(after === undefined ? {} : { after }),
      });
      for (const { room, invitation, lastMessage } of page.rooms) {
        if (room.encryption === undefined || invitation) continue;
        const { id, history, mlsGroup } = room;
        found.push({ id, history, epoch: mlsGroup?.epoch ?? -1, seq: lastMessage?.seq ?? 0 });
      }
      after = page.rooms.at(-1)?.room.id;
      hasMore = page.hasMore && after !== undefined;
    }
    return found;
  };

  readRemoved().catch(noop);
  return {
    each: async (work) => {
      const failures: unknown[] = [];
      for (const room of await list())
        await work(room).catch((error: unknown) => {
          // What a room refuses concerns that room alone.
          if (!(error instanceof ChatError) || isTransient(error.code)) failures.push(error);
        });
      if (failures.length > 0) throw failures[0];
    },
    groupOf,
    inRoom,
    seal: async ({ id: roomId, history }, { purpose, publicKey }) => {
      const all = await keys.room(roomId).allKeys();
      // The others are found by the links.
      const wanted = history === 'all' ? all.slice(-1) : all;
      for (let from = 0; from < wanted.length; from += sealsAtOnce) {
        const seals = wanted.slice(from, from + sealsAtOnce).map(async (key) => ({
          epoch: key.epoch,
          sealed: await sealKey(publicKey, { userId, roomId }, key),
        }));
        await call('encryption:seal', { roomId, purpose, seals: await Promise.all(seals) });
      }
    },
    sealedEpoch: async (roomId) => {
      const { seals } = await call('encryption:seals', { roomId, purpose: 'recovery', limit: 1 });
      return seals[0]?.epoch ?? -1;
    },
    restore: async (room, purpose, privateKey) => {
      const { id: roomId } = room;
      const roomKeys = keys.room(roomId);
      const { key: own } = await groupOf(room).follow(room.epoch);
      for (let before: number | undefined, hasMore = true; hasMore;) {
        const query = { roomId, purpose, limit: pageSize.max, ...(before === undefined ? {} : { before }) };
        const page = await call('encryption:seals', query);
        for (const { epoch, sealed } of page.seals) {
          if (epoch >= own.epoch || (await roomKeys.key(epoch))) continue;
          const key = await openSealedKey(privateKey, { userId, roomId, epoch }, sealed).catch(() => null);
          if (key) await roomKeys.setKey({ epoch, key, since: { at: 0, seq: 0 } });
        }
        before = page.seals.at(-1)?.epoch;
        hasMore = page.hasMore && before !== undefined;
      }
    },
    addRemoved,
    altered: () => [...altered],
  };
};
