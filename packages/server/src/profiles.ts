import type { User } from '@chat/protocol';
import type { ProfileRules } from './profile-rules.ts';
import type { ProfileChange, ProfileStore, StoredProfile } from './storage/profile-store.ts';

/** What people say of themselves, held for those who were here lately. */
export interface Profiles {
  readonly rules: ProfileRules;
  read(userId: string): Promise<StoredProfile>;
  /** The same without waiting; undefined when it has to be read. */
  known(userId: string): StoredProfile | undefined;
  /** Changes parts of one's profile. Of one user, one change is decided after the other. */
  change(userId: string, decide: (profile: StoredProfile) => ProfileChange): Promise<StoredProfile>;
  /** Forgets what somebody said of themselves. */
  forget(userId: string): Promise<void>;
  /**
   * Somebody as they are shown. What `authenticate` gives wins: a picture of one's own stands where it gives none, a name
   * of one's own where it is theirs to change, and as long as it gives the name that they changed.
   */
  shown(given: User, profile: StoredProfile): User;
}

const mostHeld = 20_000;

export const createProfiles = (store: ProfileStore, rules: ProfileRules): Profiles => {
  // In order of use: the longest unused is forgotten first.
  const held = new Map<string, StoredProfile>();
  const changing = new Map<string, Promise<unknown>>();

  const hold = (userId: string, profile: StoredProfile): StoredProfile => {
    held.delete(userId);
    held.set(userId, profile);
    if (held.size > mostHeld) for (const oldest of held.keys()) if (held.delete(oldest)) break;
    return profile;
  };

  const read: Profiles['read'] = async (userId) => {
    const known = held.get(userId);
    if (known) return hold(userId, known);
    const stored = await store.get(userId);
    // What was changed meanwhile is newer.
    return hold(userId, held.get(userId) ?? stored);
  };

  return {
    rules,
    read,
    known: (userId) => held.get(userId),
    change: (userId, decide) => {
      const work = async (): Promise<StoredProfile> =>
        hold(userId, await store.change(userId, decide(await read(userId))));
      const turn = (changing.get(userId) ?? Promise.resolve()).then(work, work);
      changing.set(userId, turn);
      const over = (): void => {
        if (changing.get(userId) === turn) changing.delete(userId);
      };
      turn.then(over, over);
      return turn;
    },
    forget: async (userId) => {
      await store.forget(userId);
      held.delete(userId);
    },
    shown: (given, { name, avatarUrl }) => {
      const renamed = name && name.given === given.name && rules.mayRename(given);
      const pictured = avatarUrl !== undefined && given.avatarUrl === undefined;
      if (!renamed && !pictured) return given;
      return { ...given, ...(renamed && { name: name.chosen }), ...(pictured && { avatarUrl }) };
    },
  };
};
