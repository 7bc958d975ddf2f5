// Whether the account keys of a room's members are those that this device knows, or has verified.
import { ChatError } from '@chat/protocol';
import type { Account } from './account.ts';
import type { DeviceIdentity } from './device-credential.ts';
import { toBase64 } from './encoding.ts';
import type { EncryptionState } from './encryption-state.ts';
import type { GroupDevice } from './group.ts';
import { safetyNumber } from './safety-number.ts';

export interface MemberTrust {
  /** A message is by an author with this account key. Returns whether this is new. */
  meet(author: DeviceIdentity): boolean;
  /** Compares the keys of devices and of messages with those that are known. */
  of(devices: readonly GroupDevice[]): Promise<Pick<EncryptionState, 'newKeys' | 'verified' | 'lapsed'>>;
  /** Resolves to the number that this user and another one compare. */
  numberOf(devices: readonly GroupDevice[], userId: string): Promise<string>;
}

/** The account keys of a user's devices. */
export const accountKeysOf = (devices: readonly GroupDevice[], id: string): string[] => [
  ...new Set(devices.filter(({ userId }) => userId === id).map(({ accountKey }) => toBase64(accountKey))),
];

export const createMemberTrust = (keys: Account['keys'], ownId: string): MemberTrust => {
  /** The account keys in messages, by user and key. */
  const authors = new Map<string, DeviceIdentity>();
  return {
    meet: (author) => {
      const name = `${author.userId} ${toBase64(author.accountKey)}`;
      const isNew = !authors.has(name);
      authors.set(name, author);
      return isNew;
    },
    of: async (devices) => {
      const met = [...authors.values()];
      const [pinned, known] = [await keys.pin([...devices, ...met]), await keys.verifiedKeys()];
      const verified: string[] = [];
      const lapsed: string[] = [];
      for (const [id, verifiedKeys] of Object.entries(known)) {
        const current = accountKeysOf(devices, id);
        const isSame = current.every((key) => verifiedKeys.includes(key));
        if (current.length > 0) (isSame ? verified : lapsed).push(id);
      }
      /** Whether a message of a verified user is by a key that was compared. */
      const isVerifiedIn = ({ userId, accountKey }: DeviceIdentity): boolean =>
        known[userId]?.includes(toBase64(accountKey)) === true;
      const strange = new Set(met.filter((author) => !isVerifiedIn(author)).map(({ userId }) => userId));
      const newKeys = pinned.filter((id) => !verified.includes(id) || strange.has(id));
      return { newKeys, verified, lapsed };
    },
    numberOf: async (devices, userId) => {
      const [own, theirs] = [accountKeysOf(devices, ownId), accountKeysOf(devices, userId)];
      if (own.length === 0 || theirs.length === 0 || userId === ownId)
        throw new ChatError('not_found', 'no device of this user is in the room', { field: 'userId' });
      return safetyNumber({ userId: ownId, keys: own }, { userId, keys: theirs });
    },
  };
};
