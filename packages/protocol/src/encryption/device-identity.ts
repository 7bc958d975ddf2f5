const keyBytes = 32;
const signatureBytes = 64;

/** The identity in the credential of a device: the user's account key, its signature of the device's key, the user. */
export interface DeviceIdentity {
  accountKey: Uint8Array;
  signature: Uint8Array;
  userId: string;
}

/** Returns the identity as bytes. */
export const encodeDeviceIdentity = ({ accountKey, signature, userId }: DeviceIdentity): Uint8Array =>
  new Uint8Array([...accountKey, ...signature, ...new TextEncoder().encode(userId)]);

/** Reads an identity. It verifies no signature. Returns null if it is none. */
export const decodeDeviceIdentity = (identity: Uint8Array): DeviceIdentity | null => {
  const name = identity.subarray(keyBytes + signatureBytes);
  if (name.length === 0) return null;
  try {
    return {
      accountKey: identity.subarray(0, keyBytes),
      signature: identity.subarray(keyBytes, keyBytes + signatureBytes),
      userId: new TextDecoder('utf-8', { fatal: true }).decode(name),
    };
  } catch {
    return null;
  }
};
