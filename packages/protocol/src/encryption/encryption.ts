import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit } from '../fields.ts';
import { count, hasMore, schemaOf, time } from '../outputs.ts';
import { base64, digest, epoch, sealedKey } from './fields.ts';

/** The state of the MLS group of an encrypted room. */
export interface MlsGroup {
  /** The number of the last commit. */
  epoch: number;
  /** A device of a user who is gone is still in the group: a member has to remove it before anybody sends. */
  isStale?: true;
  /**
   * Epochs that new members cannot walk back from yet, ascending: a device that was in the group before has to add the
   * link.
   */
  missingLinks?: number[];
}

/** The encryption of a room. */
export interface RoomEncryption {
  /** Only the devices of members can read its messages. Set at its creation. */
  encryption?: 'e2ee';
  /** The MLS group of an encrypted room; absent: no device has created it. */
  mlsGroup?: MlsGroup;
}

/** The content of a message in an encrypted room. Its `text` is empty. */
export interface EncryptedContent {
  /** The epoch whose key encrypts it. */
  epoch: number;
  /** The public key of the sending device, base64url. */
  device: string;
  /** base64url. */
  ciphertext: string;
  /** SHA-256 of the key of the message, base64url. Whoever reveals the key proves the content. */
  commitment: string;
}

/** What only the devices in an encrypted room can read, and is not stored. */
export type EncryptedSignal = Omit<EncryptedContent, 'commitment'>;

/** A commit of the MLS group of a room. */
export interface GroupCommit {
  /** The epoch that it begins. */
  epoch: number;
  /** An MLSMessage with a PublicMessage, base64url. */
  commit: string;
  /** ms since the epoch. */
  at: number;
}

/** How a device that has the key of an epoch gets that of the epoch before. */
export interface HistoryLink {
  epoch: number;
  /** The key of the epoch before, encrypted with that of this epoch, base64url. */
  link: string;
}

/** The key of an epoch, encrypted for the recovery key of a user. */
export interface SealedKey {
  epoch: number;
  /** base64url. */
  sealed: string;
}

/** The limits of encrypted rooms. */
export const encryptionLimits = {
  /** Members of one room. */
  members: 100,
  /** Devices of all members in one room. */
  devices: 100,
  /** Commits that are stored for one room. A device that has missed more joins by an external commit. */
  commits: 1_000,
  /** Epochs without a link that are remembered, of one room. History before an older one stays closed. */
  missingLinks: 100,
  /** Devices that a user has removed. */
  revoked: 200,
} as const;

/** Nonce, a key of 32 bytes and tag: 60 bytes. */
const historyLink = v.pipe(v.string(), v.regex(/^[\w-]{80}$/, 'must be 60 bytes in base64url'));
/** The limit of a frame is lower; these only bound each part. */
const mostOfMessage = 48_000;
/** Of 100 devices whose users have ids of 36 characters it is 51,400. */
const mostOfGroup = 60_000;

const mlsGroupSchema = schemaOf<MlsGroup>()(
  v.object({
    epoch: v.pipe(count, v.description('the number of the last commit')),
    isStale: v.optional(
      v.pipe(v.literal(true), v.description('a device of a user who is gone has to be removed')),
    ),
    missingLinks: v.optional(
      v.pipe(v.array(count), v.description('epochs that new members cannot walk back from yet, ascending')),
    ),
  }),
);

/** The fields of a room about its encryption. */
export const encryptionSchemas = {
  encryption: v.optional(v.literal('e2ee')),
  mlsGroup: v.optional(v.pipe(mlsGroupSchema, v.description('the MLS group of an encrypted room'))),
};

export const encryptedContentSchema = schemaOf<EncryptedContent>()(
  v.object({ epoch: count, device: v.string(), ciphertext: v.string(), commitment: v.string() }),
);

/** The content of a message to an encrypted room. */
export const encryptedInput = v.strictObject({
  epoch,
  device: digest,
  ciphertext: base64(mostOfMessage),
  commitment: digest,
});

/** A signal between two devices in a call of an encrypted room. */
export const encryptedSignalInput = v.strictObject({
  epoch,
  device: digest,
  ciphertext: base64(mostOfMessage),
});

const groupCommit = schemaOf<GroupCommit>()(
  v.object({
    epoch: v.pipe(count, v.description('the epoch that it begins')),
    commit: v.pipe(v.string(), v.description('an MLSMessage, base64url')),
    at: time,
  }),
);

export const encryptionCommands = {
  'encryption:commit': command<MlsGroup>()({
    http: 'POST /rooms/:roomId/commits',
    creates: true,
    load: 'send',
    maxKeys: 400,
    summary: 'Begin the next epoch of an encrypted room; the first commit of an epoch wins',
    input: v.strictObject({
      roomId: id,
      /** The epoch that begins: one more than the room's, or 0 to create the group. */
      epoch,
      /** An MLSMessage with a PublicMessage. Absent: creates the group. */
      commit: v.optional(base64(mostOfMessage)),
      /** An MLSMessage with the GroupInfo of the epoch, with its ratchet tree and external key. */
      groupInfo: base64(mostOfGroup),
      /** The key of the epoch before, encrypted with that of this one. Dropped if new members do not read the history. */
      link: v.optional(historyLink),
      /** The key of the epoch, encrypted for the recovery keys of members. Those of others are dropped. */
      seals: v.optional(
        v.pipe(
          v.array(v.strictObject({ userId: id, sealed: sealedKey })),
          v.maxLength(encryptionLimits.members, `must have at most ${encryptionLimits.members} items`),
        ),
      ),
    }),
    output: mlsGroupSchema,
  }),
  'encryption:commits': command<{ commits: GroupCommit[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/commits',
    summary: 'List the stored commits of an encrypted room by epoch, after an epoch',
    input: v.strictObject({ roomId: id, after: v.optional(epoch), limit }),
    output: v.object({ commits: v.array(groupCommit), hasMore }),
  }),
  'encryption:group': command<{ epoch: number; groupInfo: string }>()({
    http: 'GET /rooms/:roomId/group',
    summary: 'Get the information by which a device joins the group of an encrypted room',
    input: v.strictObject({ roomId: id }),
    output: v.object({
      epoch: count,
      groupInfo: v.pipe(v.string(), v.description('an MLSMessage, base64url')),
    }),
  }),
  'encryption:link': command<MlsGroup>()({
    http: 'POST /rooms/:roomId/history-links',
    creates: true,
    load: 'send',
    summary: 'Add the missing link by which new members of an encrypted room read the epoch before',
    input: v.strictObject({ roomId: id, epoch, link: historyLink }),
    output: mlsGroupSchema,
  }),
  'encryption:links': command<{ links: HistoryLink[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/history-links',
    summary: 'List the links to earlier epochs of an encrypted room, the latest first',
    input: v.strictObject({ roomId: id, before: v.optional(epoch), limit }),
    output: v.object({
      links: v.array(v.object({ epoch: count, link: v.string() })),
      hasMore,
    }),
  }),
};
