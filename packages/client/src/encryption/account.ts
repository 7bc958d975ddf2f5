// The account of this user in encrypted rooms: one key that signs all of their devices, and how a device gets it.
import { ChatError, isTransient, pageSize, type Call, type OwnEncryptionAccount, type Room } from '@chat/protocol';
import type { ClientStorage } from '../platform/client-storage.ts';
import { noop } from '../platform/noop.ts';
import {
  isGenuine,
  openBackup,
  openDevices,
  sealBackup,
  signAccount,
  type AccountContent,
  type NamedDevice,
} from './account-record.ts';
import { createAccountKey, createDevice, type Device, type KeyPair } from './device-credential.ts';
import { deviceName } from './device-name.ts';
import { toBase64 } from './encoding.ts';
import { createKeyStore, type KeyStore, type RoomKeyStore } from './key-store.ts';
import { checkAccounts, isRolledBack, type SeenAccounts } from './member-accounts.ts';
import { createSecret, deriveRecovery, formatSecret, parseSecret, type Recovery } from './recovery-secret.ts';
import { createRoomGroup, type GroupAccounts, type UserSeal } from './room-group.ts';
import { openSealedKey, sealKey } from './sealed-keys.ts';

/**
 * loading: not known yet. none: recovery is not set up, and each device has a key of its own. ready: this device has the
 * account key. needs_recovery: another device has it; this one joins no room until `recover` or `startOver`. removed:
 * another device has removed this one; the same two help. altered: the server shows an account that is not genuine.
 */
export type AccountStatus = 'loading' | 'none' | 'ready' | 'needs_recovery' | 'removed' | 'altered';

/** A device of mine. */
export interface AccountDevice extends NamedDevice {
  /** It is this one. */
  isOwn: boolean;
}

export interface AccountState {
  status: AccountStatus;
  /** With `ready`: my devices that have the account key. */
  devices: readonly AccountDevice[];
}

export interface Account {
  state(): AccountState;
  /** Gets the account from the server. */
  load(): Promise<AccountState>;
  setUpRecovery(): Promise<string>;
  recover(secret: string): Promise<void>;
  startOver(): Promise<string>;
  removeDevice(id: string): Promise<void>;
  readonly keys: KeyStore;
  /** Returns what the group of a room needs from accounts. */
  inRoom(roomId: string): GroupAccounts;
  /** Encrypts the keys of a room that this device has for my recovery key, unless it has done so. */
  sealRoom(room: Pick<Room, 'id' | 'history'>): Promise<void>;
  /** Returns the ids of users whose accounts the server has altered. */
  altered(): readonly string[];
  /** Calls `listener` when the state has changed, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

export interface AccountOptions {
  call: Call;
  storage: ClientStorage;
  server: string;
  userId: string;
  now: () => number;
}

/** Attempts to store a version before those of other devices. */
const mostTries = 5;
/** Sealed keys of one command. */
const sealsAtOnce = 50;
const loading: AccountState = { status: 'loading', devices: [] };

const refused = (reason: string, message: string): ChatError => new ChatError('forbidden', message, { reason });
const alteredError = (): ChatError =>
  refused('account_altered', 'the account that the server returns is not genuine');
const needsRecovery = (): ChatError =>
  refused('needs_recovery', 'this device needs the account key: recover it, or start over');

interface EncryptedRoom extends Pick<Room, 'id' | 'history'> {
  epoch: number;
  seq: number;
}

export const createAccount = ({ call, storage, server, userId, now }: AccountOptions): Account => {
  const keys = createKeyStore(storage, server, userId);
  const listeners = new Set<() => void>();
  const removed = new Set<string>();
  const altered = new Set<string>();
  let removedAreRead: Promise<void> | null = null;
  let state = loading;
  /** The account, while this device has its key. */
  let current: OwnEncryptionAccount | null = null;

  const setState = (next: AccountState): AccountState => {
    const isSame = JSON.stringify(next) === JSON.stringify(state);
    if (!isSame) state = next;
    if (!isSame) for (const listener of [...listeners]) listener();
    return state;
  };

  const readRemoved = (): Promise<void> =>
    (removedAreRead ??= keys.removedDevices().then((ids) => ids.forEach((id) => removed.add(id))));
  const addRemoved = async (ids: readonly string[]): Promise<void> => {
    await readRemoved();
    const added = ids.filter((id) => !removed.has(id));
    if (added.length === 0) return;
    for (const id of added) removed.add(id);
    await keys.addRemovedDevices(added);
  };

  /** Remembers a version of the own account. Returns whether it is not older than the last one. */
  const see = async ({ version, accountKey, signature }: OwnEncryptionAccount): Promise<boolean> => {
    const account = { version, accountKey, signature };
    const { isLate } = await keys.changeSeen(async (seen) =>
      isRolledBack(account, seen[userId])
        ? { isLate: true, seen }
        : { isLate: false, seen: { ...seen, [userId]: account } },
    );
    return !isLate;
  };
  const seenOwn = async () => (await keys.changeSeen(async (seen) => ({ seen }))).seen[userId];

  const evaluate = async (account: OwnEncryptionAccount | null): Promise<AccountState> => {
    const own = await keys.own();
    const [id, ownKey] = [toBase64(own.device.keys.publicKey), toBase64(own.account.publicKey)];
    const is = (status: AccountStatus): AccountState => ({ status, devices: [] });
    current = null;
    if (!account) return is((await seenOwn())?.accountKey === ownKey ? 'altered' : 'none');
    if (!(await isGenuine(userId, account))) return is('altered');
    if (account.revoked.includes(id)) return is('removed');
    if (account.accountKey !== ownKey) return is('needs_recovery');
    if (!(await see(account))) return is('altered');
    const devices = await openDevices(userId, own.account, account).catch(() => null);
    if (!devices) return is('altered');
    current = account;
    await addRemoved(account.revoked);
    return { status: 'ready', devices: devices.map((each) => ({ ...each, isOwn: each.id === id })) };
  };

  const load = async (): Promise<AccountState> => {
    const [{ account }] = await Promise.all([call('encryption:account', {}), readRemoved()]);
    return setState(await evaluate(account));
  };

  type Content = Omit<AccountContent, 'version'>;
  /** Stores the next version of the account, made from the one before. */
  const update = async (
    pair: KeyPair,
    change: (before: OwnEncryptionAccount | null) => Content | Promise<Content>,
  ): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const { account } = await call('encryption:account', {});
      if (account && !(await isGenuine(userId, account))) throw alteredError();
      const content = await change(account);
      const version = (account?.version ?? 0) + 1;
      const next = await signAccount(userId, pair, { ...content, version });
      try {
        await call('encryption:setAccount', next);
        return;
      } catch (error) {
        const isLate = error instanceof ChatError && error.reason === 'account_changed';
        if (!isLate || tries === mostTries) throw error;
      }
    }
  };

  /** Changes the account of which this device has the key. */
  const updateOwn = async (
    pair: KeyPair,
    change: (content: Content & { devices: readonly NamedDevice[] }) => Content,
  ): Promise<void> =>
    update(pair, async (before) => {
      if (!before || before.accountKey !== toBase64(pair.publicKey)) throw needsRecovery();
      if (isRolledBack(before, await seenOwn())) throw alteredError();
      const { recoveryKey, backup, revoked } = before;
      return change({ recoveryKey, backup, revoked, devices: await openDevices(userId, pair, before) });
    });

  const named = ({ keys: { publicKey } }: Device): NamedDevice => ({
    id: toBase64(publicKey),
    name: deviceName(),
    addedAt: now(),
  });
  const withDevice = (devices: readonly NamedDevice[], device: Device): NamedDevice[] => {
    const added = named(device);
    return devices.some(({ id }) => id === added.id) ? [...devices] : [...devices, added];
  };

  /** Returns this device, signed by an account key. A device that was removed gets new keys. */
  const signedBy = async (pair: KeyPair, revoked: readonly string[]): Promise<Device> => {
    const { keys: own } = (await keys.own()).device;
    return createDevice(userId, pair, revoked.includes(toBase64(own.publicKey)) ? undefined : own);
  };

  const encryptedRooms = async (): Promise<EncryptedRoom[]> => {
    const found: EncryptedRoom[] = [];
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await call('room:list', { limit: pageSize.max, ...(after === undefined ? {} : { after }) });
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
  /** Runs `work` for every encrypted room of mine. Then rejects if it can be repeated for one of them. */
  const eachRoom = async (work: (room: EncryptedRoom) => Promise<unknown>): Promise<void> => {
    const failures: unknown[] = [];
    for (const room of await encryptedRooms())
      await work(room).catch((error: unknown) => {
        if (!(error instanceof ChatError) || isTransient(error.code)) failures.push(error);
      });
    if (failures.length > 0) throw failures[0];
  };
  const groupOf = ({ id, history, seq }: EncryptedRoom) =>
    createRoomGroup({
      ...inRoom(id),
      roomId: id,
      call,
      now,
      seq: () => seq,
      sharesHistory: () => history === 'all',
    });

  const sealsFor =
    (roomId: string): GroupAccounts['sealsFor'] =>
    async (key, devices): Promise<UserSeal[]> => {
      const { accounts } = await call('encryption:accounts', { roomId });
      const checked = await keys.changeSeen((seen: SeenAccounts) => checkAccounts(accounts, devices, seen));
      for (const id of checked.altered) altered.add(id);
      // Another device of mine has changed it.
      const mine = accounts.find((each) => each.userId === userId);
      if (state.status !== 'loading' && mine?.version !== current?.version) load().catch(noop);
      await addRemoved(checked.genuine.flatMap(({ revoked }) => revoked));
      return Promise.all(
        checked.genuine.map(async ({ userId: of, recoveryKey }) => ({
          userId: of,
          sealed: await sealKey(recoveryKey, { userId: of, roomId }, key),
        })),
      );
    };

  const inRoom = (roomId: string): GroupAccounts => ({
    keys: keys.room(roomId),
    device: async () => (await keys.own()).device,
    admit: async () => {
      const { status } = await load();
      if (status !== 'none' && status !== 'ready') throw needsRecovery();
      return (await keys.own()).device;
    },
    sealsFor: sealsFor(roomId),
    isRemoved: (id) => removed.has(id),
    onRemoved: addRemoved,
  });

  const sealRoom: Account['sealRoom'] = async ({ id: roomId, history }) => {
    const room = keys.room(roomId);
    const recoveryKey = current?.recoveryKey;
    if (recoveryKey === undefined || (await room.sealedFor()) === recoveryKey) return;
    const all = await room.allKeys();
    // The others are found by the links.
    const wanted = history === 'all' ? all.slice(-1) : all;
    for (let from = 0; from < wanted.length; from += sealsAtOnce) {
      const seals = wanted.slice(from, from + sealsAtOnce).map(async (key) => ({
        epoch: key.epoch,
        sealed: await sealKey(recoveryKey, { userId, roomId }, key),
      }));
      await call('encryption:seal', { roomId, seals: await Promise.all(seals) });
    }
    if (wanted.length > 0) await room.setSealedFor(recoveryKey);
  };

  /** Joins a room, then gets the keys of the epochs before: none can begin in between unnoticed. */
  const restoreRoom = async (room: EncryptedRoom, recovery: Recovery, recoveryKey: string): Promise<void> => {
    const roomKeys: RoomKeyStore = keys.room(room.id);
    const isNew = (await roomKeys.allKeys()).length === 0;
    const { key: own } = await groupOf(room).follow(room.epoch);
    for (let before: number | undefined, hasMore = true; hasMore;) {
      const query = { roomId: room.id, limit: pageSize.max, ...(before === undefined ? {} : { before }) };
      const page = await call('encryption:seals', query);
      for (const { epoch, sealed } of page.seals) {
        if (epoch >= own.epoch || (await roomKeys.key(epoch))) continue;
        const place = { userId, roomId: room.id, epoch };
        const key = await openSealedKey(recovery, place, sealed).catch(() => null);
        if (key) await roomKeys.setKey({ epoch, key, since: { at: 0, seq: 0 } });
      }
      before = page.seals.at(-1)?.epoch;
      hasMore = page.hasMore && before !== undefined;
    }
    // Otherwise it may have keys that nobody has sealed.
    if (isNew) await roomKeys.setSealedFor(recoveryKey);
  };

  /** Stores an account with a new secret, and returns the secret. */
  const beginWith = async (pair: KeyPair, isNew: boolean): Promise<string> => {
    const secret = createSecret();
    const recovery = await deriveRecovery(secret, userId);
    const backup = await sealBackup(recovery, userId, pair);
    const accountKey = toBase64(pair.publicKey);
    let device: Device | null = null;
    await update(pair, async (before) => {
      const isOwn = before?.accountKey === accountKey;
      if (before && !isOwn && !isNew) throw needsRecovery();
      if (before && isRolledBack(before, await seenOwn())) throw alteredError();
      const revoked = before?.revoked ?? [];
      device ??= await signedBy(pair, revoked);
      const devices = before && isOwn ? await openDevices(userId, pair, before) : [];
      const recoveryKey = toBase64(recovery.publicKey);
      return { recoveryKey, backup, revoked, devices: withDevice(devices, device) };
    });
    if (device) await keys.setOwn({ account: pair, device });
    await load();
    return formatSecret(secret);
  };

  readRemoved().catch(noop);

  return {
    keys,
    state: () => state,
    load,
    setUpRecovery: async () => {
      const { status } = await load();
      if (status === 'altered') throw alteredError();
      if (status !== 'none' && status !== 'ready') throw needsRecovery();
      const secret = await beginWith((await keys.own()).account, false);
      // What is not sealed now is when its room is opened.
      await eachRoom(sealRoom).catch(noop);
      return secret;
    },
    recover: async (text) => {
      const recovery = await deriveRecovery(await parseSecret(text), userId);
      const { account } = await call('encryption:account', {});
      if (!account)
        throw new ChatError('not_found', 'recovery is not set up for this user', { reason: 'no_recovery' });
      const pair = await openBackup(recovery, userId, account).catch(() => null);
      const isSealedFor = toBase64(recovery.publicKey) === account.recoveryKey;
      if (!pair && !isSealedFor) throw refused('wrong_secret', 'this is the recovery secret of something else');
      if (!pair || !isSealedFor || !(await isGenuine(userId, account))) throw alteredError();
      if (isRolledBack(account, await seenOwn())) throw alteredError();
      const device = await signedBy(pair, account.revoked);
      await updateOwn(pair, (content) => ({ ...content, devices: withDevice(content.devices, device) }));
      await keys.setOwn({ account: pair, device });
      await load();
      await eachRoom((room) => restoreRoom(room, recovery, account.recoveryKey));
    },
    startOver: async () => {
      const secret = await beginWith(await createAccountKey(), true);
      await eachRoom(async (room) => {
        await groupOf(room).follow(room.epoch);
        await sealRoom(room);
      }).catch(noop);
      return secret;
    },
    removeDevice: async (id) => {
      const own = await keys.own();
      if (id === toBase64(own.device.keys.publicKey))
        throw new ChatError('invalid', 'a device does not remove itself', { field: 'id' });
      await updateOwn(own.account, ({ devices, revoked, ...content }) => ({
        ...content,
        revoked: [...new Set([...revoked, id])],
        devices: devices.filter((each) => each.id !== id),
      }));
      await load();
      // The next sender removes it where this one cannot.
      await eachRoom((room) => groupOf(room).prepare({ epoch: room.epoch, isStale: false }));
    },
    inRoom,
    sealRoom,
    altered: () => [...altered],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
