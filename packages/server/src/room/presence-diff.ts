import type { Member, Presence, User } from '@chat/protocol';

/** Changes of presence since the last flush, of users that some client has listed. */
export interface PresenceDiff {
  joined: Member[];
  left: string[];
  updated: Member[];
  /** Everyone who has left. */
  gone: string[];
}

/** Collects the changes of presence in one room until they are sent. */
export interface PresenceChanges {
  note(userId: string, change: 'joined' | 'left' | 'updated'): void;
  /**
   * These users have been listed for a client, so their leaving has to be sent. At most `most` are
   * remembered.
   */
  named(userIds: Iterable<string>, most: number): void;
  /** Takes the changes since the last call; null if there are none. */
  take(): PresenceDiff | null;
  close(): void;
}

/**
 * One `presence:changed` lists at most this many users; the others are in `occupancy` and, on request, in
 * `member:list`.
 */
export const namedPerDiff = 50;

/**
 * In larger rooms, users who come are only counted; otherwise a thousand who come would each get a thousand
 * names.
 */
export const namedUpTo = 100;

/** `present` are the members present now. */
export const createPresenceChanges = (
  present: ReadonlyMap<string, { member: Member }>,
  onChange: () => void,
): PresenceChanges => {
  const diff = new Map<string, 'joined' | 'left' | 'updated'>();
  /** Users, present or just gone, that some client has listed. Others are only counted. */
  const known = new Set<string>();
  return {
    note: (userId, change) => {
      const before = diff.get(userId);
      // Within one window only the result counts. A user who came and went is sent as gone all the same,
      // because a snapshot in between has shown them.
      if (change === 'joined' && before === 'left') diff.set(userId, 'updated');
      else if (change !== 'updated' || before === undefined) diff.set(userId, change);
      onChange();
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
