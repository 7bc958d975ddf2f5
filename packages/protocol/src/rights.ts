import type { Room } from './rooms.ts';

/** What somebody is in a room. An admin passes every gate without being a member. */
export const roles = ['owner', 'moderator', 'member', 'guest'] as const;
export type Role = (typeof roles)[number];

/**
 * What one may do in a room, named after the command it opens. `message:moderate` opens other people's messages,
 * `report:resolve` their reports, `message:pin` also unpins, `mention:all` calls everybody by one message, `room:retain`
 * says how long messages are kept.
 */
export const rights = [
  'message:send',
  'message:edit',
  'message:delete',
  'message:moderate',
  'message:pin',
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
  'call:start',
  'groupcall:start',
  'groupcall:join',
  'groupcall:end',
] as const;
export type Right = (typeof rights)[number];

/** Every right, as the server would decide now. The server enforces; the UI hides. */
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
  'call:start',
  'groupcall:start',
  'groupcall:join',
];
const moderate: readonly Right[] = [
  ...speak,
  'message:moderate',
  'message:pin',
  'member:add',
  'member:invite',
  'member:remove',
  'member:mute',
  'member:ban',
  'report:resolve',
  'mention:all',
  'room:export',
  'groupcall:end',
];

const granted: Record<Role | 'admin', ReadonlySet<Right>> = {
  guest: new Set(speak),
  member: new Set(speak),
  moderator: new Set([...moderate, 'room:update']),
  owner: new Set(rights),
  admin: new Set(rights),
};

/** What is still done when a room has ended. */
const outlasting = new Set<Right>([
  'room:end',
  'message:report',
  'report:resolve',
  'audit:list',
  'room:export',
]);
const silenced = new Set<Right>([
  'message:send',
  'message:edit',
  'reaction:add',
  'typing:set',
  'file:upload',
  'call:start',
  'groupcall:start',
  'groupcall:join',
]);

/** Who asks: their role in the room, or `admin`; and until when they are muted, if they are. */
export interface Standing {
  role: Role | 'admin';
  mutedUntil?: number | undefined;
}

/** Why a right is withheld: for want of the role, or for a passing state of room or member. */
export type Withheld = 'forbidden' | 'room_ended' | 'frozen' | 'muted';

/** The one table of rights: null when `right` is granted, else why not. `now` is ms since the epoch. */
export const withheld = (right: Right, room: Room, standing: Standing, now: number): Withheld | null => {
  const { role } = standing;
  // A direct room is of two, who are equals in it, and stays so.
  const equals = room.type === 'direct' && (right === 'message:pin' || right === 'room:export');
  if (!granted[role].has(right) && !equals) return 'forbidden';
  if (room.type === 'direct' && right.startsWith('member:')) return 'forbidden';
  if (room.phase === 'ended' && role !== 'admin' && !outlasting.has(right)) return 'room_ended';
  if (room.phase === 'ended' && silenced.has(right)) return 'room_ended';
  if (!silenced.has(right)) return null;
  if (room.frozen && !granted[role].has('message:moderate')) return 'frozen';
  if (standing.mutedUntil !== undefined && standing.mutedUntil > now && role !== 'admin') return 'muted';
  return null;
};

export const capabilities = (room: Room, standing: Standing, now: number): Can =>
  Object.fromEntries(rights.map((right) => [right, withheld(right, room, standing, now) === null])) as Can;

const rank: Record<Role | 'admin', number> = { guest: 0, member: 1, moderator: 2, owner: 3, admin: 4 };

/** Whether one role may act on another, or give it: on those below it; owners and admins on all. */
export const reaches = (mine: Role | 'admin', theirs: Role): boolean =>
  rank[mine] >= rank.owner || rank[theirs] < rank[mine];
