import { decodeDeviceIdentity, encodeDeviceIdentity } from '@chat/protocol';
import type { AuthenticationService, Credential } from 'ts-mls';
import { ed25519 } from './cipher-suite.ts';

export interface KeyPair {
  publicKey: Uint8Array;
  /** The private key. */
  signKey: Uint8Array;
}

/** A device of a user: one leaf in the MLS group of each of its rooms. */
export interface Device {
  userId: string;
  keys: KeyPair;
  credential: Credential;
}

/** What a credential says, after its signature is verified. */
export interface DeviceIdentity {
  userId: string;
  /** The user's public key, which signed the device's. */
  accountKey: Uint8Array;
}

/** Whoever changes the format changes this label: a signature is never valid for another purpose. */
const label = 'chat.device.v1';
const utf8 = new TextEncoder();

const signedContent = (userId: string, deviceKey: Uint8Array): Uint8Array =>
  // The label has no zero byte and the key has a fixed length, so that no two contents are the same bytes.
  new Uint8Array([...utf8.encode(label), 0, ...deviceKey, ...utf8.encode(userId)]);

/** Returns a key pair for a user. It signs the keys of their devices. */
export const createAccountKey = (): Promise<KeyPair> => ed25519.keygen();

/** Returns a device of `userId`, whose key the user's account key has signed: a new one, unless it has keys. */
export const createDevice = async (userId: string, account: KeyPair, own?: KeyPair): Promise<Device> => {
  const keys = own ?? (await ed25519.keygen());
  const signature = await ed25519.sign(account.signKey, signedContent(userId, keys.publicKey));
  const identity = encodeDeviceIdentity({ accountKey: account.publicKey, signature, userId });
  return { userId, keys, credential: { credentialType: 'basic', identity } };
};

const partsOf = (credential: Credential) =>
  credential.credentialType === 'basic' ? decodeDeviceIdentity(credential.identity) : null;

/** Returns the user and account key of a credential without verifying it: MLS has done so for each leaf of a group. */
export const readCredential = (credential: Credential): DeviceIdentity | null => {
  const parts = partsOf(credential);
  return parts && { userId: parts.userId, accountKey: parts.accountKey };
};

/** Accepts a device only if the account key in its credential signed the device's key for that user. */
export const authenticationService: AuthenticationService = {
  async validateCredential(credential, signaturePublicKey) {
    const parts = partsOf(credential);
    if (!parts) return false;
    const content = signedContent(parts.userId, signaturePublicKey);
    try {
      return await ed25519.verify(parts.accountKey, content, parts.signature);
    } catch {
      return false; // not a key of Ed25519
    }
  },
};
