import * as v from 'valibot';
import { command } from '../command.ts';
import { time, title } from '../fields.ts';
import type { Role } from '../rights.ts';
import { statusSchema, type ChosenStatus, type Status, type User } from './users.ts';

/** A user who is in the room now. */
export interface Presence {
  user: User;
  status: Status;
  statusText?: string;
  /** Their role in this room; absent if the event does not include roles. */
  role?: Role;
}

/** Most members in a snapshot; `member:list` returns the others. */
export const firstScreen = 50;

export const presenceCommands = {
  'presence:set': command<{ status: ChosenStatus; text?: string; until?: number }>()({
    http: 'PUT /presence',
    summary: 'Set my status in all my rooms: online, away or busy, with a text, until a time',
    input: v.strictObject({
      status: v.picklist(['online', 'away', 'busy']),
      text: v.optional(title),
      until: v.optional(time),
    }),
    output: v.object({
      status: v.picklist(['online', 'away', 'busy']),
      text: v.optional(v.string()),
      until: v.optional(v.number()),
    }),
  }),
  'presence:idle': command<{ status: Status }>()({
    http: 'PUT /presence/idle',
    summary: 'Report that this page is idle or in use; a user whose pages are all idle is away',
    input: v.strictObject({ idle: v.boolean() }),
    output: v.object({ status: statusSchema }),
  }),
};
