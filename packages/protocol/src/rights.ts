import type { Room } from './features/rooms.ts';

/** Roles of a member. Admins have every right without being members. */
export const roles = ['owner', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof roles)[number];

/**
 * Rights in a room, each named after the command that it allows. `message:moderate` allows editing and
 * deleting messages of others, `poll:create` also adding options, `poll:close` closing polls of others,
 * `question:answer` also dismissing, reopening and highlighting questions and seeing dismissed ones,
 * `hand:call` also lowering hands of others, `lobby:admit` also seeing and declining users who wait,
 * `report:resolve` seeing and resolving reports, `message:pin` also unpinning, `mention:all` mentioning
 * everyone, `room:retain` setting how long messages are stored, `recording:set` also removing recordings,
 * `message:spotlight` also clearing the stage, `overlay:create` also listing and revoking overlays. Bots in the
 * room may send captions without `caption:send`.
 */
export const rights = [
  'message:send',
  'message:edit',
  'message:delete',
  'message:moderate',
  'message:pin',
  'poll:create',
  'poll:vote',
  'poll:close',
  'question:ask',
  'question:upvote',
  'question:answer',
  'reaction:add',
  'reaction:remove',
  'typing:set',
  'file:upload',
  'member:add',
  'member:invite',
  'member:remove',
  'member:update',
  'member:mute',
  'member:ban',
  'room:update',
  'room:end',
  'message:report',
  'report:resolve',
  'audit:list',
  'mention:all',
  'room:export',
  'room:retain',
  'recording:set',
  'call:start',
  'groupcall:start',
  'groupcall:join',
  'groupcall:end',
  'caption:send',
  'hand:raise',
  'hand:call',
  'lobby:admit',
  'attendance:list',
  'message:spotlight',
  'overlay:create',
] as const;
export type Right = (typeof rights)[number];

/** Whether the user has each right now. For UIs: the server enforces rights by itself. */
export type Can = Record<Right, boolean>;

const speak: readonly Right[] = [
  'message:send',
  'message:edit',
  'message:delete',
  'reaction:add',
  'reaction:remove',
  'typing:set',
  'message:report',
  'file:upload',
  'poll:create',
  'poll:vote',
  'question:ask',
  'question:upvote',
  'call:start',
  'groupcall:start',
  'groupcall:join',
  'hand:raise',
];
const moderate: readonly Right[] = [
  ...speak,
  'message:moderate',
  'message:pin',
  'poll:close',
  'question:answer',
  'member:add',
  'member:invite',
  'member:remove',
  'member:mute',
  'member:ban',
  'report:resolve',
  'mention:all',
  'room:export',
  'recording:set',
  'groupcall:end',
  'caption:send',
  'hand:call',
  'lobby:admit',
  'attendance:list',
  'message:spotlight',
  'overlay:create',
];

const granted: Record<Role | 'admin', ReadonlySet<Right>> = {
  guest: new Set(speak),
  member: new Set(speak),
  moderator: new Set([...moderate, 'room:update']),
  owner: new Set(rights),
  admin: new Set(rights),
};

/** Rights that remain after a room has ended. */
const outlasting = new Set<Right>([
  'room:end',
  'message:report',
  'report:resolve',
  'audit:list',
  'room:export',
  'attendance:list',
  'recording:set',
  'question:answer',
]);
/** Rights to what the server would have to read. An encrypted room has none of it. */
const plain = new Set<Right>([
  'poll:create',
  'question:ask',
  'caption:send',
  'message:spotlight',
  'overlay:create',
  'room:export',
  'recording:set',
]);
const silenced = new Set<Right>([
  'message:send',
  'message:edit',
  'poll:create',
  'question:ask',
  'reaction:add',
  'typing:set',
  'file:upload',
  'call:start',
  'groupcall:start',
  'groupcall:join',
]);

/** The role of a user in the room, or `admin`, and the end of their mute. */
export interface Standing {
  role: Role | 'admin';
  mutedUntil?: number | undefined;
  /** The user has no right, whatever the role. */
  readOnly?: true;
}

/**
 * Why a user lacks a right: because of their role, or because of the state of the room or their membership.
 */
export type Withheld = 'forbidden' | 'room_ended' | 'frozen' | 'muted' | 'encrypted_room';

/** Returns null if `right` is granted, otherwise why not. `now`: ms since the epoch. */
export const withheld = (right: Right, room: Room, standing: Standing, now: number): Withheld | null => {
  const { role } = standing;
  if (standing.readOnly) return 'forbidden';
  // The two members of a direct room have equal rights, and nobody can be added.
  const equals = room.type === 'direct' && (right === 'message:pin' || right === 'room:export');
  if (!granted[role].has(right) && !equals) return 'forbidden';
  if (room.type === 'direct' && right.startsWith('member:')) return 'forbidden';
  if (room.encryption !== undefined && plain.has(right)) return 'encrypted_room';
  if (room.phase === 'ended' && role !== 'admin' && !outlasting.has(right)) return 'room_ended';
  if (room.phase === 'ended' && silenced.has(right)) return 'room_ended';
  if (!silenced.has(right)) return null;
  // Where only hosts write, participants still ask.
  if (room.frozen && right !== 'question:ask' && !granted[role].has('message:moderate')) return 'frozen';
  if (standing.mutedUntil !== undefined && standing.mutedUntil > now && role !== 'admin') return 'muted';
  return null;
};

/** Returns which rights are granted at `now`, ms since the epoch. */
export const capabilities = (room: Room, standing: Standing, now: number): Can =>
  Object.fromEntries(rights.map((right) => [right, withheld(right, room, standing, now) === null])) as Can;

const rank: Record<Role | 'admin', number> = { guest: 0, member: 1, moderator: 2, owner: 3, admin: 4 };

/**
 * Returns whether a role may act on members of another role, and assign it: roles below it; owners and admins
 * all.
 */
export const reaches = (mine: Role | 'admin', theirs: Role): boolean =>
  rank[mine] >= rank.owner || rank[theirs] < rank[mine];
