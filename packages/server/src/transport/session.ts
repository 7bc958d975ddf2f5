import {
  ChatError,
  fields,
  parseField,
  type Call,
  type ChatEvent,
  type ClientLimits,
  type ClosedCode,
  type EventOf,
  type EventType,
  type Limits,
  type RoomFile,
  type User,
} from '@chat/protocol';
import { clientLimitsOf } from '../limits/client-limits.ts';
import type { Connection } from '../connections/connection.ts';
import { runToValue, type Dispatch } from '../commands/dispatch.ts';
import type { GivenFile } from '../files/in-process-upload.ts';
import type { Logger } from '../logger.ts';

/**
 * A user in this process: a bot, a dialect, a test, a route of your own. The same commands and events as over
 * a socket.
 */
export interface Session {
  readonly user: User;
  /** The limits that clients get. */
  readonly limits: ClientLimits;
  /**
   * Resolves to the command's value, or rejects with a `ChatError`. Not rate-limited; rights apply as for
   * everyone.
   */
  call: Call;
  /**
   * Uploads a file into a room, to be sent with a message. Rejects with a `ChatError`; nothing is left then.
   */
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
  /**
   * `events`: each batch, in order. An event's type: each event of that type. Returns a function that
   * unsubscribes.
   */
  on(event: 'events', listener: (events: ChatEvent[]) => void): () => void;
  on<T extends EventType>(event: T, listener: (event: EventOf<T>) => void): () => void;
  /** Leaves every room at once. Later calls reject with `disconnected`. */
  close(): void;
}

/** The origin of a session. In process: the application itself, not rate-limited. */
export interface SessionOrigin {
  kind: 'process' | 'socket';
  address: string;
  dialect?: true;
}

const inProcess: SessionOrigin = { kind: 'process', address: 'process' };

export interface SessionDeps {
  dispatch: Dispatch;
  upload(connection: Connection, roomId: string, file: GivenFile): Promise<RoomFile>;
  logger: Logger;
  limits: Limits;
  id(): string;
  /** The session is over: remove it from every room. */
  onDisconnected(connection: Connection, onPurpose: boolean): void;
  /** The server ended the session. It is closed already. */
  onDismissed?(code: ClosedCode): void;
  /** Resolves when the user's profile is loaded; null: it is. */
  ready(connection: Connection): Promise<void> | null;
}

type Listener = (value: never) => unknown;

/** A session as its server holds it. */
export interface OwnedSession extends Session {
  connection: Connection;
  /** The connection behind it was lost: its user counts as present for a while. */
  lose(): void;
}

export const createSession = (
  user: User,
  { dispatch, upload, logger, limits, id, onDisconnected, onDismissed, ready }: SessionDeps,
  origin = inProcess,
): OwnedSession => {
  parseField(fields.id, user.id, 'user.id');
  parseField(fields.name, user.name, 'user.name');
  const listeners = new Map<string, Set<Listener>>();
  let isEnded = false;

  const notify = (event: string, value: unknown): void => {
    for (const listener of listeners.get(event) ?? []) {
      Promise.resolve(value as never)
        .then(listener)
        .catch((error: unknown) => logger.error({ err: error, event }, 'a session listener failed'));
    }
  };

  const over = (onPurpose: boolean): void => {
    if (isEnded) return;
    isEnded = true;
    onDisconnected(connection, onPurpose);
    listeners.clear();
  };
  const close = (): void => over(true);

  const connection: Connection = {
    id: id(),
    user,
    given: user,
    idle: false,
    ...origin,
    get ended() {
      return isEnded;
    },
    rooms: new Map(),
    deliver: (events) => {
      notify('events', events);
      for (const event of events) notify(event.type, event);
    },
    write: ({ events }) => connection.deliver(events),
    isBehind: () => false,
    end: (code) => {
      close();
      onDismissed?.(code);
    },
  };

  let waiting = ready(connection);
  void waiting?.then(() => (waiting = null));
  const whileOpen = async <T>(run: () => Promise<T>): Promise<T> => {
    if (waiting) await waiting;
    if (isEnded) throw new ChatError('disconnected', 'the session is closed');
    return run();
  };

  return {
    get user() {
      return connection.user;
    },
    limits: clientLimitsOf(limits),
    connection,
    call: (name, input) => whileOpen(() => runToValue(dispatch, connection, name, input)),
    upload: (roomId, file) => whileOpen(() => upload(connection, roomId, file)),
    on: (event: string, listener: Listener) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => void known.delete(listener);
    },
    close,
    lose: () => over(false),
  };
};

/** The open in-process sessions. */
interface Sessions {
  open(user: User, origin?: SessionOrigin, dismissed?: () => void): OwnedSession;
  /** Closes them all. */
  close(): void;
}

interface SessionsDeps extends Omit<SessionDeps, 'onDismissed'> {
  onConnected(connection: Connection): void;
}

export const createSessions = ({ onConnected, onDisconnected, ...deps }: SessionsDeps): Sessions => {
  const open = new Set<Session>();
  return {
    open: (user, origin, dismissed) => {
      const session = createSession(
        user,
        {
          ...deps,
          onDisconnected: (connection, onPurpose) => {
            open.delete(session);
            onDisconnected(connection, onPurpose);
          },
          ...(dismissed && { onDismissed: dismissed }),
        },
        origin,
      );
      open.add(session);
      onConnected(session.connection);
      return session;
    },
    close: () => {
      for (const session of open) session.close();
    },
  };
};
