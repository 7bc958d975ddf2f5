import type { ChatEvent, ClosedCode, User } from '@chat/protocol';

/** One way into the server: a socket, a session in process, or one REST request. */
export interface Connection {
  readonly id: string;
  readonly user: User;
  /** `http` connections live for one command and are never in a room. */
  readonly kind: 'socket' | 'process' | 'http';
  readonly address: string;
  /** True once it is over; it can enter no room then. */
  readonly ended: boolean;
  /** Rooms this connection is in, and the `seq` up to which it may not read in each. */
  readonly rooms: Map<string, { visibleAfter: number }>;
  /** Gives events to this connection alone, in order. */
  deliver(events: ChatEvent[]): void;
  /** Told when the connection enters or leaves a room's audience, so that a transport can group its writes. */
  entered(roomId: string): void;
  left(roomId: string): void;
  /** Tells why, then ends the connection. */
  end(code: ClosedCode): void;
}

/** Reaches every connection of a transport that is in a room, with one encoding. */
export interface Fanout {
  send(roomId: string, events: ChatEvent[]): void;
}
