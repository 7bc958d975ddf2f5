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
  /** Changes parts of a profile, as it is stored. Changes of one user run one after the other. */
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

interface Cached {
  profile: StoredProfile;
  /** Of two reads, or a read and a change, the one with the greater number knows more. */
  order: number;
  /** Trusted until then if others may change it. */
  until: number;
}

export const createProfiles = (store: ProfileStore, rules: ProfileRules): Profiles => {
  // In order of use: the longest unused is removed first.
  const cached = new Map<string, Cached>();
  let others: { now(): number; changed(userId: string): void } | null = null;
  let order = 0;
  const inTurn = createKeyedQueue();

  const hold = (userId: string, entry: Cached): StoredProfile => {
    cached.delete(userId);
    cached.set(userId, entry);
    if (cached.size > maxCached) for (const oldest of cached.keys()) if (cached.delete(oldest)) break;
    return entry.profile;
  };

  const read: Profiles['read'] = async (userId) => {
    const known = cached.get(userId);
    if (known && !(others && others.now() >= known.until)) return hold(userId, known);
    const asked = { order: ++order, until: others ? others.now() + sharedForMs : 0 };
    const profile = await store.get(userId);
    const meanwhile = cached.get(userId);
    // The store may have read this one before a change that another read, or this node, knows.
    if (meanwhile && meanwhile.order > asked.order) return meanwhile.profile;
    return hold(userId, { profile, ...asked });
  };

  return {
    rules,
    read,
    known: (userId) => cached.get(userId)?.profile,
    change: (userId, decide) => {
      const work = async (): Promise<StoredProfile> => {
        // What another node has just changed may be missing from the cache.
        const stored = others ? await store.get(userId) : await read(userId);
        const profile = await store.change(userId, decide(stored));
        // What another node has changed since is read again when it would have been.
        const until = cached.get(userId)?.until ?? 0;
        hold(userId, { profile, order: ++order, until });
        others?.changed(userId);
        return profile;
      };
      return inTurn(userId, work);
    },
    forget: async (userId) => {
      await store.forget(userId);
      // A read on its way may bring back what there was.
      hold(userId, { profile: {}, order: ++order, until: 0 });
    },
    share: (now, changed) => void (others = { now, changed }),
    invalidate: (userId) => {
      const known = cached.get(userId);
      if (known) known.until = 0;
    },
    shown: (given, { name, avatarUrl }) => {
      const renamed = name && name.given === given.name && rules.mayRename(given);
      const pictured = avatarUrl !== undefined && given.avatarUrl === undefined;
      if (!renamed && !pictured) return given;
      return { ...given, ...(renamed && { name: name.chosen }), ...(pictured && { avatarUrl }) };
    },
  };
};
