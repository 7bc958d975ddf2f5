import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { memberSchema, type Member } from './members.ts';
import { nothing } from '../outputs.ts';

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
