import type { User } from '@chat/protocol';
import { createKeyedQueue } from '../async/keyed-queue.ts';
import type { ProfileRules } from './profile-rules.ts';
import type { ProfileChange, ProfileStore, StoredProfile } from '../storage/contract/profile-store.ts';

/** Profiles of users, cached for recent ones. */
export interface Profiles {
  readonly rules: ProfileRules;
  read(userId: string): Promise<StoredProfile>;
  /** Returns a cached profile; undefined if it has to be read. */
  known(userId: string): StoredProfile | undefined;
  /** Changes parts of a profile. Changes of one user run one after the other. */
  change(userId: string, decide: (profile: StoredProfile) => ProfileChange): Promise<StoredProfile>;
  /**
   * Others write to the same store: cached profiles are read again after a few seconds. `changed` is called
   * for changes made here, to notify other nodes.
   */
  share(now: () => number, changed: (userId: string) => void): void;
  /** A profile was changed on another node. */
  invalidate(userId: string): void;
  /** Deletes a profile. */
  forget(userId: string): Promise<void>;
  /**
   * Returns the displayed user. `authenticate` has priority: the profile's picture is used if it gives none,
   * the profile's name if users may change theirs, and as long as `authenticate` still gives the name that
   * they changed.
   */
  shown(given: User, profile: StoredProfile): User;
}

const maxCached = 20_000;
/** A cached profile is trusted for this long if others may change it. */
const sharedForMs = 5_000;

export const createProfiles = (store: ProfileStore, rules: ProfileRules): Profiles => {
  // In order of use: the longest unused is removed first.
  const cached = new Map<string, StoredProfile>();
  /** Until when each is trusted; empty if nobody else writes. */
  const trusted = new Map<string, number>();
  let others: { now(): number; changed(userId: string): void } | null = null;
  const inTurn = createKeyedQueue();

  const drop = (userId: string): boolean => {
    trusted.delete(userId);
    return cached.delete(userId);
  };

  const hold = (userId: string, profile: StoredProfile): StoredProfile => {
    cached.delete(userId);
    cached.set(userId, profile);
    if (cached.size > maxCached) for (const oldest of cached.keys()) if (drop(oldest)) break;
    return profile;
  };

  const read: Profiles['read'] = async (userId) => {
    const known = cached.get(userId);
    if (known && !(others && others.now() >= (trusted.get(userId) ?? 0))) return hold(userId, known);
    const stored = await store.get(userId);
    // A change made meanwhile is newer.
    const meanwhile = cached.get(userId);
    if (others) trusted.set(userId, others.now() + sharedForMs);
    return hold(userId, meanwhile === known ? stored : (meanwhile ?? stored));
  };

  return {
    rules,
    read,
    known: (userId) => cached.get(userId),
    change: (userId, decide) => {
      const work = async (): Promise<StoredProfile> => {
        const changed = hold(userId, await store.change(userId, decide(await read(userId))));
        others?.changed(userId);
        return changed;
      };
      return inTurn(userId, work);
    },
    forget: async (userId) => {
      await store.forget(userId);
      drop(userId);
    },
    share: (now, changed) => void (others = { now, changed }),
    invalidate: (userId) => void trusted.delete(userId),
    shown: (given, { name, avatarUrl }) => {
      const renamed = name && name.given === given.name && rules.mayRename(given);
      const pictured = avatarUrl !== undefined && given.avatarUrl === undefined;
      if (!renamed && !pictured) return given;
      return { ...given, ...(renamed && { name: name.chosen }), ...(pictured && { avatarUrl }) };
    },
  };
};
