import {
  ChatError,
  type Call,
  type ChatEvent,
  type ClosedCode,
  type ErrorBody,
  type ErrorCode,
  type Handshake,
  type Hello,
} from '@chat/protocol';

/** One connection. It does not reconnect. */
export interface Link {
  /**
   * Runs a command. Rejects with `timeout` after `timeoutMs`, and with `disconnected` if the connection is
   * lost before the response.
   */
  call: Call;
  /** Returns whether a command has no response yet. Of links that can be replaced. */
  busy?(): boolean;
  /**
   * Closes it; no listener is called after that. `isBack`: without telling the server, since the same user
   * reconnects at once.
   */
  close(isBack?: boolean): void;
}

/** Callbacks of a link. */
export interface LinkListeners {
  hello(hello: Hello): void;
  events(events: ChatEvent[]): void;
  drain(reconnectInMs: number): void;
  closed(code: ClosedCode): void;
  /** It was closed, rejected with an error, or lost. The last call. */
  down(error: ErrorBody | null): void;
}

/** Opens a connection. `timeoutMs` bounds the opening and each command. */
export type OpenLink = (auth: Handshake, listeners: LinkListeners, timeoutMs: number) => Link;

/** Returns whether the credentials were rejected: an attempt with others may succeed. */
export const isSignedOut = (code?: ErrorCode | ClosedCode | null): code is 'expired' | 'unauthenticated' =>
  code === 'expired' || code === 'unauthenticated';

/** Returns the error as a `ChatError`. */
export const asChatError = (failure: unknown): ChatError =>
  failure instanceof ChatError ? failure : new ChatError('internal', String(failure));

export const disconnected = (): ChatError => new ChatError('disconnected', 'the connection was lost');
export const timedOut = (): ChatError => new ChatError('timeout', 'the server did not answer in time');
