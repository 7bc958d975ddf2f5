// The account of this user in encrypted rooms: one key that signs all of their devices, and how a device gets it.
import { ChatError, type Call, type OwnEncryptionAccount, type Room } from '@chat/protocol';
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
import { createAccountRooms, type AccountRooms, type EncryptedRoom } from './account-rooms.ts';
import { createApprovals, type ApprovalRequest } from './approval.ts';
import { createAccountKey, createDevice, type Device, type KeyPair } from './device-credential.ts';
import { deviceName } from './device-name.ts';
import { toBase64 } from './encoding.ts';
import { createKeyStore, type KeyStore } from './key-store.ts';
import { isRolledBack } from './member-accounts.ts';
import { createSecret, deriveRecovery, formatSecret, parseSecret } from './recovery-secret.ts';

/**
 * loading: not known yet. none: recovery is not set up, and each device has a key of its own. ready: this device has the
 * account key. needs_recovery: another device has it; this one joins no room until it gets it too, or the user starts
 * over. removed: another device has removed this one; the same helps. altered: the server shows an account that is not
 * genuine.
 */
export type AccountStatus = 'loading' | 'none' | 'ready' | 'needs_recovery' | 'removed' | 'altered';

/** A device of mine. */
export interface AccountDevice {
  /** Its public key, base64url. */
  id: string;
  /** Such as "Firefox, Windows"; may be empty. */
  name: string;
  /** When it got the account key, ms since the epoch. */
  addedAt: number;
  /** It is this one. */
  isOwn: boolean;
}

export interface AccountState {
  status: AccountStatus;
  /** With `ready`: my devices that have the account key. */
  devices: readonly AccountDevice[];
}

export interface Account extends Pick<AccountRooms, 'inRoom' | 'altered'> {
  state(): AccountState;
  /** Gets the account from the server. */
  load(): Promise<AccountState>;
  setUpRecovery(): Promise<string>;
  recover(secret: string): Promise<void>;
  startOver(): Promise<string>;
  removeDevice(id: string): Promise<void>;
  requestApproval(): Promise<ApprovalRequest>;
  approve(code: string): Promise<void>;
  readonly keys: KeyStore;
  /** Encrypts the keys of a room that this device has for my recovery key, unless it has done so. */
  sealRoom(room: Pick<Room, 'id' | 'history'>): Promise<void>;
  /** Calls `listener` when the state has changed or there are more keys, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Returns the account of a user, which all rooms share. `code`: of encrypted rooms, as it was loaded. */
export type AccountOf = (code: { createAccount: typeof createAccount }, userId: string) => Account;

export interface AccountOptions {
  call: Call;
  storage: ClientStorage;
  server: string;
  userId: string;
  now: () => number;
}

/** Attempts to store a version before those of other devices. */
const mostTries = 5;
const loading: AccountState = { status: 'loading', devices: [] };

const refused = (reason: string, message: string): ChatError =>
  new ChatError('forbidden', message, { reason });
export const alteredError = (): ChatError =>
  refused('account_altered', 'the account that the server returns is not genuine');
const needsRecovery = (): ChatError =>
  refused('needs_recovery', 'this device needs the account key: recover it, or start over');

type Content = Omit<AccountContent, 'version'>;

export const createAccount = ({ call, storage, server, userId, now }: AccountOptions): Account => {
  const keys = createKeyStore(storage, server, userId);
  const listeners = new Set<() => void>();
  let state = loading;
  /** The account, while this device has its key. */
  let current: OwnEncryptionAccount | null = null;
  let lastLoad: Promise<unknown> = Promise.resolve();

  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const setState = (next: AccountState): AccountState => {
    if (JSON.stringify(next) !== JSON.stringify(state)) {
      state = next;
      notify();
    }
    return state;
  };

  const rooms = createAccountRooms({
    call,
    keys,
    userId,
    now,
    admit: async () => {
      const { status } = await load();
      if (status !== 'none' && status !== 'ready') throw needsRecovery();
      return (await keys.own()).device;
    },
    onAccounts: (accounts) => {
      // Another device of mine may have changed it.
      const mine = accounts.find((each) => each.userId === userId);
      if (state.status !== 'loading' && mine?.version !== current?.version) load().catch(noop);
    },
  });

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
    const is = (status: AccountStatus): AccountState => {
      current = null;
      return { status, devices: [] };
    };
    if (!account) return is((await seenOwn())?.accountKey === ownKey ? 'altered' : 'none');
    if (!(await isGenuine(userId, account))) return is('altered');
    if (account.revoked.includes(id)) return is('removed');
    if (account.accountKey !== ownKey) return is('needs_recovery');
    if (!(await see(account))) return is('altered');
    const devices = await openDevices(userId, own.account, account).catch(() => null);
    if (!devices) return is('altered');
    current = account;
    await rooms.addRemoved(account.revoked);
    return { status: 'ready', devices: devices.map((each) => ({ ...each, isOwn: each.id === id })) };
  };

  const loadNow = async (): Promise<AccountState> => {
    const found = await evaluate((await call('encryption:account', {})).account);
    // Another tab may have seen a newer one since this one was sent.
    const isSure = found.status !== 'altered';
    return setState(isSure ? found : await evaluate((await call('encryption:account', {})).account));
  };
  /** One after the other: an earlier response would look like an older account. */
  const load = (): Promise<AccountState> => {
    const loaded = lastLoad.then(loadNow, loadNow);
    lastLoad = loaded;
    return loaded;
  };

  const requireGenuine = async (account: OwnEncryptionAccount): Promise<void> => {
    if (!(await isGenuine(userId, account)) || isRolledBack(account, await seenOwn())) throw alteredError();
  };

  /** Stores the next version of the account, made from the one before. */
  const update = async (
    pair: KeyPair,
    change: (before: OwnEncryptionAccount | null) => Promise<Content>,
  ): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      const { account } = await call('encryption:account', {});
      const content = await change(account);
      const next = await signAccount(userId, pair, { ...content, version: (account?.version ?? 0) + 1 });
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
  const updateOwn = async (pair: KeyPair, change: (content: Content) => Content): Promise<void> =>
    update(pair, async (before) => {
      if (!before || before.accountKey !== toBase64(pair.publicKey)) throw needsRecovery();
      await requireGenuine(before);
      const { recoveryKey, backup, revoked } = before;
      return change({ recoveryKey, backup, revoked, devices: await openDevices(userId, pair, before) });
    });

  const withDevice = (devices: readonly NamedDevice[], { keys: { publicKey } }: Device): NamedDevice[] => {
    const id = toBase64(publicKey);
    const isKnown = devices.some((each) => each.id === id);
    return isKnown ? [...devices] : [...devices, { id, name: deviceName(), addedAt: now() }];
  };

  /** Returns this device, signed by an account key. A device that was removed gets new keys. */
  const signedBy = async (pair: KeyPair, revoked: readonly string[]): Promise<Device> => {
    const { keys: own } = (await keys.own()).device;
    return createDevice(userId, pair, revoked.includes(toBase64(own.publicKey)) ? undefined : own);
  };

  /** Gives this device the account key. */
  const adopt = async (pair: KeyPair, { revoked }: OwnEncryptionAccount): Promise<void> => {
    const device = await signedBy(pair, revoked);
    await updateOwn(pair, (content) => ({ ...content, devices: withDevice(content.devices, device) }));
    await keys.setOwn({ account: pair, device });
    await load();
  };

  const sealRoom: Account['sealRoom'] = async (room) => {
    const stored = keys.room(room.id);
    const recoveryKey = current?.recoveryKey;
    const found = await stored.sealed();
    const before = found?.recoveryKey === recoveryKey ? found : undefined;
    if (recoveryKey === undefined || before?.isSure) return;
    const lastEpoch = async (): Promise<number> => (await stored.allKeys()).at(-1)?.epoch ?? -1;
    const epoch = await lastEpoch();
    if (before?.epoch === epoch) return;
    // Another device may have replaced the recovery key, or the account, and sealed the keys for that.
    await load();
    if (current?.recoveryKey !== recoveryKey) return;
    // The commit that began this epoch may be older than the recovery key. Once one is not, no later one is.
    const isSure = before !== undefined && (await rooms.sealedEpoch(room.id)) >= epoch;
    await rooms.seal(room, { purpose: 'recovery', publicKey: recoveryKey });
    await stored.setSealed({ recoveryKey, epoch, isSure });
    // Meanwhile the recovery key may have been replaced, or another epoch may have begun.
    if (current?.recoveryKey !== recoveryKey || (await lastEpoch()) > epoch) await sealRoom(room);
  };

  /** Brings this device to the epoch of a room, and encrypts its keys for recovery, also if it cannot follow. */
  const secureRoom = async (room: EncryptedRoom): Promise<void> => {
    try {
      await rooms.groupOf(room).follow(room.epoch);
    } finally {
      await sealRoom(room);
    }
  };

  /** Joins a room and gets its earlier keys. It may have some that no other device has. */
  const restoreRoom: AccountRooms['restore'] = async (room, ...from) => {
    await rooms.restore(room, ...from);
    notify();
    await sealRoom(room);
  };

  /** Stores an account with a new secret, and returns the secret. */
  const beginWith = async (pair: KeyPair, isNew: boolean): Promise<string> => {
    const secret = createSecret();
    const recovery = await deriveRecovery(secret, userId);
    const backup = await sealBackup(recovery, userId, pair);
    const accountKey = toBase64(pair.publicKey);
    const made: { device?: Device } = {};
    await update(pair, async (before) => {
      const isOwn = before?.accountKey === accountKey;
      if (before && !isOwn && !isNew) throw needsRecovery();
      // Whoever starts over leaves the account before behind, whatever it is.
      if (before && isOwn) await requireGenuine(before);
      const revoked = before?.revoked ?? [];
      const device = (made.device ??= await signedBy(pair, revoked));
      const devices = before && isOwn ? await openDevices(userId, pair, before) : [];
      const recoveryKey = toBase64(recovery.publicKey);
      return { recoveryKey, backup, revoked, devices: withDevice(devices, device) };
    });
    if (made.device) await keys.setOwn({ account: pair, device: made.device });
    await load();
    return formatSecret(secret);
  };

  const approvals = createApprovals({ call, userId, keys, rooms, now, load, adopt, restoreRoom });

  return {
    ...approvals,
    keys,
    state: () => state,
    load,
    setUpRecovery: async () => {
      const { status } = await load();
      if (status === 'altered') throw alteredError();
      if (status !== 'none' && status !== 'ready') throw needsRecovery();
      const secret = await beginWith((await keys.own()).account, false);
      // A secret that the user keeps restores all that was written before, even if this device is lost at once.
      await rooms.each(secureRoom);
      return secret;
    },
    recover: async (text) => {
      const recovery = await deriveRecovery(await parseSecret(text), userId);
      const { account } = await call('encryption:account', {});
      if (!account)
        throw new ChatError('not_found', 'recovery is not set up for this user', { reason: 'no_recovery' });
      const pair = await openBackup(recovery, userId, account).catch(() => null);
      const isSealedFor = toBase64(recovery.publicKey) === account.recoveryKey;
      if (!pair && !isSealedFor)
        throw refused('wrong_secret', 'this is the recovery secret of something else');
      if (!pair || !isSealedFor || !(await isGenuine(userId, account))) throw alteredError();
      await adopt(pair, account);
      await rooms.each((room) => restoreRoom(room, 'recovery', recovery.privateKey));
    },
    startOver: async () => {
      const secret = await beginWith(await createAccountKey(), true);
      await rooms.each(secureRoom).catch(noop);
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
      // Where this one cannot, the next sender does.
      await rooms.each((room) => rooms.groupOf(room).prepare({ epoch: room.epoch, isStale: false }));
    },
    inRoom: rooms.inRoom,
    altered: rooms.altered,
    sealRoom,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
