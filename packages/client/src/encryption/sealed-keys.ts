// The key of an epoch, encrypted for the recovery key of a user (HPKE, RFC 9180, base mode).
import { cipherSuite, type PrivateKey } from './cipher-suite.ts';
import { concat, fromBase64, toBase64, utf8 } from './encoding.ts';
import type { RoomKey } from './key-store.ts';

/** Whose key of which epoch it is. A sealed key opens nowhere else. */
export interface SealPlace {
  userId: string;
  roomId: string;
  epoch: number;
}

/** The length of an encapsulated key of X25519. */
const encapsulatedBytes = 32;

const infoOf = ({ userId, roomId, epoch }: SealPlace): Uint8Array =>
  utf8(JSON.stringify(['chat.sealed-key.v1', roomId, epoch, userId]));

/** Returns the key of an epoch, encrypted for a recovery key (base64url): 80 bytes in base64url. */
export const sealKey = async (
  recoveryKey: string,
  place: Omit<SealPlace, 'epoch'>,
  { epoch, key }: Pick<RoomKey, 'epoch' | 'key'>,
): Promise<string> => {
  const { hpke } = await cipherSuite();
  const publicKey = await hpke.importPublicKey(fromBase64(recoveryKey));
  const { enc, ct } = await hpke.seal(publicKey, key, infoOf({ ...place, epoch }), new Uint8Array());
  return toBase64(concat(enc, ct));
};

/** Returns the key of an epoch. Rejects if it was encrypted for another user or another place. */
export const openSealedKey = async (
  privateKey: PrivateKey,
  place: SealPlace,
  sealed: string,
): Promise<Uint8Array> => {
  const { hpke } = await cipherSuite();
  const bytes = fromBase64(sealed);
  const [encapsulated, ciphertext] = [bytes.slice(0, encapsulatedBytes), bytes.slice(encapsulatedBytes)];
  return hpke.open(privateKey, encapsulated, ciphertext, infoOf(place), new Uint8Array());
};
