import type { ChosenStatus, Presence, Status, User } from '@chat/protocol';
import { type Connection, removeItem } from '../connections/connection.ts';
import type { UserPresence } from '../presence/presence-records.ts';
import type { StoredStatus } from '../storage/contract/profile-store.ts';
import type { UserStore } from '../storage/contract/storage.ts';
import type { Logger } from '../logger.ts';

interface Person {
  /** As they are shown. */
  user: User;
  /** As `authenticate` gave them, to their latest connection. */
  given: User;
  connections: Connection[];
  /** How they say they are; null: nothing. */
  chosen: StoredStatus | null;
  /** When they said so on this node, ms since the epoch; 0: before they came. */
  chosenAt: number;
  /** Nobody is at any of their pages. */
  idle: boolean;
  /** Ends the status. */
  lapse?: NodeJS.Timeout | undefined;
  /** Forgets them after their last connection. */
  forget?: NodeJS.Timeout | undefined;
}

/** How somebody says they are, and when they said so. */
type Choice = Pick<Person, 'chosen' | 'chosenAt'> | Pick<UserPresence, 'chosen' | 'chosenAt'>;

/** How somebody is, as others see it. */
export interface ShownStatus {
  status: Status;
  statusText?: string;
}

/** Who is connected to this server, or to another node of it, in whatever room, and how they say they are. */
export interface OnlineUsers {
  /** A lasting connection has begun. */
  arrive(connection: Connection): void;
  /** It has ended; when it was the user's last, they were last seen now, and are forgotten after `graceMs`. */
  depart(connection: Connection, graceMs: number): void;
  /** Forgets a user who is within their grace. Does nothing while they have a connection to this node. */
  forget(userId: string): void;
  find(userId: string): User | null;
  /** Whether somebody is connected to this node, or was within their grace. */
  isHere(userId: string): boolean;
  /** Whether somebody is connected to another node. */
  isOnOtherNode(userId: string): boolean;
  /** Those to this node. */
  connectionsOf(userId: string): Connection[];
  /** Another node says how somebody is who is connected to it; null: no longer so. */
  setRemote(nodeId: string, userId: string, presence: UserPresence | null): void;
  /** These were on a node that was silent for so long, and is dead. Resolves when they are stored as last seen then, but for who is here or elsewhere. */
  onUsersLost(users: readonly User[], silentMs: number): Promise<void>;
  /** Everybody here, for names that are unique on the server. */
  users(): Iterable<User>;
  status(userId: string): ShownStatus;
  /** Somebody who is here says how they are; null: nothing any more. Of who is not, nothing is kept here. */
  choose(userId: string, chosen: StoredStatus | null): void;
  /** Nobody is at this connection's page, or somebody is again. */
  idle(connection: Connection, idle: boolean): void;
  /** Somebody who is here is shown otherwise from now on, on each of their connections. */
  renew(userId: string, shown: (given: User) => User): void;
  presence(user: User): Presence;
  /** How many are connected to this node. */
  readonly count: number;
  /** Resolves when everybody is stored as last seen. */
  settled(): Promise<void>;
}

interface OnlineUsersDeps {
  users: UserStore;
  logger: Logger;
  now(): number;
  /** How somebody said they are, as far as it is known when they come. */
  knownStatus(userId: string): StoredStatus | undefined;
  /** Somebody who is connected is shown otherwise: status, name or picture. */
  onChanged(user: User): void;
  /** Somebody is here for the first time, or no longer. */
  onCameOrWent(userId: string): void;
  /** Tells the other nodes, if there are any, how somebody is who is here; null: they are no longer. */
  publish(userId: string, presence: UserPresence | null): void;
}

/** The clock may be set meanwhile: it is looked at again at least so often. */
const longestTimerMs = 60_000;

/** The user as others see them: what gives rights on the server is not shown. */
export const shownUser = (user: User): User => {
  if (user.role === undefined) return user;
  const { role: _role, ...shown } = user;
  return shown;
};

/** Somebody by id, as others see them. Who has never been here is known by id alone. */
export const userById = async (
  { onlineUsers, storage }: { onlineUsers: Pick<OnlineUsers, 'find'>; storage: { users: UserStore } },
  userId: string,
): Promise<User> => {
  const user = onlineUsers.find(userId) ?? (await storage.users.get(userId))?.user;
  return user ? shownUser(user) : { id: userId, name: userId };
};

/** What was chosen, while it has not lapsed. */
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

  /** Who is active on one page is online on all: it is told when the sum of them changes. */
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
      // Who is back within their grace is stored already: a thousand at once need no writing.
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
      // One after the other: they may be thousands, and nobody waits.
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

/** Who is connected to other nodes, as they say. */
interface RemoteUsers {
  /** Answers what was said of them by that node before. */
  put(nodeId: string, userId: string, presence: UserPresence | null): UserPresence | undefined;
  /** What each node says of a user. */
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
