import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit } from '../fields.ts';
import { count, hasMore, isTrue, nothing, schemaOf, time } from '../outputs.ts';
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

/** The account of a member of a room. */
export interface MemberEncryptionAccount extends EncryptionAccount {
  userId: string;
}

/** The whole account, for its user alone. */
export interface OwnEncryptionAccount extends EncryptionAccount {
  /** The private account key, encrypted with the recovery secret, base64url. */
  backup: string;
  /** The list of the user's devices, encrypted with the private account key, base64url. */
  devices: string;
}

/**
 * What sealed keys are for. recovery: the recovery secret opens them. approval: a new device opens them that another one is
 * approving.
 */
export type SealPurpose = 'recovery' | 'approval';

/** How a new device of the user asks the others for the account key. */
export interface ApprovalState {
  /** A key of the new device for this request alone, base64url. */
  publicKey: string;
  /** Proves that its author knows the code that the new device shows, base64url. */
  proof: string;
  /** When it was made, ms since the epoch. */
  at: number;
  /** The account key, encrypted for the new device, base64url. */
  reply?: string;
  /** The keys of the rooms are encrypted for the new device too. */
  isSealed?: true;
}

/** A request ends after this time. */
export const approvalMs = 600_000;

const purpose = v.optional(v.picklist(['recovery', 'approval']));
/** Nonce, encapsulated key, a private key of 32 bytes and two tags: 108 bytes. */
const approvalReply = v.pipe(v.string(), v.regex(/^[\w-]{144}$/, 'must be 108 bytes in base64url'));

const approvalState = schemaOf<ApprovalState>()(
  v.object({
    publicKey: v.string(),
    proof: v.string(),
    at: time,
    reply: v.optional(v.string()),
    isSealed: isTrue,
  }),
);

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

const memberAccount = schemaOf<MemberEncryptionAccount>()(v.object({ userId: v.string(), ...shared }));

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
      revoked: v.pipe(v.array(digest), v.maxLength(mostRevoked, `must have at most ${mostRevoked} items`)),
      signature,
      backup,
      devices: base64(mostOfDevices),
    }),
    output: nothing,
  }),
  'encryption:accounts': command<{ accounts: MemberEncryptionAccount[] }>()({
    http: 'GET /rooms/:roomId/encryption-accounts',
    summary: 'List the accounts of the members of an encrypted room, as far as they have one',
    input: v.strictObject({ roomId: id }),
    output: v.object({ accounts: v.array(memberAccount) }),
  }),
  'encryption:seal': command<Record<string, never>>()({
    http: 'POST /rooms/:roomId/sealed-keys',
    load: 'send',
    maxKeys: 500,
    summary: 'Store keys of an encrypted room, encrypted for my recovery, or for a device that I approve',
    input: v.strictObject({
      roomId: id,
      purpose,
      seals: v.pipe(
        // With a user: the key of this epoch for another member, if it did not fit into the commit.
        v.array(v.strictObject({ userId: v.optional(id), epoch, sealed: sealedKey })),
        v.minLength(1, 'must not be empty'),
        v.maxLength(100, 'must have at most 100 items'),
      ),
    }),
    output: nothing,
  }),
  'encryption:seals': command<{ seals: SealedKey[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/sealed-keys',
    summary: 'List the keys of an encrypted room that are encrypted for me, the latest first',
    input: v.strictObject({ roomId: id, purpose, before: v.optional(epoch), limit }),
    output: v.object({ seals: v.array(v.object({ epoch: count, sealed: v.string() })), hasMore }),
  }),
  'encryption:requestApproval': command<Record<string, never>>()({
    http: 'PUT /encryption-account/approval',
    load: 'send',
    summary: 'Ask my other devices for the account key, in place of an earlier request',
    input: v.strictObject({ publicKey: digest, proof: digest }),
    output: nothing,
  }),
  'encryption:approval': command<{ approval: ApprovalState | null }>()({
    http: 'GET /encryption-account/approval',
    summary: 'Get the request of a new device of mine, and the reply',
    input: v.strictObject({}),
    output: v.object({ approval: v.nullable(approvalState) }),
  }),
  'encryption:approve': command<Record<string, never>>()({
    http: 'POST /encryption-account/approval',
    load: 'send',
    summary: 'Reply to the request of a new device of mine',
    input: v.strictObject({
      /** Of the request. */
      publicKey: digest,
      reply: approvalReply,
      isSealed: v.optional(v.literal(true)),
    }),
    output: nothing,
  }),
};
