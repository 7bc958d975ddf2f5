import type { ChatError } from '@chat/protocol';

/** A device that reads the room. */
export interface RoomDevice {
  userId: string;
  /** Its public key, base64url. */
  id: string;
  /** It is this one. */
  isOwn: boolean;
}

/**
 * What a correct server does not send, and this device has noticed. invalid_commit: a change of the group that no member has
 * made for this epoch. rolled_back: an older state of the group, as after the restore of a backup.
 */
export type EncryptionWarning = 'invalid_commit' | 'rolled_back';

export interface EncryptionState {
  /**
   * starting: this device is joining. waiting: it joins once the user has approved it, see `client.encryption`. ready: it
   * reads and writes. failed: it cannot, see `error`, which has the reason `not_encrypted` if the server denies that the
   * room is encrypted: nothing is sent then.
   */
  status: 'starting' | 'waiting' | 'ready' | 'failed';
  error: ChatError | null;
  devices: readonly RoomDevice[];
  /**
   * Ids of users of whom this device has seen more than one account key, of a device or in a message: they have a new
   * device, or it is not theirs.
   */
  newKeys: readonly string[];
  /** Ids of users whose account the server has altered, replaced by an older one, or withholds: nothing is encrypted for it. */
  altered: readonly string[];
  /** Ids of users whose safety number this user has compared with them: all their devices here have keys of then. */
  verified: readonly string[];
  /** Ids of users who were verified, and have another account key now. Nothing is sent until they are verified again, or unmarked. */
  lapsed: readonly string[];
  /** What this page has noticed. */
  warnings: readonly EncryptionWarning[];
}

/** Before the code of encrypted rooms is loaded, too. */
export const startingState: EncryptionState = {
  status: 'starting',
  error: null,
  devices: [],
  newKeys: [],
  altered: [],
  verified: [],
  lapsed: [],
  warnings: [],
};
