import * as v from 'valibot';
import { command } from './command.ts';
import { id } from './fields.ts';
import type { Member } from './members.ts';

export const invitationCommands = {
  'member:invite': command<Member>()({
    http: 'POST /rooms/:roomId/invitations',
    creates: true,
    summary: 'Invite somebody I know into a private room',
    input: v.strictObject({ roomId: id, userId: id }),
  }),
  'member:accept': command<Member>()({
    http: 'PUT /rooms/:roomId/invitation',
    summary: 'Accept my invitation: I belong to the room from now on',
    input: v.strictObject({ roomId: id }),
  }),
  'member:decline': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/invitation',
    summary: 'Decline my invitation',
    input: v.strictObject({ roomId: id }),
  }),
};
