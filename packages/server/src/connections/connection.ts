import type { ChatEvent, ClosedCode, User } from '@chat/protocol';
import type { Batch } from './event-batch.ts';

/** What an overlay may read. */
export interface OverlayScope {
  readonly roomId: string;
  readonly overlayId: string;
  /** The room's `seq` when its token was created. */
  readonly seq: number;
}

/** One connection to the server: a socket, an in-process session, or one REST request. */
export interface Connection {
  readonly id: string;
  /** The user with their profile's name and picture. */
  user: User;
  /** The user as `authenticate` returned them. */
  readonly given: User;
  /** Whether the page is idle. */
  idle: boolean;
  /** `http` connections live for one command and are never in a room. */
  readonly kind: 'socket' | 'process' | 'http';
  readonly address: string;
  /** The id of the REST request. */
  readonly requestId?: string;
  /** The connection of an old front end. Its calls have no device here unless it names one. */
  readonly dialect?: true;
  /** Set for an overlay: it only reads, and its user is in no list. */
  readonly overlay?: OverlayScope;
  /** True once the connection is over; it can join no room then. */
  readonly ended: boolean;
  /** Rooms that this connection has joined, with the `seq` up to which their history is hidden from it. */
  readonly rooms: Map<string, { readonly visibleAfter: number }>;
  /** Sends events to this connection alone, in order, after the replies sent so far. */
  deliver(events: ChatEvent[]): void;
  /** Sends a batch that many connections get. */
  write(batch: Batch): void;
  /** Whether so much is unsent that nothing should be added until it has drained. */
  isBehind(): boolean;
  /** Sends the reason, then ends the connection. */
  end(code: ClosedCode): void;
}

/**
 * Removes an item from a list; returns false if it is not in it. Lists that nearly always hold one item are
 * lighter than sets.
 */
export const removeItem = <T>(list: T[], item: T): boolean => {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
};
