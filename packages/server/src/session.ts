import {
  ChatError,
  fields,
  parseField,
  type Call,
  type ChatEvent,
  type ClosedCode,
  type EventOf,
  type EventType,
  type User,
} from '@chat/protocol';
import type { Connection } from './connection.ts';
import { runToValue, type Dispatch } from './dispatch.ts';
import type { Logger } from './logger.ts';

/** A user in this process: a bot, a dialect, a test, a route of your own. The same commands and events as over a socket. */
export interface Session {
  readonly user: User;
  /** Resolves to the command's value, or rejects with a `ChatError`. Not counted against rates; rights hold as for anyone. */
  call: Call;
  /** `events`: each batch, in order. An event's type: each event of that type. Answers the way to stop. */
  on(event: 'events', listener: (events: ChatEvent[]) => void): () => void;
  on<T extends EventType>(event: T, listener: (event: EventOf<T>) => void): () => void;
  /** Leaves every room, at once. Calls after it reject with `disconnected`. */
  close(): void;
}

export interface SessionDeps {
  dispatch: Dispatch;
  logger: Logger;
  id(): string;
  /** The session is over: take it out of every room. */
  ended(connection: Connection): void;
}

type Listener = (value: never) => unknown;

export const createSession = (
  user: User,
  { dispatch, logger, id, ended }: SessionDeps,
): Session & { connection: Connection } => {
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

  const close = (): void => {
    if (isEnded) return;
    isEnded = true;
    ended(connection);
    listeners.clear();
  };

  const connection: Connection = {
    id: id(),
    user,
    kind: 'process',
    address: 'process',
    get ended() {
      return isEnded;
    },
    rooms: new Map(),
    deliver: (events) => {
      notify('events', events);
      for (const event of events) notify(event.type, event);
    },
    write: ({ events }) => connection.deliver(events),
    behind: false,
    end: (_code: ClosedCode) => close(),
  };

  return {
    user,
    connection,
    call: (name, input) =>
      isEnded
        ? Promise.reject(new ChatError('disconnected', 'the session is closed'))
        : runToValue(dispatch, connection, name, input),
    on: (event: string, listener: Listener) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => void known.delete(listener);
    },
    close,
  };
};
