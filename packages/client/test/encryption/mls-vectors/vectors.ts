import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { GroupContext } from 'ts-mls';

/** Reads a file of vectors. Bytes in them are hexadecimal. */
export const vectorsOf = <T>(name: string): T[] =>
  JSON.parse(gunzipSync(readFileSync(new URL(`${name}.json.gz`, import.meta.url))).toString()) as T[];

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** Decodes all bytes of a hexadecimal string. Throws if some are left. */
export const decodeWith = <T>(
  decode: (from: Uint8Array, offset: number) => [T, number] | undefined,
  hex: string,
): T => {
  const from = bytes(hex);
  const [value, length] = decode(from, 0) ?? [];
  if (value === undefined || length !== from.length) throw new Error(`cannot decode ${hex.slice(0, 40)}`);
  return value;
};

export interface ContextVector {
  group_id: string;
  epoch: number;
  tree_hash: string;
  confirmed_transcript_hash: string;
}

/** Returns the context of a group without extensions. */
export const contextOf = (vector: ContextVector): GroupContext => ({
  version: 'mls10',
  cipherSuite: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519',
  groupId: bytes(vector.group_id),
  epoch: BigInt(vector.epoch),
  treeHash: bytes(vector.tree_hash),
  confirmedTranscriptHash: bytes(vector.confirmed_transcript_hash),
  extensions: [],
});
