// A number by which two users compare their account keys, over a way that the server does not control.
import { utf8 } from './encoding.ts';

/** A user, and the account keys of their devices in a room, base64url. */
export interface AccountKeysOf {
  userId: string;
  keys: readonly string[];
}

/** The cost of each guess, in hashes, for an attacker who looks for keys with the same number. */
const iterations = 100_000;
const digitsPerGroup = 5;
const groups = 6;
/** Of a number of so many bytes, the remainder is one group: all groups are about equally likely. */
const bytesPerGroup = 5;

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Returns 30 digits in groups of five: the same for both users, and others if one of their keys is another one. */
export const safetyNumber = async (one: AccountKeysOf, other: AccountKeysOf): Promise<string> => {
  const both = [one, other]
    .map(({ userId, keys }) => [userId, keys.toSorted(byText)] as const)
    .sort(([a], [b]) => byText(a, b));
  const password = await crypto.subtle.importKey('raw', utf8(JSON.stringify(both)), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const parameters = { name: 'PBKDF2', hash: 'SHA-512', salt: utf8('chat.safety-number.v1'), iterations };
  const bits = await crypto.subtle.deriveBits(parameters, password, groups * bytesPerGroup * 8);
  const bytes = new Uint8Array(bits);
  return Array.from({ length: groups }, (_, group) => {
    const part = bytes.subarray(group * bytesPerGroup, (group + 1) * bytesPerGroup);
    const value = part.reduce((sum, byte) => sum * 256 + byte, 0);
    return String(value % 10 ** digitsPerGroup).padStart(digitsPerGroup, '0');
  }).join(' ');
};
