import { firstScreen, type Member, type User } from '@chat/protocol';
import { type Connection, removeItem } from '../connections/connection.ts';
import { shownUser } from '../users/online-users.ts';
import { isLater } from '../storage/shared/read-mark.ts';
import type { Mark } from '../storage/contract/storage.ts';
import { createPresenceChanges, type PresenceDiff } from './presence-diff.ts';
import { nameKeys } from '../names/look-alike.ts';

/** One for all who may read everything. */
const readsAll = Object.freeze({ visibleAfter: 0 });

interface Present {
  member: Member;
  connections: Connection[];
  /** As they came with it, and how far they have read since. A full store may not have kept it. Of who is elsewhere it is not known. */
  mark?: Mark | undefined;
  /** Nobody is told of them before they may listen: their rights are still being read. */
  unconfirmed: boolean;
  /** Other nodes are told that they are here. */
  shared?: boolean;
  /** As they are on other nodes, by node id. */
  remote?: Map<string, Member>;
  /** Runs while a lost connection may still come back. */
  grace?: NodeJS.Timeout | undefined;
}

/** Who is in one room: people, by however many connections, and the connections that hear its events. */
export interface Audience {
  /** The user counts as present from now on; the connection hears nothing, and nobody is told of the user, before `listen`. */
  enter(connection: Connection, member: Member, mark: Mark, visibleAfter: number): void;
  /** The connection hears the room from now on. */
  listen(connection: Connection): void;
  /** Ends one connection's part; the user stays present for `graceMs` if it was their last. */
  leave(connection: Connection, graceMs: number): void;
  /** The connection hears the room. */
  isListening(connection: Connection): boolean;
  /** These hear nothing from now on, until they `enter` and `listen` again. Answers those of them that did. */
  pause(connections: Iterable<Connection>): Connection[];
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
  /** Somebody is in the room on another node; null: no longer so. Nobody comes or goes who is here, or on a third one, as well. */
  setRemote(nodeId: string, userId: string, member: Member | null): void;
  /** Whether nobody is in the room on this node. */
  isEmptyHere(): boolean;
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

/**
 * `changed` is called when there is something for `takeDiff`; `describe` adds somebody's presence to their membership; `share`
 * tells other nodes, if there are any, of somebody who is here.
 */
export const createAudience = (
  roomId: string,
  changed: () => void,
  describe: (member: Member) => Member,
  share?: (userId: string, member: Member | null) => void,
): Audience => {
  const present = new Map<string, Present>();
  const names = createNames();
  const listening = new Set<Connection>();
  const changes = createPresenceChanges(present, changed);
  const { note } = changes;
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

  /** Who may listen counts for the other nodes too. */
  const shareNow = (person: Present): void => {
    if (!share) return;
    person.shared = true;
    share(person.member.user.id, person.member);
  };

  /** Nobody of theirs is here any more. */
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
      for (const person of present.values()) if (isHere(person)) return false;
      return true;
    },
    read: (userId, mark) => {
      const person = present.get(userId);
      if (person?.mark && isLater(mark, person.mark)) person.mark = mark;
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

/** The names of those present, found without looking at everybody: comparing a name costs microseconds, and rooms have thousands. */
interface Names {
  /** This is their name from now on. */
  put(userId: string, name: string): void;
  remove(userId: string): void;
  /** Whether anybody else has it, or one that looks the same. */
  isTaken(name: string, userId: string): boolean;
}

const createNames = (): Names => {
  const keysOf = new Map<string, readonly string[]>();
  /** Nearly always one has a name: no set is made for them alone. */
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
