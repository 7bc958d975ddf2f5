import type { Member, Presence, User } from '@chat/protocol';

/** What has changed among those present since it was last told, of those that anybody knows by name. */
export interface PresenceDiff {
  joined: Member[];
  left: string[];
  updated: Member[];
  /** Everybody who has left. */
  gone: string[];
}

/** Gathers what changes among those present in one room until it is told. */
export interface PresenceChanges {
  note(userId: string, change: 'joined' | 'left' | 'updated'): void;
  /** These have been named to somebody, so that their going has to be told. At most `most` are kept in mind. */
  named(userIds: Iterable<string>, most: number): void;
  /** Takes what changed since the last call; null when nothing did. */
  take(): PresenceDiff | null;
  close(): void;
}

/** At most this many people are named in one `presence:changed`; the rest is in `occupancy` and on demand in `member:list`. */
export const namedPerDiff = 50;

/** Who comes into a room of more than this is only counted: else a thousand who come would be told a thousand names each. */
export const namedUpTo = 100;

/** `present` are those who are there now. */
export const createPresenceChanges = (
  present: ReadonlyMap<string, { member: Member }>,
  changed: () => void,
): PresenceChanges => {
  const diff = new Map<string, 'joined' | 'left' | 'updated'>();
  /** Those present, or gone and not yet told so, whom some reader knows by name. The others are a number to everybody. */
  const known = new Set<string>();
  return {
    note: (userId, change) => {
      const before = diff.get(userId);
      // Within one window only the outcome counts. Who came and went is told as gone all the same: a snapshot taken in
      // between has shown them.
      if (change === 'joined' && before === 'left') diff.set(userId, 'updated');
      else if (change !== 'updated' || before === undefined) diff.set(userId, change);
      changed();
    },
    named: (userIds, most) => {
      for (const userId of userIds) if (present.has(userId) && known.size < most) known.add(userId);
    },
    take: () => {
      if (diff.size === 0) return null;
      const taken: PresenceDiff = { joined: [], left: [], updated: [], gone: [] };
      for (const [userId, change] of diff) {
        const person = present.get(userId);
        if (change === 'left') {
          taken.gone.push(userId);
          if (known.delete(userId)) taken.left.push(userId);
        } else if (!person) continue;
        else if (change === 'updated') {
          if (known.has(userId)) taken.updated.push(person.member);
        } else if (present.size <= namedUpTo && taken.joined.length < namedPerDiff) {
          known.add(userId);
          taken.joined.push(person.member);
        }
      }
      diff.clear();
      return taken;
    },
    close: () => known.clear(),
  };
};

export const toPresence = (members: Member[], presence: (user: User) => Presence): Presence[] =>
  members.slice(0, namedPerDiff).map(({ user, role }) => ({ ...presence(user), role }));
