// The accounts of the members of a room: which of them are genuine.
import type { EncryptionAccount, MemberEncryptionAccount } from '@chat/protocol';
import { isGenuine } from './account-record.ts';
import { toBase64 } from './encoding.ts';
import type { GroupDevice } from './group.ts';

/** What a device remembers of an account, to notice an older one. */
export type SeenAccount = Pick<EncryptionAccount, 'version' | 'accountKey' | 'signature'>;
export type SeenAccounts = Readonly<Record<string, SeenAccount>>;

export interface CheckedAccounts {
  /** Accounts that their user's devices in the group belong to. */
  genuine: MemberEncryptionAccount[];
  /** Ids of users whose account was altered, was replaced by an older one, or is withheld. */
  altered: string[];
  seen: SeenAccounts;
}

/** Returns whether an account is older than one that was seen, or a second one of its version. */
export const isRolledBack = (account: SeenAccount, seen: SeenAccount | undefined): boolean =>
  seen !== undefined &&
  seen.accountKey === account.accountKey &&
  (account.version < seen.version ||
    (account.version === seen.version && account.signature !== seen.signature));

/**
 * Compares accounts with the devices in a group and with what was seen before. An account of another key than those of
 * the user's devices is left out: none of them is one of its devices yet.
 */
export const checkAccounts = async (
  accounts: readonly MemberEncryptionAccount[],
  devices: readonly GroupDevice[],
  before: SeenAccounts,
): Promise<CheckedAccounts> => {
  const keysOf = new Map<string, Set<string>>();
  for (const { userId, accountKey } of devices)
    keysOf.set(userId, (keysOf.get(userId) ?? new Set<string>()).add(toBase64(accountKey)));
  const seen = new Map(Object.entries(before));
  const genuine: MemberEncryptionAccount[] = [];
  const altered = new Set<string>();
  for (const account of accounts) {
    const { userId, accountKey, version, signature } = account;
    const isBad = isRolledBack(account, seen.get(userId)) || !(await isGenuine(userId, account));
    if (isBad) altered.add(userId);
    else if (keysOf.get(userId)?.has(accountKey)) {
      genuine.push(account);
      seen.set(userId, { version, accountKey, signature });
    }
  }
  const given = new Set(accounts.map(({ userId }) => userId));
  for (const [userId, { accountKey }] of seen)
    if (!given.has(userId) && keysOf.get(userId)?.has(accountKey)) altered.add(userId);
  return { genuine, altered: [...altered], seen: Object.fromEntries(seen) };
};
