import { reaches, type DurableEvent, type Member, type Role, type User } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import type { Head, StoredMember } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';

export const newMember = (user: User, role: Role, at: number, seq: number, rev: number): StoredMember => {
  const { role: _admin, ...shown } = user;
  return { user: shown, role, state: 'joined', joinedAt: at, joinedSeq: seq, rev };
};

/** The membership as others see it. */
export const toMember = ({ user, role, state, joinedAt, mutedUntil, invitedBy }: StoredMember): Member => ({
  user,
  role,
  joinedAt,
  ...(mutedUntil === undefined ? {} : { mutedUntil }),
  ...(state === 'invited' && invitedBy ? { invitedBy } : {}),
});

/** What makes a membership an invitation. */
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

/** A room that is left by its only owner while others stay would be nobody's to look after. */
const leavesNoOwner = ({ view, head }: DecisionContext, { user, role }: StoredMember): Decision | null => {
  if (head.room.type !== 'private' || role !== 'owner') return null;
  const others = view.joined().filter((member) => member.user.id !== user.id);
  if (others.length === 0 || others.some((member) => member.role === 'owner')) return null;
  return refuse('conflict', 'you are the only owner: make another one first', { reason: 'last_owner' });
};

/** Nobody acts on those who stand as high as they do, owners and admins excepted, nor gives more than they have. */
const outranked = (situation: DecisionContext, target: StoredMember | null, role?: Role): Decision | null => {
  const mine = situation.effectiveRole.role;
  const theirs = target?.state === 'joined' ? target.role : 'guest';
  const allowed = reaches(mine, theirs) && (role === undefined || reaches(mine, role));
  return allowed ? null : refuse('forbidden', 'your role does not reach theirs');
};

export const addMember = (situation: DecisionContext, change: ChangeOf<'add-member'>): Decision => {
  const { view, head } = situation;
  const stored = view.member(change.user.id);
  const refused =
    refuseWithoutRight(situation, 'member:add', change.at) ?? outranked(situation, null, change.role);
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

/** The membership to act on. A visitor of a public room gets one of the least rights first, so that the act has a place to stand. */
const targetOf = ({ view, head }: DecisionContext, user: User, at: number): StoredMember | null => {
  const stored = view.member(user.id);
  if (stored?.state === 'joined') return stored;
  if (head.room.type !== 'public' || stored?.state === 'banned') return null;
  const visitor = newMember(user, user.guest ? 'guest' : 'member', at, head.seq, 0);
  return { ...visitor, ...(stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil }) };
};

export const setRole = (situation: DecisionContext, change: ChangeOf<'set-role'>): Decision => {
  const refused = refuseWithoutRight(situation, 'member:update', change.at);
  if (refused !== null) return refused;
  const target = targetOf(situation, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(situation, target, change.role);
  if (low !== null) return low;
  const steps = change.user.id === change.actor.id && change.role !== 'owner';
  const last = steps ? leavesNoOwner(situation, target) : null;
  if (last !== null) return last;
  if (target.rev > 0 && target.role === change.role)
    return knownMember(situation.head, 'member:updated', target);
  return writeMember(situation.head, 'member:updated', { ...target, role: change.role });
};

export const mute = (situation: DecisionContext, change: ChangeOf<'mute'>): Decision => {
  const refused = refuseWithoutRight(situation, 'member:mute', change.at);
  if (refused !== null) return refused;
  const target = targetOf(situation, change.user, change.at);
  if (target === null) return refuse('not_found', 'no such member');
  const low = outranked(situation, target);
  if (low !== null) return low;
  if ((target.mutedUntil ?? null) === change.until && target.rev > 0) {
    return knownMember(situation.head, 'member:updated', target);
  }
  const { mutedUntil: _before, ...rest } = target;
  const member = change.until === null ? rest : { ...rest, mutedUntil: change.until };
  return writeMember(situation.head, 'member:updated', member);
};

export const endMembership = (situation: DecisionContext, change: ChangeOf<'end-membership'>): Decision => {
  const { view, head } = situation;
  const { user, reason } = change;
  if (reason === 'left') {
    if (user.id !== change.actor.id) return refuse('forbidden', 'nobody leaves for somebody else');
  } else {
    const refused = refuseWithoutRight(
      situation,
      reason === 'banned' ? 'member:ban' : 'member:remove',
      change.at,
    );
    if (refused !== null) return refused;
    if (user.id === change.actor.id) return refuse('conflict', 'this would be yourself: leave instead');
  }
  const stored = view.member(user.id);
  // Coming back to a public room leaves no trace here: whoever was removed before may have to be removed again.
  const again = reason === 'removed' && head.room.type === 'public';
  if (stored !== null && stored.state === reason && !again) {
    return {
      kind: 'known',
      event: { type: 'member:left', roomId: head.room.id, rev: stored.rev, userId: user.id, reason },
    };
  }
  const asked = stored?.state === 'invited' || reason === 'banned' ? stored : null;
  const target = targetOf(situation, user, change.at) ?? asked;
  // A ban may come before its target ever does.
  const subject = target ?? (reason === 'banned' ? newMember(user, 'guest', change.at, head.seq, 0) : null);
  if (subject === null) return refuse('not_found', 'no such member');
  const low = reason === 'left' ? leavesNoOwner(situation, subject) : outranked(situation, subject);
  if (low !== null) return low;
  const rev = head.rev + 1;
  const event: DurableEvent = { type: 'member:left', roomId: head.room.id, rev, userId: user.id, reason };
  const { invitedBy: _asked, ...ended } = subject;
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...ended, state: reason, rev }] };
};

export const unban = (situation: DecisionContext, change: ChangeOf<'unban'>): Decision => {
  const { view, head } = situation;
  const refused = refuseWithoutRight(situation, 'member:ban', change.at);
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
