import { reaches, type DurableEvent, type Member, type Role, type User } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import type { Head, StoredMember } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

export const newMember = (user: User, role: Role, at: number, seq: number, rev: number): StoredMember => {
  const { role: _admin, ...shown } = user;
  return { user: shown, role, state: 'joined', joinedAt: at, joinedSeq: seq, rev };
};

/** Returns the membership as others see it. */
export const toMember = ({ user, role, state, joinedAt, mutedUntil, invitedBy }: StoredMember): Member => ({
  user,
  role,
  joinedAt,
  ...(mutedUntil === undefined ? {} : { mutedUntil }),
  ...(state === 'invited' && invitedBy ? { invitedBy } : {}),
});

/** Returns the fields that make a membership an invitation. */
export const invitedBy = ({ role: _admin, ...shown }: User): Pick<StoredMember, 'state' | 'invitedBy'> => ({
  state: 'invited',
  invitedBy: shown,
});

type MemberEvent = 'member:invited' | 'member:joined' | 'member:updated';

export const writeMember = (head: Head, type: MemberEvent, member: StoredMember): Decision => {
  const rev = head.rev + 1;
  const stored = { ...member, rev };
  const event: DurableEvent = { type, roomId: head.room.id, rev, member: toMember(stored) };
  return { kind: 'write', head: { ...head, rev }, event, members: [stored] };
};

export const knownMember = (head: Head, type: MemberEvent, member: StoredMember): Decision => ({
  kind: 'known',
  event: { type, roomId: head.room.id, rev: member.rev, member: toMember(member) },
});

/** Refuses if the only owner would leave while others stay: the room would have no owner. */
const leavesNoOwner = ({ view, head }: DecisionContext, { user, role }: StoredMember): Decision | null => {
  if (head.room.type !== 'private' || role !== 'owner') return null;
  const others = view.joined().filter((member) => member.user.id !== user.id);
  if (others.length === 0 || others.some((member) => member.role === 'owner')) return null;
  return refuse('conflict', 'you are the only owner: make another one first', { reason: 'last_owner' });
};

/**
 * Refuses if the target's role is as high as the actor's, unless the actor is an owner or admin, or if the
 * new role is above the actor's.
 */
const outranked = (context: DecisionContext, target: StoredMember | null, role?: Role): Decision | null => {
  const mine = context.effectiveRole.role;
  const theirs = target?.state === 'joined' ? target.role : 'guest';
  const allowed = reaches(mine, theirs) && (role === undefined || reaches(mine, role));
  return allowed ? null : refuse('forbidden', 'your role is not high enough for this');
};

export const addMember = (context: DecisionContext, change: ChangeOf<'add-member'>): Decision => {
  const { view, head } = context;
  const stored = view.member(change.user.id);
  const refused =
    refuseWithoutRight(context, 'member:add', change.at) ?? outranked(context, null, change.role);
  if (refused !== null) return refused;
  if (stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state === 'invited' && change.asks) return knownMember(head, 'member:invited', stored);
  if (stored?.state === 'banned')
    return refuse('conflict', 'this user is banned: unban first', { reason: 'banned' });
  const member = newMember(change.user, change.role, change.at, head.seq, 0);
  return writeMember(head, change.asks ? 'member:invited' : 'member:joined', {
    ...member,
    ...(change.asks ? invitedBy(change.actor) : {}),
    ...(stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil }),
  });
};

/**
 * Returns the membership to act on. A visitor of a public room gets one with the lowest rights, so that the
 * change can be recorded.
 */
const targetOf = ({ view, head }: DecisionContext, user: User, at: number): StoredMember | null => {
  const stored = view.member(user.id);
  if (stored?.state === 'joined') return stored;
  // Nobody visits a room with a lobby.
  if (head.room.type !== 'public' || head.room.lobby || stored?.state === 'banned') return null;
  const visitor = newMember(user, user.guest ? 'guest' : 'member', at, head.seq, 0);
  return { ...visitor, ...(stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil }) };
};

export const setRole = (context: DecisionContext, change: ChangeOf<'set-role'>): Decision => {
  const refused = refuseWithoutRight(context, 'member:update', change.at);
  if (refused !== null) return refused;
  const target = targetOf(context, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(context, target, change.role);
  if (low !== null) return low;
  const steps = change.user.id === change.actor.id && change.role !== 'owner';
  const last = steps ? leavesNoOwner(context, target) : null;
  if (last !== null) return last;
  if (target.rev > 0 && target.role === change.role)
    return knownMember(context.head, 'member:updated', target);
  return writeMember(context.head, 'member:updated', { ...target, role: change.role });
};

export const mute = (context: DecisionContext, change: ChangeOf<'mute'>): Decision => {
  const refused = refuseWithoutRight(context, 'member:mute', change.at);
  if (refused !== null) return refused;
  const target = targetOf(context, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(context, target);
  if (low !== null) return low;
  if ((target.mutedUntil ?? null) === change.until && target.rev > 0) {
    return knownMember(context.head, 'member:updated', target);
  }
  const { mutedUntil: _before, ...rest } = target;
  const member = change.until === null ? rest : { ...rest, mutedUntil: change.until };
  return writeMember(context.head, 'member:updated', member);
};

export const endMembership = (context: DecisionContext, change: ChangeOf<'end-membership'>): Decision => {
  const { view, head } = context;
  const { user, reason } = change;
  if (reason === 'left') {
    if (user.id !== change.actor.id) return refuse('forbidden', 'you can only leave for yourself');
  } else {
    const refused = refuseWithoutRight(
      context,
      reason === 'banned' ? 'member:ban' : 'member:remove',
      change.at,
    );
    if (refused !== null) return refused;
    if (user.id === change.actor.id) return refuse('conflict', 'you cannot remove yourself: leave instead');
  }
  const stored = view.member(user.id);
  // Rejoining a public room leaves no record, so a removed user may have to be removed again.
  const again = reason === 'removed' && head.room.type === 'public';
  if (stored !== null && stored.state === reason && !again) {
    return {
      kind: 'known',
      event: { type: 'member:left', roomId: head.room.id, rev: stored.rev, userId: user.id, reason },
    };
  }
  const asked = stored?.state === 'invited' || reason === 'banned' ? stored : null;
  const target = targetOf(context, user, change.at) ?? asked;
  // A user may be banned before they ever join.
  const subject = target ?? (reason === 'banned' ? newMember(user, 'guest', change.at, head.seq, 0) : null);
  if (subject === null) return refuse('not_found', 'no such member');
  const low = reason === 'left' ? leavesNoOwner(context, subject) : outranked(context, subject);
  if (low !== null) return low;
  const rev = head.rev + 1;
  const event: DurableEvent = { type: 'member:left', roomId: head.room.id, rev, userId: user.id, reason };
  const { invitedBy: _asked, ...ended } = subject;
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...ended, state: reason, rev }] };
};

export const unban = (context: DecisionContext, change: ChangeOf<'unban'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'member:ban', change.at);
  if (refused !== null) return refused;
  const stored = view.member(change.userId);
  if (stored === null || stored.state !== 'banned') return refuse('not_found', 'this user is not banned');
  const rev = head.rev + 1;
  const event: DurableEvent = {
    type: 'member:left',
    roomId: head.room.id,
    rev,
    userId: change.userId,
    reason: 'left',
  };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...stored, state: 'left', rev }] };
};
