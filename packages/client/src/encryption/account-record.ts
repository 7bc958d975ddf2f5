// The account of a user, as the server stores it: signed by the account key, with parts that only the user reads.
import type { EncryptionAccount, OwnEncryptionAccount } from '@chat/protocol';
import { ed25519 } from './cipher-suite.ts';
import type { KeyPair } from './device-credential.ts';
import { fromBase64, textOf, toBase64, utf8 } from './encoding.ts';
import type { Recovery } from './recovery-secret.ts';
import { decryptWith, deriveKey, encryptWith } from './room-key.ts';

/** A device of the user, as they named it. */
export interface NamedDevice {
  /** Its public key, base64url. */
  id: string;
  name: string;
  /** ms since the epoch. */
  addedAt: number;
}

/** The content of an account, as one of its devices knows it. */
export interface AccountContent extends Pick<EncryptionAccount, 'version' | 'recoveryKey' | 'revoked'> {
  backup: string;
  devices: readonly NamedDevice[];
}

type Signed = Omit<EncryptionAccount, 'signature'>;

const signedContent = (userId: string, account: Signed): Uint8Array => {
  const { version, accountKey, recoveryKey, revoked } = account;
  return utf8(`chat.account.v1\0${JSON.stringify([userId, version, accountKey, recoveryKey, revoked])}`);
};

/** Returns whether the account key in an account has signed it for this user. */
export const isGenuine = async (userId: string, account: EncryptionAccount): Promise<boolean> => {
  try {
    const [key, signature] = [fromBase64(account.accountKey), fromBase64(account.signature)];
    return await ed25519.verify(key, signedContent(userId, account), signature);
  } catch {
    return false; // not a key of Ed25519
  }
};

const backupData = (userId: string, accountKey: string): Uint8Array =>
  utf8(JSON.stringify(['chat.recovery-backup.v1', userId, accountKey]));

/** Returns the private account key, encrypted with a recovery secret. */
export const sealBackup = async (
  { backupKey }: Pick<Recovery, 'backupKey'>,
  userId: string,
  { publicKey, signKey }: KeyPair,
): Promise<string> =>
  toBase64(await encryptWith(backupKey, backupData(userId, toBase64(publicKey)), signKey));

/** Returns the account key. Rejects if the secret is another one, or the backup of another user or key. */
export const openBackup = async (
  { backupKey }: Pick<Recovery, 'backupKey'>,
  userId: string,
  { accountKey, backup }: Pick<OwnEncryptionAccount, 'accountKey' | 'backup'>,
): Promise<KeyPair> => ({
  publicKey: fromBase64(accountKey),
  signKey: await decryptWith(backupKey, backupData(userId, accountKey), fromBase64(backup)),
});

const listLabel = 'chat.account-devices.v1';
const listData = (userId: string, version: number): Uint8Array =>
  utf8(JSON.stringify([listLabel, userId, version]));

/** Returns the next version of an account, for the server. */
export const signAccount = async (
  userId: string,
  pair: KeyPair,
  { devices, backup, ...content }: AccountContent,
): Promise<OwnEncryptionAccount> => {
  const signed: Signed = { ...content, accountKey: toBase64(pair.publicKey) };
  const listKey = await deriveKey(pair.signKey, listLabel, userId);
  const list = utf8(JSON.stringify(devices));
  return {
    ...signed,
    signature: toBase64(await ed25519.sign(pair.signKey, signedContent(userId, signed))),
    backup,
    devices: toBase64(await encryptWith(listKey, listData(userId, content.version), list)),
  };
};

/** Returns the devices in an account. Rejects if the list is not of this version. */
export const openDevices = async (
  userId: string,
  { signKey }: KeyPair,
  { devices, version }: OwnEncryptionAccount,
): Promise<NamedDevice[]> => {
  const listKey = await deriveKey(signKey, listLabel, userId);
  const list = await decryptWith(listKey, listData(userId, version), fromBase64(devices));
  return JSON.parse(textOf(list)) as NamedDevice[];
};
