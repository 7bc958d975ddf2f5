import type { IncomingHttpHeaders } from 'node:http';
import type { Call, ChatError, EventOf, EventType, Presence, RoomFile, User } from '@chat/protocol';
import type { Identity } from '../auth/authenticate.ts';
import type { Awaitable } from '../async/awaitable.ts';
import type { GivenFile } from '../files/in-process-upload.ts';
import type { FieldReader } from './field-reader.ts';

/** The credentials that the server's `authenticate` is called with. */
export interface Credentials {
  token?: string;
  name?: string;
}

/** A connected old front end. */
export interface Caller<State> {
  /** The user. Throws `unauthenticated` before `enter`. */
  readonly user: User;
  /** Whether it has signed in. */
  readonly isKnown: boolean;
  /**
   * State that lives as long as the connection: what the old vocabulary leaves implicit, such as the current
   * room.
   */
  readonly state: State;
  /**
   * Signs the caller in with the server's `authenticate`; the previous user leaves. Rejects with the error
   * that it throws. A guest keeps their identity by presenting the identity's `token`. Without it the guest
   * is new, and may take the name of a guest whose connection from the same address was lost a moment ago.
   */
  enter(credentials: Credentials): Promise<Identity>;
  /** Returns the users present in a room, oldest first. Empty if the caller is not in it. */
  present(roomId: string): Presence[];
  /**
   * Runs a command as the caller: rights, rates and limits apply as over a socket. Rejects with a
   * `ChatError`.
   */
  call: Call;
  /** Uploads a file into a room, to be sent with a message. */
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
  /** The address of the handshake. */
  readonly headers: IncomingHttpHeaders;
  /** Emits an event of the old vocabulary to this front end alone. */
  emit(event: string, ...args: unknown[]): void;
}

/** A request to one of the old HTTP routes. */
export interface RouteRequest {
  /** The `:names` of the route. */
  readonly params: FieldReader;
  readonly query: FieldReader;
  readonly body: FieldReader;
  readonly headers: IncomingHttpHeaders;
  /** Authenticates the bearer token. Rejects with `unauthenticated` or `expired`. */
  identify(): Promise<Identity>;
  /** Runs a command as the user of the bearer token. */
  call: Call;
  /** Uploads a file as that user, to be sent with a message. */
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
  /** Sets the response's status to 201. */
  created(): void;
  /**
   * Makes the response a text of this type, such as `text/calendar`, instead of JSON. The text may be a
   * `Readable`, such as a transcript.
   */
  text(type: string): void;
}

/** Handles an event that an old front end emits. The result goes into the acknowledgement. */
export type DialectEvent<State> = (caller: Caller<State>, said: FieldReader) => Awaitable<unknown>;

export interface DialectOptions<State = Record<string, never>> {
  /** Socket.IO's path, its client script included. Default `/socket.io`. */
  path?: string;
  /**
   * Largest event of an old front end, and largest body of a request, bytes. Default: the server's
   * `maxFrameBytes`.
   */
  maxFrameBytes?: number;
  /**
   * Returns the credentials in the handshake of a new connection. A connection whose credentials are rejected
   * is refused. Default: none until `enter`.
   */
  handshake?: (auth: FieldReader) => Credentials;
  /** Initial state of a connection. Default: none. */
  state?: () => State;
  /** Called after a sign-in. Events of the caller wait for it; its errors are logged. */
  entered?: (caller: Caller<State>) => Awaitable<void>;
  /** Handles the events of each front end, one after the other. */
  events: Record<string, DialectEvent<State>>;
  /** Translates events of the caller's rooms into the old vocabulary. Later events wait for it. */
  tells?: { [T in EventType]?: (caller: Caller<State>, event: EventOf<T>) => Awaitable<void> };
  /**
   * Builds the acknowledgement of a success. Default: `{ ok: true, …value }`. An error is `{ ok: false,
   * error, message }`.
   */
  answer?: (value: unknown) => unknown;
  /** Sends an error as an event, if the old vocabulary has one. `event` is the event that failed. */
  refused?: (caller: Caller<State>, error: ChatError, event: string) => void;
  /** HTTP routes, such as `'GET /rooms/:room/messages'`. All other requests stay with the application. */
  routes?: Record<string, (request: RouteRequest) => Awaitable<unknown>>;
  /**
   * Builds the body of an HTTP error. Default: `{ error, message }`, `error` being the reason if there is
   * one, else the code.
   */
  refusal?: (error: ChatError) => unknown;
}

declare const brand: unique symbol;

/** Another vocabulary, passed to `createChatServer` as `dialects`. */
export interface Dialect {
  readonly [brand]: 'dialect';
}

/**
 * Serves front ends of another event vocabulary unmodified: plain `socket.io-client` on its own path, and
 * plain HTTP. Their users are in the same rooms as everyone else, with the same rights and limits. Pass it to
 * `createChatServer`: `createChatServer(httpServer, { dialects: [dialect({ … })] })`.
 */
export const dialect = <State = Record<string, never>>(options: DialectOptions<State>): Dialect =>
  options as unknown as Dialect;

/** The options that `dialect` was called with. */
export const optionsOf = (given: Dialect): DialectOptions<unknown> =>
  given as unknown as DialectOptions<unknown>;

/** Returns the name of an error for old front ends: its reason if it has one, else its code. */
export const refusalOf = ({
  reason,
  code,
  message,
}: ChatError): { ok: false; error: string; message: string } => ({
  ok: false,
  error: reason ?? code,
  message,
});
