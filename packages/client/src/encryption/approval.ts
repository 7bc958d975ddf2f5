// How a new device gets the account key from another one of the same user: the user types the code of the new device there.
import {
  ChatError,
  isTransient,
  type ApprovalState,
  type Call,
  type OwnEncryptionAccount,
} from '@chat/protocol';
import { noop } from '../platform/noop.ts';
import { createTimer } from '../platform/timer.ts';
import type { AccountRooms } from './account-rooms.ts';
import { isGenuine } from './account-record.ts';
import { cipherSuite, type Bytes, type PrivateKey } from './cipher-suite.ts';
import type { KeyPair } from './device-credential.ts';
import { concat, fromBase64, toBase64, utf8 } from './encoding.ts';
import type { KeyStore } from './key-store.ts';
import { fromBase32, inGroups, toBase32 } from './recovery-secret.ts';
import { decryptWith, deriveKey, encryptWith } from './room-key.ts';

/** A request for the account key. */
export interface ApprovalRequest {
  /** To type on another device: 12 characters in groups. */
  code: string;
  /** Resolves when this device has the account key and the keys of the rooms. */
  approved: Promise<void>;
  /** Stops waiting. */
  cancel(): void;
}

export interface Approvals {
  requestApproval(): Promise<ApprovalRequest>;
  approve(code: string): Promise<void>;
}

export interface ApprovalOptions {
  call: Call;
  userId: string;
  keys: KeyStore;
  rooms: AccountRooms;
  now: () => number;
  load: () => Promise<{ status: string }>;
  /** Gives this device the account key. */
  adopt: (pair: KeyPair, account: OwnEncryptionAccount) => Promise<void>;
  restoreRoom: AccountRooms['restore'];
}

/** 60 bits. Each guess costs so many hashes, and guesses count only until the request ends: its key pair is gone then. */
const codeCharacters = 12;
const iterations = 200_000;
const encapsulatedBytes = 32;
const pollMs = 700;
/** A request ends after this time. The server's figure comes with all schemas, which no page loads. */
const approvalMs = 600_000;
/** How long the new device waits for the keys of the rooms once it has the account key, and the other one for it. */
const patienceMs = 90_000;

const codeKeyOf = async (code: string, userId: string): Promise<Bytes> => {
  const password = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveBits']);
  const salt = utf8(`chat.approval-code.v1\0${userId}`);
  const parameters = { name: 'PBKDF2', hash: 'SHA-512', salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, password, 256));
};

const proofOf = async (codeKey: Bytes, userId: string, publicKey: string): Promise<string> =>
  toBase64(await deriveKey(codeKey, 'chat.approval-request.v1', JSON.stringify([userId, publicKey])));

const replyKeyOf = (codeKey: Bytes, userId: string, publicKey: string): Promise<Bytes> =>
  deriveKey(codeKey, 'chat.approval-reply.v1', JSON.stringify([userId, publicKey]));

const replyData = (userId: string, accountKey: string): Bytes =>
  utf8(JSON.stringify(['chat.approval-reply.v1', userId, accountKey]));

const wrongCode = (): ChatError =>
  new ChatError('forbidden', 'the code is not that of the device which asks', { reason: 'wrong_code' });
const noRequest = (): ChatError => new ChatError('not_found', 'no device asks', { reason: 'no_request' });

/** Reads a code as a person types it. */
const parseCode = (text: string): string => {
  const digits = fromBase32(text);
  if (digits.length !== codeCharacters || digits.includes(-1)) throw wrongCode();
  return toBase32(digits, 5);
};

export const createApprovals = (options: ApprovalOptions): Approvals => {
  const { call, userId, keys, rooms, now, load, adopt, restoreRoom } = options;

  /** Asks again and again, until there is a result or it is too late. */
  const poll = async <T>(find: () => Promise<T | null>, until: number, isOver = () => false): Promise<T> => {
    for (;;) {
      const found = await find().catch((error: unknown) => {
        if (error instanceof ChatError && isTransient(error.code)) return null;
        throw error;
      });
      if (found !== null) return found;
      if (isOver() || now() >= until) throw new ChatError('timeout', 'no other device has replied');
      const timer = createTimer();
      await new Promise<void>((resolve) => timer.start(pollMs, resolve));
    }
  };
  const stateOf = async (publicKey: string): Promise<ApprovalState> => {
    const { approval } = await call('encryption:approval', {});
    if (approval?.publicKey !== publicKey) throw noRequest();
    return approval;
  };

  /** Returns the account key in a reply. Rejects unless the device that made it knows the code. */
  const open = async (
    reply: string,
    codeKey: Bytes,
    pair: { publicKey: string; privateKey: PrivateKey },
    accountKey: string,
  ): Promise<KeyPair> => {
    const { hpke } = await cipherSuite();
    const data = replyData(userId, accountKey);
    const replyKey = await replyKeyOf(codeKey, userId, pair.publicKey);
    const sealed = await decryptWith(replyKey, data, fromBase64(reply));
    const [enc, ciphertext] = [sealed.slice(0, encapsulatedBytes), sealed.slice(encapsulatedBytes)];
    const signKey = await hpke.open(pair.privateKey, enc, ciphertext, data, new Uint8Array());
    return { publicKey: fromBase64(accountKey), signKey };
  };

  const seal = async (pair: KeyPair, codeKey: Bytes, publicKey: string): Promise<string> => {
    const { hpke } = await cipherSuite();
    const data = replyData(userId, toBase64(pair.publicKey));
    const key = await hpke.importPublicKey(fromBase64(publicKey));
    const { enc, ct } = await hpke.seal(key, pair.signKey, data, new Uint8Array());
    return toBase64(await encryptWith(await replyKeyOf(codeKey, userId, publicKey), data, concat(enc, ct)));
  };

  return {
    requestApproval: async () => {
      const { hpke } = await cipherSuite();
      const pair = await hpke.generateKeyPair();
      const publicKey = toBase64(await hpke.exportPublicKey(pair.publicKey));
      const { privateKey } = pair;
      const digits = crypto.getRandomValues(new Uint8Array(codeCharacters)).map((byte) => byte & 31);
      const code = toBase32(digits, 5);
      const codeKey = await codeKeyOf(code, userId);
      await call('encryption:requestApproval', {
        publicKey,
        proof: await proofOf(codeKey, userId, publicKey),
      });
      let isCancelled = false;
      const wait = async (): Promise<void> => {
        const replied = async () => (await stateOf(publicKey)).reply ?? null;
        const reply = await poll(replied, now() + approvalMs, () => isCancelled);
        const { account } = await call('encryption:account', {});
        const key =
          account &&
          (await isGenuine(userId, account)) &&
          (await open(reply, codeKey, { publicKey, privateKey }, account.accountKey).catch(() => null));
        if (!account || !key)
          throw new ChatError('forbidden', 'the reply is not by a device of this user', {
            reason: 'account_altered',
          });
        await adopt(key, account);
        await rooms.each((room) => rooms.groupOf(room).follow(room.epoch));
        // Says that it is in the rooms: every key from now on is its own, and the other device has those before.
        await call('encryption:requestApproval', {
          publicKey,
          proof: await proofOf(codeKey, userId, `${publicKey} joined`),
        });
        const sealed = async () => (await stateOf(publicKey)).isSealed ?? null;
        await poll(sealed, now() + patienceMs, () => isCancelled);
        await rooms.each((room) => restoreRoom(room, 'approval', privateKey));
      };
      const approved = wait();
      // Whoever shows the code may be gone.
      approved.catch(noop);
      return {
        code: inGroups(code),
        approved,
        cancel: () => void (isCancelled = true),
      };
    },
    approve: async (text) => {
      const { status } = await load();
      if (status !== 'ready')
        throw new ChatError('forbidden', 'this device has no account key', { reason: 'needs_recovery' });
      const codeKey = await codeKeyOf(parseCode(text), userId);
      const { approval } = await call('encryption:approval', {});
      if (!approval) throw noRequest();
      const { publicKey, proof } = approval;
      if (proof !== (await proofOf(codeKey, userId, publicKey))) throw wrongCode();
      const reply = await seal((await keys.own()).account, codeKey, publicKey);
      await call('encryption:approve', { publicKey, reply });
      const joinedProof = await proofOf(codeKey, userId, `${publicKey} joined`);
      const joined = async () => ((await stateOf(publicKey)).proof === joinedProof ? true : null);
      await poll(joined, now() + patienceMs);
      await load();
      await rooms.each(async (room) => {
        await rooms.groupOf(room).follow(room.epoch);
        await rooms.seal(room, { purpose: 'approval', publicKey });
      });
      await call('encryption:approve', { publicKey, reply, isSealed: true });
    },
  };
};
