import { firstScreen, type Member, type Role, type User } from '@chat/protocol';
import { type Connection, removeItem } from '../connections/connection.ts';
import { shownUser } from '../users/online-users.ts';
import { isNewerReadMarker } from '../storage/shared/read-marker.ts';
import type { ReadMarker } from '../storage/contract/storage.ts';
import { createPresenceChanges, type PresenceDiff } from './presence-diff.ts';
import { nameKeys } from '../names/look-alike.ts';

/** Shared by all connections without hidden history. */
const readsAll = Object.freeze({ visibleAfter: 0 });

interface Present {
  member: Member;
  connections: Connection[];
  /**
   * The member's mark, with their read position since. Unknown if a full store could not save it, or if the
   * member is on another node.
   */
  mark?: ReadMarker | undefined;
  /** Hidden from others until they may listen: their rights are still being read. */
  unconfirmed: boolean;
  /** Whether other nodes have been told. */
  shared?: boolean;
  /** The member's presence on other nodes, by node id. */
  remote?: Map<string, Member>;
  /** Runs while a lost connection may still come back. */
  grace?: NodeJS.Timeout | undefined;
}

/** The members present in one room, with their connections, and the connections that listen to its events. */
export interface Audience {
  /**
   * Adds a connection. The user is present from now on; the connection gets no events, and others do not see
   * the user, before `listen`.
   */
  enter(connection: Connection, member: Member, mark: ReadMarker, visibleAfter: number): void;
  /** Lets an overlay `listen`. Nobody is present by it. */
  watch(connection: Connection, visibleAfter: number): void;
  /** The connection gets the room's events from now on. */
  listen(connection: Connection): void;
  /** Removes one connection; the user stays present for `graceMs` if it was the last. */
  leave(connection: Connection, graceMs: number): void;
  /** Returns whether the connection gets the room's events. */
  isListening(connection: Connection): boolean;
  /**
   * These connections get no events from now on, until they `enter` and `listen` again. Returns those that
   * did.
   */
  pause(connections: Iterable<Connection>): Connection[];
  /** Removes all connections of a user at once. */
  expel(userId: string): void;
  has(connection: Connection): boolean;
  /** Returns the membership of a present user, or undefined. */
  find(userId: string): Member | undefined;
  /** Returns whether another present user has this name or one that looks the same. */
  isNameTaken(user: User): boolean;
  /** Returns the present members, oldest first. */
  members(): Iterable<Member>;
  /**
   * Returns the present members as `userId` may see them: without users who are still entering, except
   * themselves.
   */
  shownTo(userId: string): Iterable<Member>;
  /**
   * Returns the first present members with their status, as `userId` may see them. The same array for many
   * callers until something changes: do not modify it.
   */
  firstScreen(userId: string): Member[];
  /** Returns the members who are present on this node. */
  here(): Iterable<Member>;
  listeners(): Iterable<Connection>;
  /** A user's status or name changed. */
  touch(user: User): void;
  /** The membership of a user changed. */
  revise(member: Member): void;
  /**
   * Sets a member's presence on another node; null: no longer. Users who are also here, or on a third node,
   * neither come nor go.
   */
  setRemote(nodeId: string, userId: string, member: Member | null): void;
  /** Returns whether no user and no overlay is in the room on this node. */
  isEmptyHere(): boolean;
  /** Sets the read position of a present user. */
  read(userId: string, mark: ReadMarker): void;
  /** Returns the mark of a present user. */
  markOf(userId: string): ReadMarker | undefined;
  /**
   * These users have been listed for a client, so their leaving has to be sent. At most `most` are
   * remembered.
   */
  named(userIds: Iterable<string>, most: number): void;
  /** Takes the changes since the last call; null if there are none. */
  takeDiff(): PresenceDiff | null;
  readonly occupancy: number;
  /** Greatest `visibleAfter` that any listener has had. */
  readonly hiddenUpTo: number;
  close(): void;
}

/**
 * `changed` is called if there is something for `takeDiff`; `describe` adds a member's status; `share`
 * publishes members to other nodes, if there are any.
 */
export const createAudience = (
  roomId: string,
  onChange: () => void,
  describe: (member: Member) => Member,
  share?: (userId: string, member: Member | null) => void,
): Audience => {
  const present = new Map<string, Present>();
  const names = createNames();
  const listening = new Set<Connection>();
  const changes = createPresenceChanges(present, onChange);
  const { note } = changes;
  let hiddenUpTo = 0;
  let screen: { members: Member[]; ids: Set<string> } | null = null;

  /** Records that a member has changed, or is visible from now on. */
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
    changes.named(screen.ids, Infinity);
    return members;
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

  /** Only members who may listen are published to other nodes. */
  const shareNow = (person: Present): void => {
    if (!share) return;
    person.shared = true;
    share(person.member.user.id, person.member);
  };

  /** The user's last connection to this node is gone. */
  const depart = (userId: string): void => {
    const person = present.get(userId);
    if (!person) return;
    clearTimeout(person.grace);
    person.grace = undefined;
    if (person.shared) share?.(userId, null);
    person.shared = false;
    const [other] = person.remote?.values() ?? [];
    if (!other) return vanish(userId);
    person.mark = undefined;
    person.member = other;
    spoil(userId);
  };

  const isHere = ({ connections, grace }: Present): boolean => connections.length > 0 || grace !== undefined;

  const detach = (connection: Connection): void => {
    connection.rooms.delete(roomId);
    listening.delete(connection);
  };

  const watch = (connection: Connection, visibleAfter: number): void => {
    connection.rooms.set(roomId, visibleAfter === 0 ? readsAll : { visibleAfter });
    hiddenUpTo = Math.max(hiddenUpTo, visibleAfter);
  };

  return {
    watch,
    enter: (connection, member, mark, visibleAfter) => {
      watch(connection, visibleAfter);
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
      if (person.grace) person.grace = undefined;
      person.mark ??= mark;
      if (!person.connections.includes(connection)) person.connections.push(connection);
      const before = person.member.user;
      person.member = member;
      spoil(member.user.id);
      if (before.name !== member.user.name) names.put(before.id, member.user.name);
      const renamed = before.name !== member.user.name || before.avatarUrl !== member.user.avatarUrl;
      if (renamed && !person.unconfirmed) note(before.id, 'updated');
      if (person.shared) shareNow(person);
    },
    listen: (connection) => {
      if (!connection.rooms.has(roomId)) return;
      listening.add(connection);
      const { id } = connection.user;
      const person = present.get(id);
      if (person && !person.shared) shareNow(person);
      if (!person?.unconfirmed) return;
      person.unconfirmed = false;
      spoil(id);
      note(id, 'joined');
    },
    leave: (connection, graceMs) => {
      detach(connection);
      const { id } = connection.user;
      const person = present.get(id);
      if (!person || !removeItem(person.connections, connection) || person.connections.length > 0) return;
      if (graceMs === 0) depart(id);
      else person.grace = setTimeout(depart, graceMs, id).unref();
    },
    isListening: (connection) => listening.has(connection),
    pause: (connections) => [...connections].filter((each) => listening.delete(each)),
    expel: (userId) => {
      const person = present.get(userId);
      for (const connection of person?.connections ?? []) detach(connection);
      if (person) person.connections = [];
      depart(userId);
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
    here: function* () {
      for (const person of present.values()) if (isHere(person) && !person.unconfirmed) yield person.member;
    },
    listeners: () => listening,
    touch: (user) => {
      const person = present.get(user.id);
      if (!person) return;
      if (person.member.user.name !== user.name) names.put(user.id, user.name);
      person.member = { ...person.member, user: shownUser(user) };
      spoil(user.id);
      if (!person.unconfirmed) note(user.id, 'updated');
      if (person.shared) shareNow(person);
    },
    revise: (member) => {
      const person = present.get(member.user.id);
      if (!person) return;
      person.member = { ...member, user: person.member.user };
      spoil(member.user.id);
      if (person.shared) shareNow(person);
    },
    setRemote: (nodeId, userId, member) => {
      const person = present.get(userId);
      if (!member) {
        if (!person?.remote?.delete(nodeId) || isHere(person)) return;
        const [other] = person.remote.values();
        if (other) person.member = other;
        else vanish(userId);
        return;
      }
      if (!person) {
        const there = new Map([[nodeId, member]]);
        present.set(userId, { member, connections: [], unconfirmed: false, remote: there });
        names.put(userId, member.user.name);
        spoil(userId);
        return note(userId, 'joined');
      }
      person.remote = (person.remote ?? new Map<string, Member>()).set(nodeId, member);
      if (person.unconfirmed) note(userId, 'joined');
      person.unconfirmed = false;
      spoil(userId);
      if (isHere(person)) return;
      const { user: before } = person.member;
      person.member = member;
      if (before.name !== member.user.name) names.put(userId, member.user.name);
      if (before.name !== member.user.name || before.avatarUrl !== member.user.avatarUrl)
        note(userId, 'updated');
    },
    isEmptyHere: () => {
      if (listening.size > 0) return false;
      for (const person of present.values()) if (isHere(person)) return false;
      return true;
    },
    read: (userId, mark) => {
      const person = present.get(userId);
      if (person?.mark && isNewerReadMarker(mark, person.mark)) person.mark = mark;
    },
    markOf: (userId) => present.get(userId)?.mark,
    named: changes.named,
    takeDiff: changes.take,
    get occupancy() {
      return present.size;
    },
    get hiddenUpTo() {
      return hiddenUpTo;
    },
    close: () => {
      for (const { grace } of present.values()) clearTimeout(grace);
      present.clear();
      changes.close();
      listening.clear();
    },
  };
};

/** Returns the connections that listen, with the role of their user in the room. */
export function* listenersWithRole(
  audience: Pick<Audience, 'listeners' | 'find'>,
): Generator<{ connection: Connection; role: User['role'] | Role }> {
  for (const connection of audience.listeners()) {
    const { user } = connection;
    yield { connection, role: user.role ?? audience.find(user.id)?.role };
  }
}

/**
 * The names of present users, by key: comparing a name costs microseconds, and rooms have thousands of users.
 */
interface Names {
  /** Sets the name of a user. */
  put(userId: string, name: string): void;
  remove(userId: string): void;
  /** Returns whether another user has the name or one that looks the same. */
  isTaken(name: string, userId: string): boolean;
}

const createNames = (): Names => {
  const keysOf = new Map<string, readonly string[]>();
  /** A name nearly always has one user, so no set is created for it. */
  const usersOf = new Map<string, string | Set<string>>();

  const removeKey = (userId: string, key: string): void => {
    const users = usersOf.get(key);
    if (typeof users === 'object' && users.delete(userId) && users.size > 0) return;
    usersOf.delete(key);
  };
  const remove = (userId: string): void => {
    for (const key of keysOf.get(userId) ?? []) removeKey(userId, key);
    keysOf.delete(userId);
  };

  return {
    put: (userId, name) => {
      remove(userId);
      const keys = nameKeys(name);
      keysOf.set(userId, keys);
      for (const key of keys) {
        const users = usersOf.get(key);
        if (users === undefined) usersOf.set(key, userId);
        else usersOf.set(key, typeof users === 'string' ? new Set([users, userId]) : users.add(userId));
      }
    },
    remove,
    isTaken: (name, userId) =>
      nameKeys(name).some((key) => {
        const users = usersOf.get(key);
        if (typeof users === 'string') return users !== userId;
        return users !== undefined && users.size > (users.has(userId) ? 1 : 0);
      }),
  };
};
