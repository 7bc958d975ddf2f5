import type { DurableEvent } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, StoredMember } from '../../contract/records.ts';
import { refuse, type Decision, type View } from '../decision.ts';
import { knownMember, writeMember } from '../members.ts';

/** Stores a membership of an export. A user who has one, ended or not, keeps it. */
export const importMember = (view: View, head: Head, change: ChangeOf<'import-member'>): Decision => {
  const { role: _admin, ...user } = change.user;
  if (view.isErased(user.id)) return refuse('not_found', 'no such user');
  const stored = view.member(user.id);
  if (stored !== null) return knownMember(head, 'member:updated', stored);
  const member: StoredMember = { ...change.member, user, rev: 0 };
  if (member.state === 'joined' || member.state === 'invited')
    return writeMember(head, member.state === 'joined' ? 'member:joined' : 'member:invited', member);
  const rev = head.rev + 1;
  const reason = member.state;
  const event: DurableEvent = { type: 'member:left', roomId: head.room.id, rev, userId: user.id, reason };
  return { kind: 'write', head: { ...head, rev }, event, members: [{ ...member, rev }] };
};
