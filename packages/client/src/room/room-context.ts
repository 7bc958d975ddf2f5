import type { Call, EventOf, EventType, Message, User } from '@chat/protocol';
import type { Stop } from '../state/readable.ts';
import type { RoomSync } from './room-sync.ts';

/** Calls `listener` for each event of a room. */
export type OnEvent = <T extends EventType>(type: T, listener: (event: EventOf<T>) => void) => Stop;

/** The context that each feature of a room receives. */
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
