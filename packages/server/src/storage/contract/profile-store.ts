import type { ChosenStatus, FieldValue, LastSeen } from '@chat/protocol';

/** How somebody says they are. */
export interface StoredStatus {
  status: ChosenStatus;
  text?: string;
  /** When it lapses, ms since the epoch. */
  until?: number;
}

/** What a user has said of themselves, by parts. */
export interface StoredProfile {
  /** A name of their own choice, in place of one that `authenticate` gave them, and for as long as it gives that one. */
  name?: { chosen: string; given: string };
  /** Address of their picture. */
  avatarUrl?: string;
  /** Under which the bytes of an uploaded picture are kept: the same for all that follow. */
  pictureId?: string;
  about?: string;
  fields?: Record<string, FieldValue>;
  lastSeen?: LastSeen;
  status?: StoredStatus;
}

/** New parts of a profile; null takes one away. */
export type ProfileChange = { [Part in keyof StoredProfile]?: StoredProfile[Part] | null };

export interface ProfileStore {
  /** Returns the profile of a user, or an empty object if there is none. */
  get(userId: string): Promise<StoredProfile>;
  /**
   * Replaces each given part entirely, and returns the profile as it is then. Of concurrent changes, one is
   * applied entirely before the other: two changes of different parts both stand.
   */
  change(userId: string, change: ProfileChange): Promise<StoredProfile>;
  /** Removes the profile of a user. */
  forget(userId: string): Promise<void>;
}

/** The profile with the parts of a change in place of its own. Pure. */
export const applyProfileChange = (profile: StoredProfile, change: ProfileChange): StoredProfile =>
  Object.fromEntries(
    Object.entries({ ...profile, ...change }).filter(([, part]) => part !== null && part !== undefined),
  );
