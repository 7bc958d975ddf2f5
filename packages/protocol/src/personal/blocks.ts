import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit } from '../fields.ts';
import { hasMore, nothing, schemaOf, time } from '../outputs.ts';
import { userSchema, type User } from '../features/users.ts';

/** A user whom I have blocked. */
export interface BlockedUser {
  user: User;
  /** ms since the epoch. */
  blockedAt: number;
}

/** Blocked users by id, in code unit order. */
export interface BlockedPage {
  users: BlockedUser[];
  hasMore: boolean;
}

const blockedUserSchema = schemaOf<BlockedUser>()(v.object({ user: userSchema, blockedAt: time }));

export const blockCommands = {
  'user:block': command<Record<string, never>>()({
    http: 'PUT /blocked/:userId',
    summary: 'Block a user for myself: no direct messages, calls, notifications or unread counts from them',
    input: v.strictObject({ userId: id }),
    output: nothing,
  }),
  'user:unblock': command<Record<string, never>>()({
    http: 'DELETE /blocked/:userId',
    summary: 'Unblock a user whom I blocked',
    input: v.strictObject({ userId: id }),
    output: nothing,
  }),
  'user:blocked': command<BlockedPage>()({
    http: 'GET /blocked',
    summary: 'List the users whom I have blocked, by user id',
    input: v.strictObject({ after: v.optional(id), limit }),
    output: v.object({ users: v.array(blockedUserSchema), hasMore }),
  }),
};
