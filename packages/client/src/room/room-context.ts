import type { Call, Message, User } from '@chat/protocol';
import type { RoomSync } from './room-sync.ts';

/** What a feature of a room is given. */
export interface RoomContext {
  roomId: string;
  /** Waits for the connection. */
  call: Call;
  /** Rejects at once unless online. */
  callNow: Call;
  sync: RoomSync;
  user: () => User | null;
  /** My id; empty while it is not known. */
  self: () => string;
  /** Has a message that the server has stored, as an answer brought it; answers it. */
  putStored: (message: Message) => Message;
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
}
