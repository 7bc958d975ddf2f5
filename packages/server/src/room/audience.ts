import { firstScreen, type Member, type Presence, type User } from '@chat/protocol';
import type { Connection } from '../connection.ts';
import { shownUser } from '../people.ts';
import { takeOut } from '../take-out.ts';
import { isLater } from '../storage/new-mark.ts';
import type { Mark } from '../storage/storage.ts';
import { createNames } from './names.ts';

/** One for all who may read everything. */
const readsAll = Object.freeze({ visibleAfter: 0 });

interface Present {
  member: Member;
  connections: Connection[];
  /** As they came with it, and how far they have read since. A full store may not have kept it. */
  mark: Mark;
  /** Nobody is told of them before they may listen: their rights are still being read. */
  unconfirmed: boolean;
  /** Runs while a lost connection may still come back. */
  grace?: NodeJS.Timeout;
}

/** What has changed among those present since it was last told, of those that anybody knows by name. */
export interface PresenceDiff {
  joined: Member[];
  left: string[];
  updated: Member[];
  /** Everybody who has left. */
  gone: string[];
}

/** Who is in one room: people, by however many connections, and the connections that hear its events. */
export interface Audience {
  /** The user counts as present from now on; the connection hears nothing, and nobody is told of the user, before `listen`. */
  enter(connection: Connection, member: Member, mark: Mark, visibleAfter: number): void;
  /** The connection hears the room from now on. */
  listen(connection: Connection): void;
  /** Ends one connection's part; the user stays present for `graceMs` if it was their last. */
  leave(connection: Connection, graceMs: number): void;
  /** Ends all connections of a user, at once. */
  expel(userId: string): void;
  has(connection: Connection): boolean;
  /** The membership of somebody present, or undefined. */
  find(userId: string): Member | undefined;
  /** Whether somebody else present has this name, or one that looks the same. */
  isNameTaken(user: User): boolean;
  /** Those present, oldest first. */
  members(): Iterable<Member>;
  /** The same as `userId` may be told of them: without those who are still entering, but for themselves. */
  shownTo(userId: string): Iterable<Member>;
  /**
   * The first of them with their presence, as `userId` may be told: without those who are still entering, but for
   * themselves. The same array for many, as long as nothing changes: not to be written to.
   */
  firstScreen(userId: string): Member[];
  listeners(): Iterable<Connection>;
  /** A user's status or name changed. */
  touch(user: User): void;
  /** The membership of a user changed. */
  revise(member: Member): void;
  /** The user, if present, is there in the room now. */
  read(userId: string, mark: Mark): void;
  /** Since when somebody present is here, and how far they have read. */
  markOf(userId: string): Mark | undefined;
  /** These have been named to somebody, so that their going has to be told. At most `most` are kept in mind. */
  named(userIds: Iterable<string>, most: number): void;
  /** Takes what changed since the last call; null when nothing did. */
  takeDiff(): PresenceDiff | null;
  readonly occupancy: number;
  /** Greatest `visibleAfter` any listener has had. */
  readonly hiddenUpTo: number;
  close(): void;
}

/** `changed` is called when there is something for `takeDiff`; `describe` adds somebody's presence to their membership. */
export const createAudience = (
  roomId: string,
  changed: () => void,
  describe: (member: Member) => Member,
): Audience => {
  const present = new Map<string, Present>();
  const names = createNames();
  const listening = new Set<Connection>();
  const diff = new Map<string, 'joined' | 'left' | 'updated'>();
  /** Those present, or gone and not yet told so, whom some reader knows by name. The others are a number to everybody. */
  const known = new Set<string>();
  let hiddenUpTo = 0;
  let screen: { members: Member[]; ids: Set<string> } | null = null;

  /** Somebody is not as they were, or is shown from now on. */
  const spoil = (userId: string): void => {
    if (screen && (screen.members.length < firstScreen || screen.ids.has(userId))) screen = null;
  };

  const firstShown = (): Member[] => {
    if (screen) return screen.members;
    const members: Member[] = [];
    for (const { member, unconfirmed } of present.values()) {
      if (members.length === firstScreen) break;
      if (!unconfirmed) members.push(describe(member));
    }
    screen = { members, ids: new Set(members.map(({ user }) => user.id)) };
    for (const id of screen.ids) known.add(id);
    return members;
  };

  const note = (userId: string, change: 'joined' | 'left' | 'updated'): void => {
    const before = diff.get(userId);
    // Within one window only the outcome counts. Who came and went is told as gone all the same: a snapshot taken in
    // between has shown them.
    if (change === 'joined' && before === 'left') diff.set(userId, 'updated');
    else if (change !== 'updated' || before === undefined) diff.set(userId, change);
    changed();
  };

  const vanish = (userId: string): void => {
    const person = present.get(userId);
    if (!person) return;
    clearTimeout(person.grace);
    present.delete(userId);
    spoil(userId);
    names.remove(userId);
    note(userId, 'left');
  };

  const detach = (connection: Connection): void => {
    connection.rooms.delete(roomId);
    listening.delete(connection);
  };

  return {
    enter: (connection, member, mark, visibleAfter) => {
      connection.rooms.set(roomId, visibleAfter === 0 ? readsAll : { visibleAfter });
      hiddenUpTo = Math.max(hiddenUpTo, visibleAfter);
      const person = present.get(member.user.id);
      if (!person) {
        present.set(member.user.id, {
          member,
          connections: [connection],
          mark,
          unconfirmed: true,
        });
        names.put(member.user.id, member.user.name);
        return;
      }
      clearTimeout(person.grace);
      if (!person.connections.includes(connection)) person.connections.push(connection);
      const before = person.member.user;
      person.member = member;
      spoil(member.user.id);
      if (before.name !== member.user.name) names.put(before.id, member.user.name);
      const renamed = before.name !== member.user.name || before.avatarUrl !== member.user.avatarUrl;
      if (renamed && !person.unconfirmed) note(before.id, 'updated');
    },
    listen: (connection) => {
      if (!connection.rooms.has(roomId)) return;
      listening.add(connection);
      const { id } = connection.user;
      const person = present.get(id);
      if (!person?.unconfirmed) return;
      person.unconfirmed = false;
      spoil(id);
      note(id, 'joined');
    },
    leave: (connection, graceMs) => {
      detach(connection);
      const { id } = connection.user;
      const person = present.get(id);
      if (!person || !takeOut(person.connections, connection) || person.connections.length > 0) return;
      if (graceMs === 0) vanish(id);
      else person.grace = setTimeout(vanish, graceMs, id).unref();
    },
    expel: (userId) => {
      for (const connection of present.get(userId)?.connections ?? []) detach(connection);
      vanish(userId);
    },
    has: (connection) => present.get(connection.user.id)?.connections.includes(connection) ?? false,
    find: (userId) => present.get(userId)?.member,
    isNameTaken: ({ id, name }) => names.isTaken(name, id),
    members: function* () {
      for (const { member } of present.values()) yield member;
    },
    shownTo: function* (userId) {
      for (const { member, unconfirmed } of present.values())
        if (!unconfirmed || member.user.id === userId) yield member;
    },
    firstScreen: (userId) => {
      const shown = firstShown();
      const own = present.get(userId);
      return shown.length < firstScreen && own?.unconfirmed ? [...shown, describe(own.member)] : shown;
    },
    listeners: () => listening,
    touch: (user) => {
      const person = present.get(user.id);
      if (!person) return;
      if (person.member.user.name !== user.name) names.put(user.id, user.name);
      person.member = { ...person.member, user: shownUser(user) };
      spoil(user.id);
      if (!person.unconfirmed) note(user.id, 'updated');
    },
    revise: (member) => {
      const person = present.get(member.user.id);
      if (!person) return;
      person.member = { ...member, user: person.member.user };
      spoil(member.user.id);
    },
    read: (userId, mark) => {
      const person = present.get(userId);
      if (person && isLater(mark, person.mark)) person.mark = mark;
    },
    markOf: (userId) => present.get(userId)?.mark,
    named: (userIds, most) => {
      for (const userId of userIds) if (present.has(userId) && known.size < most) known.add(userId);
    },
    takeDiff: () => {
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
    get occupancy() {
      return present.size;
    },
    get hiddenUpTo() {
      return hiddenUpTo;
    },
    close: () => {
      for (const { grace } of present.values()) clearTimeout(grace);
      present.clear();
      known.clear();
      listening.clear();
    },
  };
};

/** At most this many people are named in one `presence:changed`; the rest is in `occupancy` and on demand in `member:list`. */
export const namedPerDiff = 50;

/** Who comes into a room of more than this is only counted: else a thousand who come would be told a thousand names each. */
export const namedUpTo = 100;

export const toPresence = (members: Member[], presence: (user: User) => Presence): Presence[] =>
  members.slice(0, namedPerDiff).map(({ user, role }) => ({ ...presence(user), role }));
