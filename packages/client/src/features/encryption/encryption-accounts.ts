import { ChatError, type Call } from '@chat/protocol';
import type { Account, AccountOf, AccountState } from '../../encryption/account.ts';
import type { ApprovalRequest } from '../../encryption/approval.ts';
import type * as roomEncryptionCode from '../../encryption/room-encryption.ts';
import { createLazy, type LazyPart } from '../../lazy/lazy.ts';
import type { ClientStorage } from '../../platform/client-storage.ts';
import { noop } from '../../platform/noop.ts';
import type { Readable } from '../../state/readable.ts';

/** My account in encrypted rooms: the key that signs all my devices, and its recovery. */
export interface AccountKeys extends Readable<AccountState> {
  /** Gets the account from the server, and again after each reconnect. */
  load(): Promise<AccountState>;
  /**
   * Sets recovery up, and resolves to the recovery secret once it restores all that this device has. Show it once: the server
   * does not have it. Called again, as after a transient error, it replaces the secret, and the one before opens nothing more.
   * Rejects with `needs_recovery` if another device has the account key.
   */
  setUpRecovery(): Promise<string>;
  /**
   * Gives this device the account key, and the keys of the rooms. Rejects with `secret_mistyped`, `wrong_secret`,
   * `no_recovery` or `account_altered`. After a transient error, call it again.
   */
  recover(secret: string): Promise<void>;
  /** Begins with a new account key and a new secret, to which it resolves. Others see that the key has changed. */
  startOver(): Promise<string>;
  /** Asks my other devices for the account key: one of them takes the code. */
  requestApproval(): Promise<ApprovalRequest>;
  /**
   * Gives the account key and the keys of the rooms to the new device that shows this code. Resolves when it has them.
   * Rejects with `wrong_code` or `no_request`.
   */
  approve(code: string): Promise<void>;
  /** Removes another device of mine from all encrypted rooms. It never comes back with the keys that it has. */
  removeDevice(id: string): Promise<void>;
}

export interface AccountKeysFeature {
  api: LazyPart<AccountKeys>;
  accountOf: AccountOf;
  online(): void;
  /** A different user signed in. */
  forget(): void;
}

export interface AccountKeysOptions {
  call: Call;
  storage: ClientStorage;
  server: () => string;
  userId: () => Promise<string>;
  now: () => number;
  onChange: () => void;
  /** If the code is not to be loaded lazily. */
  code?: typeof roomEncryptionCode | undefined;
}

const loading: AccountState = { status: 'loading', devices: [] };

export const accountKeys = (options: AccountKeysOptions): AccountKeysFeature => {
  const { call, storage, server, now, onChange } = options;
  let made: { userId: string; account: Account } | null = null;
  const code = createLazy(() => import('../../encryption/room-encryption.ts'), noop, options.code);

  const accountOf: AccountOf = ({ createAccount }, userId) => {
    if (made?.userId === userId) return made.account;
    const account = createAccount({ call, storage, server: server(), userId, now });
    account.subscribe(onChange);
    made = { userId, account };
    return account;
  };
  const load = async (): Promise<Account> => {
    const userId = await options.userId();
    const loaded = await code.load().catch(() => {
      throw new ChatError('disconnected', 'the code of encrypted rooms cannot be loaded');
    });
    return accountOf(loaded, userId);
  };
  return {
    accountOf,
    online: () => {
      made?.account.load().catch(noop);
    },
    forget: () => {
      made = null;
      onChange();
    },
    api: {
      get: () => made?.account.state() ?? loading,
      load: async () => (await load()).load(),
      setUpRecovery: async () => (await load()).setUpRecovery(),
      recover: async (secret) => (await load()).recover(secret),
      startOver: async () => (await load()).startOver(),
      requestApproval: async () => (await load()).requestApproval(),
      approve: async (typed) => (await load()).approve(typed),
      removeDevice: async (id) => (await load()).removeDevice(id),
    },
  };
};
