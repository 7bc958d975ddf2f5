import type { ChatServerOptions } from '@chat/server';

export interface ListenOrder {
  port: number;
  file: string;
  limits?: ChatServerOptions['limits'];
  io?: { pingInterval?: number; pingTimeout?: number; transports?: ('websocket' | 'polling')[] };
  /** Accepts tokens signed with it, as well as guests. */
  secret?: string;
  /** Speaks a small old vocabulary, too, on Socket.IO's own path. */
  dialect?: boolean;
  /** Trusts the header `x-from` for the address of a request. */
  proxied?: boolean;
  /** Sends e-mail about unread messages: each mail becomes a line of this file. */
  mails?: string;
  /** A planted bug: acknowledges before the write is durable. */
  early?: boolean;
}

/** The orders to a server process. */
export interface Orders {
  listen(order: ListenOrder): Promise<void>;
  /** Sets the clock this many ms off. */
  step(ms: number): void;
  /** Keeps the event loop busy. */
  spin(ms: number): void;
  /** Writes a file that takes what is left of its disk. */
  fill(ballast: string): void;
  free(ballast: string): void;
  connections(): number;
  /** Bytes of memory in use. */
  memory(): number;
}

export interface Told {
  id: number;
  order: keyof Orders;
  input: unknown;
}

export interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}
