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

/** One connection, made once and never again. */
export interface Link {
  /** Runs a command. Rejects with `timeout` after `timeoutMs`, with `disconnected` when the connection is lost before the answer. */
  call: Call;
  /** A command is not answered yet. Of links that another may take the place of. */
  busy?(): boolean;
  /** Ends it; no listener is called after that. `isBack`: the server is not told, for the same user is back in a moment. */
  close(isBack?: boolean): void;
}

/** What a connection tells. */
export interface LinkListeners {
  hello(hello: Hello): void;
  events(events: ChatEvent[]): void;
  drain(reconnectInMs: number): void;
  closed(code: ClosedCode): void;
  /** It ended, or could not be made: refused with an error, or lost. Last call. */
  down(error: ErrorBody | null): void;
}

/** Opens a connection. `timeoutMs` bounds the opening and each command. */
export type OpenLink = (auth: Handshake, listeners: LinkListeners, timeoutMs: number) => Link;

/** Whether what the client presented is no longer good: a try with other credentials may succeed. */
export const isSignedOut = (code?: ErrorCode | ClosedCode | null): code is 'expired' | 'unauthenticated' =>
  code === 'expired' || code === 'unauthenticated';

/** What a failed command is refused with. */
export const asChatError = (failure: unknown): ChatError =>
  failure instanceof ChatError ? failure : new ChatError('internal', String(failure));

export const disconnected = (): ChatError =>
  new ChatError('disconnected', 'the connection was lost before an answer came');
export const timedOut = (): ChatError => new ChatError('timeout', 'the server did not answer in time');
