// The recovery secret of a user: 256 random bits that restore the account key and the room keys on a new device.
import { ChatError } from '@chat/protocol';
import { cipherSuite, unshared, type Bytes, type PrivateKey } from './cipher-suite.ts';
import { concat, isSame, utf8 } from './encoding.ts';
import { deriveKey } from './room-key.ts';

const secretBytes = 32;
/** So many bytes of a hash follow the secret: a mistyped one is noticed before the server is asked. */
const checkBytes = 3;
/** Base32 of Crockford: no letter looks like another one or like a digit. 35 bytes are 56 characters, without padding. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const characters = 56;

export const createSecret = (): Bytes => crypto.getRandomValues(new Uint8Array(secretBytes));

const checkOf = async (secret: Uint8Array): Promise<Bytes> => {
  const hashed = concat(utf8('chat.recovery-check.v1\0'), secret);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', hashed)).slice(0, checkBytes);
};

/** Regroups the bits of numbers. Bits that fill no whole number are left out. */
const regroup = (numbers: Iterable<number>, from: number, to: number): number[] => {
  const regrouped: number[] = [];
  let value = 0;
  let bits = 0;
  for (const each of numbers) {
    value = (value << from) | each;
    for (bits += from; bits >= to;) {
      bits -= to;
      regrouped.push(value >> bits);
      value &= (1 << bits) - 1;
    }
  }
  return regrouped;
};

/** Returns numbers of `bits` bits as text. */
export const toBase32 = (numbers: Iterable<number>, bits: number): string =>
  regroup(numbers, bits, 5)
    .map((each) => alphabet[each])
    .join('');

/** Reads text as a person types it: numbers of five bits. A character that cannot be is -1. */
export const fromBase32 = (text: string): number[] =>
  Array.from(
    text
      .toUpperCase()
      .replace(/[\s\p{Pd}]/gu, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
    (char) => alphabet.indexOf(char),
  );

/** Returns characters as they are shown. */
export const inGroups = (text: string): string => (text.match(/.{1,4}/g) ?? []).join('-');

/** Returns a secret as text, with check characters, in groups. */
export const formatSecret = async (secret: Uint8Array): Promise<string> => {
  return inGroups(toBase32(concat(secret, await checkOf(secret)), 8));
};

/** Reads what `formatSecret` returned, as a person types it. Rejects with `secret_mistyped` if it is not whole and right. */
export const parseSecret = async (text: string): Promise<Bytes> => {
  const digits = fromBase32(text);
  const bytes = new Uint8Array(digits.includes(-1) ? [] : regroup(digits, 5, 8));
  const secret = bytes.slice(0, secretBytes);
  if (digits.length !== characters || !isSame(bytes.subarray(secretBytes), await checkOf(secret)))
    throw new ChatError('invalid', 'a character of the recovery secret is wrong, missing or too much', {
      reason: 'secret_mistyped',
      field: 'secret',
    });
  return secret;
};

/** What a recovery secret opens. */
export interface Recovery {
  /** Encrypts the private account key. */
  backupKey: Bytes;
  /** The key pair that room keys are encrypted for. The private key never leaves this object. */
  publicKey: Bytes;
  privateKey: PrivateKey;
}

/** Derives the keys of a user's secret. */
export const deriveRecovery = async (secret: Uint8Array, userId: string): Promise<Recovery> => {
  const { hpke } = await cipherSuite();
  const pair = await hpke.deriveKeyPair(await deriveKey(secret, 'chat.recovery-key.v1', userId));
  return {
    backupKey: await deriveKey(secret, 'chat.recovery-backup.v1', userId),
    publicKey: unshared(await hpke.exportPublicKey(pair.publicKey)),
    privateKey: pair.privateKey,
  };
};
