import type { DurableEvent } from '@chat/protocol';
import type { ChangeOf } from '../contract/change.ts';
import { invitedBy, knownMember, newMember, writeMember } from './members.ts';
import type { Head, StoredMember } from '../contract/records.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext, type View } from './decision.ts';

export const invite = (context: DecisionContext, change: ChangeOf<'invite'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'member:invite', change.at);
  if (refused !== null) return refused;
  if (head.room.type !== 'private')
    return refuse('conflict', 'a public room needs no invitation: share its address', {
      reason: 'not_private',
    });
  const stored = view.member(change.user.id);
  if (stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state === 'invited') return knownMember(head, 'member:invited', stored);
  if (stored?.state === 'banned')
    return refuse('conflict', 'this user is banned: unban first', { reason: 'banned' });
  const member = newMember(change.user, 'member', change.at, head.seq, 0);
  return writeMember(head, 'member:invited', { ...member, ...invitedBy(change.actor), ...mutedAs(stored) });
};

/** The actor has no access yet. To a user without an invitation, the room does not exist. */
export const answerInvitation = (
  view: View,
  head: Head,
  { actor, at, accept }: ChangeOf<'answer-invitation'>,
): Decision => {
  const stored = view.member(actor.id);
  if (accept && stored?.state === 'joined') return knownMember(head, 'member:joined', stored);
  if (stored?.state !== 'invited') return refuse('not_found', 'no such room');
  if (accept) {
    // A user who joins an empty room becomes its owner.
    const role = view.joined().length === 0 ? 'owner' : stored.role;
    return writeMember(head, 'member:joined', {
      ...newMember(actor, role, at, head.seq, 0),
      ...mutedAs(stored),
    });
  }
  const rev = head.rev + 1;
  const { invitedBy: _asked, ...member } = stored;
  const roomId = head.room.id;
  const event: DurableEvent = { type: 'member:left', roomId, rev, userId: actor.id, reason: 'left' };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...member, state: 'left', rev }] };
};

const mutedAs = (stored: StoredMember | null): Pick<StoredMember, 'mutedUntil'> =>
  stored?.mutedUntil === undefined ? {} : { mutedUntil: stored.mutedUntil };
