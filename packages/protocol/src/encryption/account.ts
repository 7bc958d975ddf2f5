import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit } from '../fields.ts';
import { count, hasMore, nothing, schemaOf } from '../outputs.ts';
import { encryptionLimits, type SealedKey } from './encryption.ts';
import { base64, digest, epoch, sealedKey, signature } from './fields.ts';

/** The part of a user's account in encrypted rooms that members of their rooms may read. The account key signs it. */
export interface EncryptionAccount {
  /** One more with each change. */
  version: number;
  /** The public key that signs the devices of the user, base64url. */
  accountKey: string;
  /** The public key that room keys are encrypted for, base64url. The recovery secret has the private one. */
  recoveryKey: string;
  /** The devices that the user has removed, by their public keys. They never come back. */
  revoked: string[];
  /** By the account key, base64url. */
  signature: string;
}

/** The whole account, for its user alone. */
export interface OwnEncryptionAccount extends EncryptionAccount {
  /** The private account key, encrypted with the recovery secret, base64url. */
  backup: string;
  /** The list of the user's devices, encrypted with the private account key, base64url. */
  devices: string;
}

const shared = {
  version: count,
  accountKey: v.string(),
  recoveryKey: v.string(),
  revoked: v.pipe(v.array(v.string()), v.description('public keys of removed devices, base64url')),
  signature: v.pipe(v.string(), v.description('by the account key, base64url')),
};

const ownAccount = schemaOf<OwnEncryptionAccount>()(
  v.object({
    ...shared,
    backup: v.pipe(v.string(), v.description('the private account key, encrypted with the recovery secret')),
    devices: v.pipe(v.string(), v.description('the names of the devices, encrypted')),
  }),
);

const memberAccount = schemaOf<EncryptionAccount & { userId: string }>()(
  v.object({ userId: v.string(), ...shared }),
);

/** Nonce, a private key of 32 bytes and tag: 60 bytes. */
const backup = v.pipe(v.string(), v.regex(/^[\w-]{80}$/, 'must be 60 bytes in base64url'));
const mostOfDevices = 20_000;

const mostRevoked = encryptionLimits.revoked;

export const encryptionAccountCommands = {
  'encryption:account': command<{ account: OwnEncryptionAccount | null }>()({
    http: 'GET /encryption-account',
    summary: 'Get my account in encrypted rooms: what my devices have in common',
    input: v.strictObject({}),
    output: v.object({ account: v.nullable(ownAccount) }),
  }),
  'encryption:setAccount': command<Record<string, never>>()({
    http: 'PUT /encryption-account',
    load: 'send',
    maxKeys: 400,
    summary: 'Store the next version of my account in encrypted rooms; the first one of a version wins',
    input: v.strictObject({
      /** One more than the stored one; 1 if there is none. */
      version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
      accountKey: digest,
      recoveryKey: digest,
      revoked: v.pipe(
        v.array(digest),
        v.maxLength(mostRevoked, `must have at most ${mostRevoked} items`),
      ),
      signature,
      backup,
      devices: base64(mostOfDevices),
    }),
    output: nothing,
  }),
  'encryption:accounts': command<{ accounts: (EncryptionAccount & { userId: string })[] }>()({
    http: 'GET /rooms/:roomId/encryption-accounts',
    summary: 'List the accounts of the members of an encrypted room, as far as they have one',
    input: v.strictObject({ roomId: id }),
    output: v.object({ accounts: v.array(memberAccount) }),
  }),
  'encryption:seal': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/sealed-keys',
    load: 'send',
    maxKeys: 400,
    summary: 'Store keys of an encrypted room, encrypted for my recovery key',
    input: v.strictObject({
      roomId: id,
      seals: v.pipe(
        v.array(v.strictObject({ epoch, sealed: sealedKey })),
        v.minLength(1, 'must not be empty'),
        v.maxLength(100, 'must have at most 100 items'),
      ),
    }),
    output: nothing,
  }),
  'encryption:seals': command<{ seals: SealedKey[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/sealed-keys',
    summary: 'List the keys of an encrypted room that are encrypted for my recovery key, the latest first',
    input: v.strictObject({ roomId: id, before: v.optional(epoch), limit }),
    output: v.object({ seals: v.array(v.object({ epoch: count, sealed: v.string() })), hasMore }),
  }),
};
