import type { Presence, Status, User } from '@chat/protocol';
import type { Connection } from './connection.ts';
import type { UserStore } from './storage/storage.ts';
import type { Logger } from './logger.ts';
import { takeOut } from './take-out.ts';

interface Person {
  user: User;
  connections: Connection[];
  status: Status;
  statusText?: string;
  until?: number;
  /** Ends the status, or forgets the person after their last connection. */
  timer?: NodeJS.Timeout;
}

/** Who is connected to this server, in whatever room, and how they say they are. */
export interface People {
  /** A lasting connection has begun. */
  arrive(connection: Connection): void;
  /** It has ended; when it was the user's last, they were last seen now, and are forgotten after `graceMs`. */
  depart(connection: Connection, graceMs: number): void;
  find(userId: string): User | null;
  connectionsOf(userId: string): Connection[];
  /** Everybody here, for names that are unique on the server. */
  users(): Iterable<User>;
  status(userId: string): { status: Status; statusText?: string };
  setStatus(user: User, status: Status, text?: string, until?: number): void;
  presence(user: User): Presence;
  readonly count: number;
  /** Resolves when everybody is stored as last seen. */
  settled(): Promise<void>;
}

interface PeopleDeps {
  users: UserStore;
  logger: Logger;
  now(): number;
  /** A user's status changed while they are connected. */
  changed(user: User): void;
  /** Somebody is here for the first time, or no longer. */
  moved(userId: string): void;
}

const longestTimerMs = 2 ** 31 - 1;

/** The user as others see them: what gives rights on the server is not shown. */
export const shownUser = ({ role: _role, ...user }: User): User => user;

/** Somebody by id, as others see them. Who has never been here is known by id alone. */
export const userById = async (
  { people, storage }: { people: Pick<People, 'find'>; storage: { users: UserStore } },
  userId: string,
): Promise<User> => {
  const user = people.find(userId) ?? (await storage.users.get(userId))?.user;
  return user ? shownUser(user) : { id: userId, name: userId };
};

export const createPeople = ({ users, logger, now, changed, moved }: PeopleDeps): People => {
  const people = new Map<string, Person>();
  const storing = new Set<Promise<void>>();

  const store = (user: User, lastSeenAt?: number): void => {
    const record = { user: shownUser(user), ...(lastSeenAt === undefined ? {} : { lastSeenAt }) };
    const stored = users
      .put(record)
      .catch((error: unknown) => logger.warn({ err: error, userId: user.id }, 'user not stored'));
    storing.add(stored);
    void stored.then(() => storing.delete(stored));
  };

  const personOf = (user: User): Person => {
    const known = people.get(user.id);
    if (known) return known;
    const person: Person = { user, connections: [], status: 'online' };
    people.set(user.id, person);
    return person;
  };

  const statusOf = (userId: string): { status: Status; statusText?: string } => {
    const person = people.get(userId);
    if (!person) return { status: 'offline' };
    return { status: person.status, ...(person.statusText ? { statusText: person.statusText } : {}) };
  };

  const setStatus: People['setStatus'] = (user, status, text, until) => {
    const person = people.get(user.id);
    if (!person) return;
    clearTimeout(person.timer);
    person.status = status;
    delete person.statusText;
    if (text) person.statusText = text;
    if (until !== undefined) {
      const waitMs = Math.min(Math.max(0, until - now()), longestTimerMs);
      person.timer = setTimeout(() => setStatus(user, 'online'), waitMs);
      person.timer.unref();
    }
    changed(person.user);
  };

  return {
    arrive: (connection) => {
      const { user } = connection;
      const known = people.get(user.id);
      const person = known ?? personOf(user);
      if (person.connections.length === 0) clearTimeout(person.timer);
      // Who is back within their grace is stored already: a thousand at once need no writing.
      if (known?.user.name !== user.name || known.user.avatarUrl !== user.avatarUrl) store(user);
      person.user = user;
      person.connections.push(connection);
      if (!known) moved(user.id);
    },
    depart: (connection, graceMs) => {
      const { user } = connection;
      const person = people.get(user.id);
      if (!person || !takeOut(person.connections, connection) || person.connections.length > 0) return;
      clearTimeout(person.timer);
      store(user, now());
      const forget = (): void => {
        people.delete(user.id);
        moved(user.id);
      };
      if (graceMs === 0) forget();
      else person.timer = setTimeout(forget, graceMs).unref();
    },
    find: (userId) => people.get(userId)?.user ?? null,
    connectionsOf: (userId) => [...(people.get(userId)?.connections ?? [])],
    users: function* () {
      for (const { user } of people.values()) yield user;
    },
    status: statusOf,
    setStatus,
    presence: (user) => ({ user: shownUser(user), ...statusOf(user.id) }),
    get count() {
      return people.size;
    },
    settled: async () => void (await Promise.all(storing)),
  };
};
