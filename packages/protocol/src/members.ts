import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, time } from './fields.ts';
import type { Role } from './rights.ts';
import type { Status, User } from './users.ts';

/** Somebody in a room: their membership, and their presence where it is known. */
export interface Member {
  user: User;
  role: Role;
  joinedAt: number;
  mutedUntil?: number;
  /** Who invited them: they have not accepted yet, and cannot enter before. */
  invitedBy?: User;
  /** Absent when this answer does not speak of presence. */
  status?: Status;
  statusText?: string;
}

/** Why a membership ended. */
export type LeftReason = 'left' | 'removed' | 'banned';

/** Somebody who is kept out. */
export interface Ban {
  user: User;
}

const target = { roomId: id, userId: id };
const settableRole = v.picklist(['owner', 'moderator', 'member']);

export const memberCommands = {
  'member:list': command<{ members: Member[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/members',
    summary: 'People of a room by user id: those present, and in private rooms all members',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
  }),
  'member:add': command<Member>()({
    http: 'POST /rooms/:roomId/members',
    creates: true,
    summary: 'Make a user I know a member; who has not been here, and anybody in a private room, is invited',
    input: v.strictObject({ ...target, role: v.optional(settableRole) }),
  }),
  'member:remove': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/members/:userId',
    summary: 'Remove somebody (kick); in a public room they may come back',
    input: v.strictObject(target),
  }),
  'member:update': command<Member>()({
    http: 'PATCH /rooms/:roomId/members/:userId',
    summary: "Change somebody's role",
    input: v.strictObject({ ...target, role: settableRole }),
  }),
  'member:mute': command<Member>()({
    http: 'PUT /rooms/:roomId/members/:userId/mute',
    summary: 'Take the word from somebody until a time; null gives it back',
    input: v.strictObject({ ...target, until: v.nullable(time) }),
  }),
  'member:ban': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/bans/:userId',
    summary: 'Remove somebody and keep them out',
    input: v.strictObject(target),
  }),
  'member:bans': command<{ bans: Ban[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/bans',
    summary: 'Who is kept out of a room, by user id (moderators)',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
  }),
  'member:unban': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/bans/:userId',
    summary: 'Let a banned user come back',
    input: v.strictObject(target),
  }),
};
