import type { ApprovalState, ChosenStatus, FieldValue, LastSeen, OwnEncryptionAccount } from '@chat/protocol';

/** The status that a user chose. */
export interface StoredStatus {
  status: ChosenStatus;
  text?: string;
  /** When it expires, ms since the epoch. */
  until?: number;
}

/** The parts of a profile that a user has set. */
export interface StoredProfile {
  /**
   * A name that the user chose. It replaces the name that `authenticate` gave, as long as `authenticate`
   * gives the same one.
   */
  name?: { chosen: string; given: string };
  /** Address of the picture. */
  avatarUrl?: string;
  /** The key under which the bytes of an uploaded picture are stored; later pictures reuse it. */
  pictureId?: string;
  about?: string;
  fields?: Record<string, FieldValue>;
  lastSeen?: LastSeen;
  status?: StoredStatus;
  /** The user's account in encrypted rooms. */
  encryption?: OwnEncryptionAccount;
  /** The request of a new device for the account key. */
  approval?: ApprovalState;
  /** When the user blocked another one, ms since the epoch; by that user's id. */
  [blocked: `blocked:${string}`]: number;
}

/** New values for parts of a profile; null removes a part. */
export type ProfileChange = { [Part in keyof StoredProfile]?: StoredProfile[Part] | null };

export interface ProfileStore {
  /** Returns the profile of a user, or an empty object if there is none. */
  get(userId: string): Promise<StoredProfile>;
  /**
   * Replaces each given part entirely, and returns the profile as it is then. Of concurrent changes, one is
   * applied entirely before the other: two changes of different parts both stand. The part `encryption` is
   * replaced only by its next version: of concurrent changes to one version, the first one stands.
   */
  change(userId: string, change: ProfileChange): Promise<StoredProfile>;
  /** Removes the profile of a user. */
  forget(userId: string): Promise<void>;
}

/** Returns a change without an account that is not the next version of the stored one. */
const withNextAccount = ({ encryption }: StoredProfile, change: ProfileChange): ProfileChange => {
  const { encryption: next, ...others } = change;
  return next && next.version !== (encryption?.version ?? 0) + 1 ? others : change;
};

/** Returns the profile with a change applied. Pure. */
export const applyProfileChange = (profile: StoredProfile, change: ProfileChange): StoredProfile =>
  Object.fromEntries(
    Object.entries({ ...profile, ...withNextAccount(profile, change) }).filter(
      ([, part]) => part !== null && part !== undefined,
    ),
  ) as StoredProfile;
