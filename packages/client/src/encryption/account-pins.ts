import type { DeviceIdentity } from './device-credential.ts';

/** The account keys of each user that this device has seen, in hexadecimal, the first one first. */
export type AccountPins = Readonly<Record<string, readonly string[]>>;

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (each) => each.toString(16).padStart(2, '0')).join('');

/**
 * Pins the account keys of users at first sight. `changed` lists the users with a key that is new although another was pinned:
 * they have a new account key, or the server pretends so. Members are told, and the user is no longer verified.
 */
export const pinAccountKeys = (
  pins: AccountPins,
  devices: readonly DeviceIdentity[],
): { pins: AccountPins; changed: string[] } => {
  const known = new Map(Object.entries(pins));
  const changed = new Set<string>();
  for (const { userId, accountKey } of devices) {
    const key = hex(accountKey);
    const keys = known.get(userId) ?? [];
    if (keys.includes(key)) continue;
    if (keys.length > 0) changed.add(userId);
    known.set(userId, [...keys, key]);
  }
  return { pins: Object.fromEntries(known), changed: [...changed] };
};
