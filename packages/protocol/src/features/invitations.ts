import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { memberSchema, type Member } from './members.ts';
import { count, nothing, optionalTime, schemaOf, time } from '../outputs.ts';
import { authorSchema, type Author } from './users.ts';

/** A link by which users become members of a private room. Its code is in no list. */
export interface InviteLink {
  linkId: string;
  createdBy: Author;
  /** ms since the epoch. */
  createdAt: number;
  /** When it stops working, ms since the epoch; absent: never. */
  expiresAt?: number;
  /** How often it can be used; absent: without limit. */
  maxUses?: number;
  /** How many users have entered with it. */
  uses: number;
}

/** A new invite link with its code. The server stores only a hash of the code and never returns it again. */
export interface NewInviteLink extends InviteLink {
  code: string;
}

/** Shortest validity of an invite link, seconds. */
export const minInviteLinkSeconds = 60;
/** Most uses of an invite link with a limit. */
export const maxInviteLinkUses = 10_000;

const entries = {
  linkId: v.string(),
  createdBy: authorSchema,
  createdAt: time,
  expiresAt: optionalTime,
  maxUses: v.optional(count),
  uses: count,
};
const inviteLinkSchema = schemaOf<InviteLink>()(v.object(entries));
const newInviteLinkSchema = schemaOf<NewInviteLink>()(
  v.object({ ...entries, code: v.pipe(v.string(), v.description('returned only here')) }),
);

const integer = v.pipe(v.number(), v.integer('must be an integer'));
const validity = v.pipe(integer, v.minValue(minInviteLinkSeconds), v.maxValue(3_155_760_000));
const uses = v.pipe(integer, v.minValue(1), v.maxValue(maxInviteLinkUses));
const code = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

export const invitationCommands = {
  'member:invite': command<Member>()({
    http: 'POST /rooms/:roomId/invitations',
    creates: true,
    summary: 'Invite a user I know to a private room',
    input: v.strictObject({ roomId: id, userId: id }),
    output: memberSchema,
  }),
  'member:accept': command<Member>()({
    http: 'PUT /rooms/:roomId/invitation',
    summary: 'Accept my invitation and become a member of the room',
    input: v.strictObject({ roomId: id }),
    output: memberSchema,
  }),
  'member:decline': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/invitation',
    summary: 'Decline my invitation',
    input: v.strictObject({ roomId: id }),
    output: nothing,
  }),
};

export const inviteLinkCommands = {
  'invite:create': command<NewInviteLink>()({
    http: 'POST /rooms/:roomId/invite-links',
    creates: true,
    summary: 'Create a link by which users become members of a private room',
    input: v.strictObject({
      roomId: id,
      expiresInSeconds: v.optional(v.pipe(validity, v.description('as long as the server allows if absent'))),
      maxUses: v.optional(v.pipe(uses, v.description('without limit if absent'))),
    }),
    output: newInviteLinkSchema,
  }),
  'invite:list': command<{ links: InviteLink[]; maxSeconds?: number }>()({
    http: 'GET /rooms/:roomId/invite-links',
    summary: 'List the invite links of a room that still work, without their codes, oldest first',
    input: v.strictObject({ roomId: id }),
    output: v.object({
      links: v.array(inviteLinkSchema),
      maxSeconds: v.optional(v.pipe(count, v.description('longest validity that the server allows'))),
    }),
  }),
  'invite:revoke': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/invite-links/:linkId',
    summary: 'Revoke an invite link; members who entered with it stay',
    input: v.strictObject({ roomId: id, linkId: id }),
    output: nothing,
  }),
  'invite:accept': command<Member>()({
    http: 'POST /rooms/:roomId/invite-links/accept',
    rate: 'joins',
    summary: 'Become a member of a private room by the code of an invite link',
    input: v.strictObject({ roomId: id, code }),
    output: memberSchema,
  }),
};
