import * as v from 'valibot';
import { command } from './command.ts';
import { time, title } from './fields.ts';
import type { Role } from './rights.ts';
import type { ChosenStatus, Status, User } from './users.ts';

/** Somebody who is here now. */
export interface Presence {
  user: User;
  status: Status;
  statusText?: string;
  /** Their role in this room; absent when the answer does not speak of it. */
  role?: Role;
}

/** Members named in a snapshot; the others are fetched with `member:list`. */
export const firstScreen = 50;

export const presenceCommands = {
  'presence:set': command<{ status: ChosenStatus; text?: string; until?: number }>()({
    http: 'PUT /presence',
    summary:
      'How I am, in all my rooms: online, away or busy, with a text, until a time; kept through restarts',
    input: v.strictObject({
      status: v.picklist(['online', 'away', 'busy']),
      text: v.optional(title),
      until: v.optional(time),
    }),
  }),
  'presence:idle': command<{ status: Status }>()({
    http: 'PUT /presence/idle',
    summary: 'Nobody is at this page, or somebody is again; away is who is idle on all of theirs',
    input: v.strictObject({ idle: v.boolean() }),
  }),
};
