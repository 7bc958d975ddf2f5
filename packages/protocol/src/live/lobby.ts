import * as v from 'valibot';
import { command } from '../command.ts';
import { id, messageId } from '../fields.ts';
import { maxLobbyTextLength } from './live-settings.ts';
import { count, nothing, schemaOf, time } from '../outputs.ts';
import { userSchema, type User } from '../features/users.ts';

/** A message between a waiting user and the hosts of the room. */
export interface LobbyMessage {
  id: string;
  from: User;
  text: string;
  /** ms since the epoch. */
  at: number;
}

/** A user who waits in the lobby, as hosts see them. */
export interface WaitingUser {
  user: User;
  /** ms since the epoch. */
  knockedAt: number;
  messages: LobbyMessage[];
}

/** The lobby as a user sees it who knocked. */
export interface LobbyState {
  /** admitted: `room:join` works now. */
  state: 'waiting' | 'admitted' | 'declined';
  /** The message of the hosts to all who wait. */
  message?: string;
  messages: LobbyMessage[];
  /** Knock again after this time, ms: a user who does not is taken out of the lobby. */
  repeatMs: number;
}

const lobbyMessageSchema = schemaOf<LobbyMessage>()(
  v.object({ id: v.pipe(v.string(), v.uuid()), from: userSchema, text: v.string(), at: time }),
);

const waitingUserSchema = schemaOf<WaitingUser>()(
  v.object({ user: userSchema, knockedAt: time, messages: v.array(lobbyMessageSchema) }),
);

const lobbyStateSchema = schemaOf<LobbyState>()(
  v.object({
    state: v.picklist(['waiting', 'admitted', 'declined']),
    message: v.optional(v.string()),
    messages: v.array(lobbyMessageSchema),
    repeatMs: v.pipe(count, v.description('knock again after this time, ms')),
  }),
);

const lobbyText = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be blank'),
  v.maxLength(maxLobbyTextLength, `must be at most ${maxLobbyTextLength} characters`),
);

const target = { roomId: id, userId: id };

export const lobbyCommands = {
  'room:knock': command<LobbyState>()({
    http: 'POST /rooms/:roomId/knock',
    summary:
      'Wait in the lobby of a room, in a private room with the code of an invite link; repeat it to stay',
    input: v.strictObject({ roomId: id, code: v.optional(v.pipe(v.string(), v.maxLength(64))) }),
    output: lobbyStateSchema,
  }),
  'lobby:leave': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/knock',
    summary: 'Stop waiting in the lobby of a room',
    input: v.strictObject({ roomId: id }),
    output: nothing,
  }),
  'lobby:list': command<{ waiting: WaitingUser[] }>()({
    http: 'GET /rooms/:roomId/lobby',
    summary: 'List the users who wait in the lobby, in the order of arrival (hosts)',
    input: v.strictObject({ roomId: id }),
    output: v.object({ waiting: v.array(waitingUserSchema) }),
  }),
  'lobby:admit': command<Record<string, never>>()({
    http: 'PUT /rooms/:roomId/lobby/:userId',
    summary: 'Admit a user who waits: they become a member (hosts)',
    input: v.strictObject(target),
    output: nothing,
  }),
  'lobby:admitAll': command<{ admitted: number }>()({
    http: 'PUT /rooms/:roomId/lobby',
    summary: 'Admit all users who wait (hosts)',
    input: v.strictObject({ roomId: id }),
    output: v.object({ admitted: count }),
  }),
  'lobby:decline': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/lobby/:userId',
    summary: 'Decline a user who waits (hosts)',
    input: v.strictObject(target),
    output: nothing,
  }),
  'lobby:send': command<LobbyMessage>()({
    http: 'POST /rooms/:roomId/lobby/messages',
    creates: true,
    rate: 'sends',
    load: 'send',
    summary: 'Write to the hosts while waiting in the lobby; hosts write to the waiting user in userId',
    input: v.strictObject({ roomId: id, userId: v.optional(id), id: messageId, text: lobbyText }),
    output: lobbyMessageSchema,
  }),
};
