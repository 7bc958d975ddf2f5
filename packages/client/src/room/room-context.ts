import type { Call, Message, User } from '@chat/protocol';
import type { RoomSync } from './room-sync.ts';

/** What a feature of a room gets. */
export interface RoomContext {
  roomId: string;
  /** Waits for the connection. */
  call: Call;
  /** Rejects at once unless online. */
  callNow: Call;
  sync: RoomSync;
  user: () => User | null;
  /** Returns my id; empty while unknown. */
  self: () => string;
  /** Adds a message from the response to a command; returns it. */
  putStored: (message: Message) => Message;
  now: () => number;
  /** Makes the id of a message. */
  newId: () => string;
  /** From 0 to 1. */
  random: () => number;
}
