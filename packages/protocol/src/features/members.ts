import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, time } from '../fields.ts';
import { hasMore, nothing, optionalTime, schemaOf, time as timestamp } from '../outputs.ts';
import { roles, type Role } from '../rights.ts';
import { statusSchema, userSchema, type Status, type User } from './users.ts';

/** A user in a room: their membership, and their presence where it is known. */
export interface Member {
  user: User;
  role: Role;
  /** ms since the epoch. */
  joinedAt: number;
  /** ms since the epoch. */
  mutedUntil?: number;
  /** Set until an invited user accepts: they cannot enter before. */
  invitedBy?: User;
  /** Absent if the response does not include presence. */
  status?: Status;
  statusText?: string;
}

export const memberSchema = schemaOf<Member>()(
  v.object({
    user: userSchema,
    role: v.picklist(roles),
    joinedAt: timestamp,
    mutedUntil: optionalTime,
    invitedBy: v.optional(userSchema),
    status: v.optional(statusSchema),
    statusText: v.optional(v.string()),
  }),
);

/** Why a membership ended. */
export type LeftReason = 'left' | 'removed' | 'banned';

/** A user who is banned from a room. */
export interface Ban {
  user: User;
}

export const banSchema = schemaOf<Ban>()(v.object({ user: userSchema }));

const target = { roomId: id, userId: id };
const settableRole = v.picklist(['owner', 'moderator', 'member']);

export const memberCommands = {
  'member:list': command<{ members: Member[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/members',
    summary: 'List the members of a room by user id: those present, in private rooms all of them',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
    output: v.object({ members: v.array(memberSchema), hasMore }),
  }),
  'member:add': command<Member>()({
    http: 'POST /rooms/:roomId/members',
    creates: true,
    summary:
      'Make a user I know a member; users who have never been in the room, and all in private rooms, are invited',
    input: v.strictObject({ ...target, role: v.optional(settableRole) }),
    output: memberSchema,
  }),
  'member:remove': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/members/:userId',
    summary: 'Remove a member (kick); they may come back to a public room',
    input: v.strictObject(target),
    output: nothing,
  }),
  'member:update': command<Member>()({
    http: 'PATCH /rooms/:roomId/members/:userId',
    summary: 'Change the role of a member',
    input: v.strictObject({ ...target, role: settableRole }),
    output: memberSchema,
  }),
  'member:mute': command<Member>()({
    http: 'PUT /rooms/:roomId/members/:userId/mute',
    summary: 'Mute a member until a time; null unmutes them',
    input: v.strictObject({ ...target, until: v.nullable(time) }),
    output: memberSchema,
  }),
  'member:ban': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/bans/:userId',
    summary: 'Remove a member and ban them from the room',
    input: v.strictObject(target),
    output: nothing,
  }),
  'member:bans': command<{ bans: Ban[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/bans',
    summary: 'List the banned users of a room by user id (moderators)',
    input: v.strictObject({ roomId: id, after: v.optional(id), limit }),
    output: v.object({ bans: v.array(banSchema), hasMore }),
  }),
  'member:unban': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/bans/:userId',
    summary: 'Let a banned user come back',
    input: v.strictObject(target),
    output: nothing,
  }),
};
