import type { ChatEvent, ClosedCode, User } from '@chat/protocol';
import type { Batch } from './event-batch.ts';

/** One way into the server: a socket, a session in process, or one REST request. */
export interface Connection {
  readonly id: string;
  /** As they are shown: with what they say of themselves. */
  user: User;
  /** As `authenticate` gave them. */
  readonly given: User;
  /** Nobody is at its page. */
  idle: boolean;
  /** `http` connections live for one command and are never in a room. */
  readonly kind: 'socket' | 'process' | 'http';
  readonly address: string;
  /** Of the one REST request that it lives for. */
  readonly requestId?: string;
  /** Of an old front end: what it calls with is elsewhere, unless it says so. */
  readonly dialect?: true;
  /** True once it is over; it can enter no room then. */
  readonly ended: boolean;
  /** Rooms this connection is in, and the `seq` up to which it may not read in each. */
  readonly rooms: Map<string, { readonly visibleAfter: number }>;
  /** Gives events to this connection alone, in order, after the answers given so far. */
  deliver(events: ChatEvent[]): void;
  /** Gives a batch that many get. */
  write(batch: Batch): void;
  /** It holds so much unsent that it should be given nothing more before it has drained. */
  isBehind(): boolean;
  /** Tells why, then ends the connection. */
  end(code: ClosedCode): void;
}

/** Takes an item out of a list; false when it is not in it. Lists that hold one item nearly always are lighter than sets. */
export const removeItem = <T>(list: T[], item: T): boolean => {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
};
