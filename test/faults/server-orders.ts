import type { ChatServerOptions } from '@chat/server';

export interface ListenOrder {
  port: number;
  file: string;
  limits?: ChatServerOptions['limits'];
  io?: { pingInterval?: number; pingTimeout?: number; transports?: ('websocket' | 'polling')[] };
  /** Lets in tokens signed with it, beside guests. */
  secret?: string;
  /** Speaks a small old vocabulary, too, on Socket.IO's own path. */
  dialect?: boolean;
  /** Trusts the header `x-from` for the address of a request. */
  proxied?: boolean;
  /** A planted bug: answers before it is durable. */
  early?: boolean;
}

/** What a server process can be told. */
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
