import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { optionalTime, schemaOf, time } from '../outputs.ts';
import { userSchema, type User } from '../features/users.ts';

/** A raised hand. */
export interface RaisedHand {
  user: User;
  /** ms since the epoch. Different for all hands of a room: the list is in this order. */
  raisedAt: number;
  /** A host has called on the user: they come first in the list. */
  calledAt?: number;
}

/** The raised hands of a room: the user whom a host has called on, then the others in order. */
export interface HandList {
  hands: RaisedHand[];
}

export const raisedHandSchema = schemaOf<RaisedHand>()(
  v.object({
    user: userSchema,
    raisedAt: v.pipe(time, v.description('the list is in this order, after a user who was called on')),
    calledAt: optionalTime,
  }),
);

const output = v.object({ hands: v.array(raisedHandSchema) });

export const handCommands = {
  'hand:list': command<HandList>()({
    http: 'GET /rooms/:roomId/hands',
    summary: 'List the raised hands of a room, in order',
    input: v.strictObject({ roomId: id }),
    output,
  }),
  'hand:raise': command<HandList>()({
    http: 'PUT /rooms/:roomId/hand',
    summary: 'Raise my hand; again, it keeps its place',
    input: v.strictObject({ roomId: id }),
    output,
  }),
  'hand:lower': command<HandList>()({
    http: 'DELETE /rooms/:roomId/hand',
    summary: 'Lower my hand; hosts lower the hand of another user, or all',
    input: v.strictObject({ roomId: id, userId: v.optional(id), all: v.optional(v.boolean()) }),
    output,
  }),
  'hand:call': command<HandList>()({
    http: 'PUT /rooms/:roomId/hands/:userId/call',
    summary: 'Call on a user with a raised hand; the hand of the user called on before goes down',
    input: v.strictObject({ roomId: id, userId: id }),
    output,
  }),
};
