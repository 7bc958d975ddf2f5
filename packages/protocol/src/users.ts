import * as v from 'valibot';
import { command } from './command.ts';
import { id } from './fields.ts';

/** Somebody who uses the chat, as others see them. */
export interface User {
  id: string;
  name: string;
  avatarUrl?: string;
  /** A program, not a person. */
  bot?: true;
  /** Known by nothing but a name. */
  guest?: true;
  /** Given by `authenticate` alone: passes every gate. Not shown to others. */
  role?: 'admin';
}

/** A user with what the server knows of when they were here. */
export interface Profile {
  user: User;
  status: Status;
  statusText?: string;
  /** When the last connection ended, ms since the epoch; absent while online or when never seen. */
  lastSeenAt?: number;
}

export type Status = 'online' | 'away' | 'busy' | 'offline';

export const userCommands = {
  'user:get': command<Profile>()({
    http: 'GET /users/:userId',
    summary: 'A user who shares a room with you, with status and last seen',
    input: v.strictObject({ userId: id }),
  }),
};
