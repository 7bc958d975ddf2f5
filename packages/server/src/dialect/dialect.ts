import type { IncomingHttpHeaders } from 'node:http';
import type { Call, ChatError, EventOf, EventType, Presence, RoomFile, User } from '@chat/protocol';
import type { Identity } from '../auth/authenticate.ts';
import type { Awaitable } from '../async/awaitable.ts';
import type { GivenFile } from '../files/in-process-upload.ts';
import type { FieldReader } from './field-reader.ts';

/** What somebody presents to be known: what the server's `authenticate` is asked with. */
export interface Credentials {
  token?: string;
  name?: string;
}

/** One old front end that is connected. */
export interface Caller<State> {
  /** Who it is. Throws `unauthenticated` before `enter`. */
  readonly user: User;
  /** Whether it has entered. */
  readonly isKnown: boolean;
  /** Kept as long as the connection: what the old vocabulary leaves unsaid, such as the room one is in. */
  readonly state: State;
  /**
   * Signs the caller in with the server's `authenticate`; the user it was before leaves. Rejects with what that throws. A guest stays the
   * same guest by presenting the `token` of the identity. Without it a guest is new, and may have the name of a guest who was lost at the
   * same address a moment ago.
   */
  enter(credentials: Credentials): Promise<Identity>;
  /** Those who are in a room now, oldest first. Empty when the caller is not. */
  present(roomId: string): Presence[];
  /** A command in the caller's name: rights, rates and limits hold as over a socket. Rejects with a `ChatError`. */
  call: Call;
  /** Takes a file into a room, to be sent with a message. */
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
  /** Of the handshake. */
  readonly headers: IncomingHttpHeaders;
  /** Says something to this front end alone, in its words. */
  emit(event: string, ...args: unknown[]): void;
}

/** A request to one of the old HTTP routes. */
export interface RouteRequest {
  /** The `:names` of the route. */
  readonly params: FieldReader;
  readonly query: FieldReader;
  readonly body: FieldReader;
  readonly headers: IncomingHttpHeaders;
  /** Whoever the bearer token says. Rejects with `unauthenticated` or `expired`. */
  identify(): Promise<Identity>;
  /** A command in the name of whoever the bearer token says. */
  call: Call;
  /** Takes a file into a room in their name, to be sent with a message. */
  upload(roomId: string, file: GivenFile): Promise<RoomFile>;
  /** Makes the answer's status 201. */
  created(): void;
  /** Makes the answer a text of this type, such as `text/calendar`, in place of JSON. The text may be a `Readable`, such as a transcript. */
  text(type: string): void;
}

/** What an event that an old front end emits does. What it answers goes into the acknowledgement. */
export type DialectEvent<State> = (caller: Caller<State>, said: FieldReader) => Awaitable<unknown>;

export interface DialectOptions<State = Record<string, never>> {
  /** Socket.IO's path, its client script included. Default `/socket.io`. */
  path?: string;
  /** Largest thing an old front end may emit, and largest body of a request, bytes. Default: the server's `maxFrameBytes`. */
  maxFrameBytes?: number;
  /** What a new connection presents in its handshake. Who it does not make somebody is refused. Default: nobody until `enter`. */
  handshake?: (auth: FieldReader) => Credentials;
  /** What a connection begins with. Default: nothing. */
  state?: () => State;
  /** Somebody has just become known. What they emit waits for it; what it throws is logged. */
  entered?: (caller: Caller<State>) => Awaitable<void>;
  /** Does what an old front end emits, one after the other for each. */
  events: Record<string, DialectEvent<State>>;
  /** Says what happens in the rooms one is in, in the old words. What takes time holds up what follows, for this caller. */
  tells?: { [T in EventType]?: (caller: Caller<State>, event: EventOf<T>) => Awaitable<void> };
  /** What an acknowledgement says of what was done. Default: `{ ok: true, …value }`. A refusal is `{ ok: false, error, message }`. */
  answer?: (value: unknown) => unknown;
  /** Says a refusal as an event, where the old vocabulary has one. `event` is the one that was refused. */
  refused?: (caller: Caller<State>, error: ChatError, event: string) => void;
  /** HTTP routes, such as `'GET /rooms/:room/messages'`. Only these are taken; the application keeps all others. */
  routes?: Record<string, (request: RouteRequest) => Awaitable<unknown>>;
  /** What an HTTP refusal says. Default: `{ error, message }`, `error` being the reason if there is one, else the code. */
  refusal?: (error: ChatError) => unknown;
}

declare const brand: unique symbol;

/** Another vocabulary, to be given to `createChatServer` as `dialects`. */
export interface Dialect {
  readonly [brand]: 'dialect';
}

/**
 * Speaks another event vocabulary to front ends that stay as they are: plain `socket.io-client` on its own path, and plain
 * HTTP. They are in the same rooms as everybody else, with the same rights and limits. Give it to `createChatServer`:
 * `createChatServer(httpServer, { dialects: [dialect({ … })] })`.
 */
export const dialect = <State = Record<string, never>>(options: DialectOptions<State>): Dialect =>
  options as unknown as Dialect;

/** What was given to `dialect`. */
export const optionsOf = (given: Dialect): DialectOptions<unknown> =>
  given as unknown as DialectOptions<unknown>;

/** How a refusal is named to old front ends: by its reason if it has one, else by its code. */
export const refusalOf = ({
  reason,
  code,
  message,
}: ChatError): { ok: false; error: string; message: string } => ({
  ok: false,
  error: reason ?? code,
  message,
});
