import type { ChosenStatus, Presence, Status, User } from '@chat/protocol';
import { type Connection, removeItem } from '../connections/connection.ts';
import type { UserPresence } from '../presence/presence-records.ts';
import type { StoredStatus } from '../storage/contract/profile-store.ts';
import type { UserStore } from '../storage/contract/storage.ts';
import type { Logger } from '../logger.ts';

interface Person {
  /** The displayed user. */
  user: User;
  /** The user as `authenticate` returned them, for their latest connection. */
  given: User;
  connections: Connection[];
  /** The chosen status; null: none. */
  chosen: StoredStatus | null;
  /** When it was chosen on this node, ms since the epoch; 0: before the user connected. */
  chosenAt: number;
  /** Whether all of the user's pages are idle. */
  idle: boolean;
  /** Ends the chosen status. */
  lapse?: NodeJS.Timeout | undefined;
  /** Removes the user after their last connection. */
  forget?: NodeJS.Timeout | undefined;
}

/** A chosen status, and when it was chosen. */
type Choice = Pick<Person, 'chosen' | 'chosenAt'> | Pick<UserPresence, 'chosen' | 'chosenAt'>;

/** A user's status as others see it. */
export interface ShownStatus {
  status: Status;
  statusText?: string;
}

/** The users connected to this server or to another node, with their status. */
export interface OnlineUsers {
  /** Adds a lasting connection. */
  arrive(connection: Connection): void;
  /**
   * Removes a connection. After the user's last one, they were last seen now, and are removed after
   * `graceMs`.
   */
  depart(connection: Connection, graceMs: number): void;
  /** Removes a user within their grace period. Does nothing while they have a connection to this node. */
  forget(userId: string): void;
  find(userId: string): User | null;
  /** Returns whether a user is connected to this node, or within their grace period. */
  isHere(userId: string): boolean;
  /** Returns whether a user is connected to another node. */
  isOnOtherNode(userId: string): boolean;
  /** Returns a user's connections to this node. */
  connectionsOf(userId: string): Connection[];
  /** Sets the presence of a user who is connected to another node; null: no longer. */
  setRemote(nodeId: string, userId: string, presence: UserPresence | null): void;
  /**
   * These users were on a node that has been silent for so long, and is dead. Resolves when they are stored
   * as last seen then, except users who are still connected.
   */
  onUsersLost(users: readonly User[], silentMs: number): Promise<void>;
  /** Returns all connected users, for names that are unique on the server. */
  users(): Iterable<User>;
  status(userId: string): ShownStatus;
  /** Sets the status that a connected user has chosen; null: none. Nothing is stored for other users. */
  choose(userId: string, chosen: StoredStatus | null): void;
  /** Sets whether a connection's page is idle. */
  idle(connection: Connection, idle: boolean): void;
  /** Updates a connected user's display name and picture on all connections. */
  renew(userId: string, shown: (given: User) => User): void;
  presence(user: User): Presence;
  /** The number of users connected to this node. */
  readonly count: number;
  /** Resolves when all pending last-seen times are stored. */
  settled(): Promise<void>;
}

interface OnlineUsersDeps {
  users: UserStore;
  logger: Logger;
  now(): number;
  /** Returns the status that a user chose before, if it is known when they connect. */
  knownStatus(userId: string): StoredStatus | undefined;
  /** A connected user's status, name or picture has changed. */
  onChanged(user: User): void;
  /** A user has connected for the first time, or is gone. */
  onCameOrWent(userId: string): void;
  /** Publishes a user's presence to other nodes, if there are any; null: the user is gone. */
  publish(userId: string, presence: UserPresence | null): void;
}

/** The clock may be changed, so it is read again at least this often. */
const longestTimerMs = 60_000;

/** Returns the user as others see them, without their role on the server. */
export const shownUser = (user: User): User => {
  if (user.role === undefined) return user;
  const { role: _role, ...shown } = user;
  return shown;
};

/** Returns a user by id, as others see them. An unknown user has their id as name. */
export const userById = async (
  { onlineUsers, storage }: { onlineUsers: Pick<OnlineUsers, 'find'>; storage: { users: UserStore } },
  userId: string,
): Promise<User> => {
  const user = onlineUsers.find(userId) ?? (await storage.users.get(userId))?.user;
  return user ? shownUser(user) : { id: userId, name: userId };
};

/** Returns the chosen status unless it has expired. */
export const unexpired = (chosen: StoredStatus | null | undefined, now: number): StoredStatus | null =>
  chosen && (chosen.until === undefined || chosen.until > now) ? chosen : null;

export const createOnlineUsers = (deps: OnlineUsersDeps): OnlineUsers => {
  const { users, logger, now, knownStatus, onChanged, onCameOrWent, publish } = deps;
  const people = new Map<string, Person>();
  const remote = createRemoteUsers();
  const storing = new Set<Promise<void>>();

  const store = (user: User, lastSeenAt?: number): Promise<void> => {
    const record = { user: shownUser(user), ...(lastSeenAt === undefined ? {} : { lastSeenAt }) };
    const stored = users
      .put(record)
      .catch((error: unknown) => logger.warn({ err: error, userId: user.id }, 'user not stored'));
    storing.add(stored);
    void stored.then(() => storing.delete(stored));
    return stored;
  };

  const tell = ({ user, idle, chosen, chosenAt }: Person): void =>
    publish(user.id, {
      user: shownUser(user),
      ...(idle && { idle }),
      ...(chosen && { chosen }),
      chosenAt,
    });

  const setChosen = (person: Person, chosen: StoredStatus | null | undefined): void => {
    clearTimeout(person.lapse);
    person.chosen = unexpired(chosen, now());
    const until = person.chosen?.until;
    if (until === undefined) return;
    const lapse = (): void => {
      setChosen(person, person.chosen);
      if (person.chosen !== null) return;
      tell(person);
      onChanged(person.user);
    };
    person.lapse = setTimeout(lapse, Math.max(1, Math.min(until - now(), longestTimerMs))).unref();
  };

  const statusOf = (userId: string): ShownStatus => {
    const here = people.get(userId);
    const there = remote.of(userId);
    if (!here && there.length === 0) return { status: 'offline' };
    const last = there.reduce<Choice | undefined>(
      (one, other) => (one && one.chosenAt >= other.chosenAt ? one : other),
      here,
    );
    const chosen = unexpired(last?.chosen, now());
    const presence: ChosenStatus = chosen?.status ?? 'online';
    const isAlone = here?.idle !== false && there.every(({ idle }) => idle);
    const status = presence === 'online' && isAlone ? 'away' : presence;
    return { status, ...(chosen?.text ? { statusText: chosen.text } : {}) };
  };

  const isIdle = ({ connections, idle }: Person): boolean =>
    connections.length > 0 ? connections.every((each) => each.idle) : idle;

  /** A user who is active on one page is online on all: sends a change of the total. */
  const look = (person: Person): void => {
    const { status } = statusOf(person.user.id);
    person.idle = isIdle(person);
    tell(person);
    if (statusOf(person.user.id).status !== status) onChanged(person.user);
  };

  const come = (connection: Connection): Person => {
    const { user, given } = connection;
    const person: Person = { user, given, connections: [connection], chosen: null, chosenAt: 0, idle: false };
    people.set(user.id, person);
    setChosen(person, knownStatus(user.id));
    return person;
  };

  const forget = (person: Person): void => {
    const { id } = person.user;
    clearTimeout(person.forget);
    clearTimeout(person.lapse);
    people.delete(id);
    publish(id, null);
    onCameOrWent(id);
  };

  return {
    arrive: (connection) => {
      const { user, given } = connection;
      const known = people.get(user.id);
      const person = known ?? come(connection);
      clearTimeout(person.forget);
      // A user who returns within their grace period is stored already: a thousand at once need no writes.
      if (known?.user.name !== user.name || known.user.avatarUrl !== user.avatarUrl) void store(user);
      person.user = user;
      person.given = given;
      if (known) {
        person.connections.push(connection);
        return look(person);
      }
      person.idle = isIdle(person);
      tell(person);
      onCameOrWent(user.id);
    },
    depart: (connection, graceMs) => {
      const { user } = connection;
      const person = people.get(user.id);
      if (!person || !removeItem(person.connections, connection)) return;
      if (person.connections.length > 0) return look(person);
      clearTimeout(person.forget);
      void store(user, now());
      if (graceMs === 0) forget(person);
      else person.forget = setTimeout(forget, graceMs, person).unref();
    },
    forget: (userId) => {
      const person = people.get(userId);
      if (person?.connections.length === 0) forget(person);
    },
    find: (userId) => people.get(userId)?.user ?? remote.of(userId)[0]?.user ?? null,
    isHere: (userId) => people.has(userId),
    isOnOtherNode: (userId) => remote.of(userId).length > 0,
    setRemote: (nodeId, userId, presence) => {
      const was = statusOf(userId);
      const before = remote.put(nodeId, userId, presence)?.user;
      const is = statusOf(userId);
      if (was.status !== is.status && [was.status, is.status].includes('offline')) onCameOrWent(userId);
      if (!presence) return;
      const { user } = presence;
      const isRenamed = before && (before.name !== user.name || before.avatarUrl !== user.avatarUrl);
      if (isRenamed || was.status !== is.status || was.statusText !== is.statusText)
        onChanged(people.get(userId)?.user ?? user);
    },
    connectionsOf: (userId) => [...(people.get(userId)?.connections ?? [])],
    onUsersLost: async (lost, silentMs) => {
      const at = Math.round(now() - silentMs);
      // One after the other: there may be thousands, and nothing waits for them.
      for (const user of lost) if (statusOf(user.id).status === 'offline') await store(user, at);
    },
    users: function* () {
      for (const { user } of people.values()) yield user;
      yield* remote.users();
    },
    status: statusOf,
    choose: (userId, chosen) => {
      const person = people.get(userId);
      if (!person) return;
      setChosen(person, chosen);
      person.chosenAt = now();
      tell(person);
      onChanged(person.user);
    },
    idle: (connection, idle) => {
      connection.idle = idle;
      const person = people.get(connection.user.id);
      if (person) look(person);
    },
    renew: (userId, shown) => {
      const person = people.get(userId);
      if (!person) return;
      for (const connection of person.connections) connection.user = shown(connection.given);
      person.user = shown(person.given);
      void store(person.user);
      tell(person);
      onChanged(person.user);
    },
    presence: (user) => ({ user: shownUser(user), ...statusOf(user.id) }),
    get count() {
      return people.size;
    },
    settled: async () => void (await Promise.all(storing)),
  };
};

/** The users connected to other nodes. */
interface RemoteUsers {
  /** Sets a user's presence on a node. Returns the previous one. */
  put(nodeId: string, userId: string, presence: UserPresence | null): UserPresence | undefined;
  /** Returns a user's presence on each node. */
  of(userId: string): readonly UserPresence[];
  users(): Iterable<User>;
}

const nobody: readonly UserPresence[] = [];

const createRemoteUsers = (): RemoteUsers => {
  const byUser = new Map<string, Map<string, UserPresence>>();
  return {
    put: (nodeId, userId, presence) => {
      const nodes = byUser.get(userId) ?? new Map<string, UserPresence>();
      const before = nodes.get(nodeId);
      if (presence) nodes.set(nodeId, presence);
      else nodes.delete(nodeId);
      if (nodes.size > 0) byUser.set(userId, nodes);
      else byUser.delete(userId);
      return before;
    },
    of: (userId) => {
      const nodes = byUser.get(userId);
      return nodes ? [...nodes.values()] : nobody;
    },
    users: function* () {
      for (const nodes of byUser.values()) for (const { user } of nodes.values()) yield user;
    },
  };
};
