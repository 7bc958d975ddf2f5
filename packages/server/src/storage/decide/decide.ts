import { auditEntryOf } from './audit-entry.ts';
import type { Change, ChangeOf } from '../contract/change.ts';
import { answerCall, endCall, startCall } from './calls.ts';
import { joinGroupCall, leaveGroupCall, raiseHand, recordGroupCall, startGroupCall } from './group-calls.ts';
import {
  acceptInviteLink,
  answerInvitation,
  createInviteLink,
  invite,
  revokeInviteLink,
} from './invitations.ts';
import { addMember, endMembership, mute, setRole, unban } from './members.ts';
import { affectedUserIds, decideErasure, isErasureChange, type ErasureChange } from './erasures.ts';
import { deleteMessage, detach } from './deletions.ts';
import { edit, send } from './messages.ts';
import { pin } from './pins.ts';
import { report, resolveReport } from './reports.ts';
import { react } from './reactions.ts';
import { remind } from './reminders.ts';
import { restore } from './restore.ts';
import { createRoom, updateRoom } from './rooms.ts';
import type { StoredMember } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';

export { toMember } from './members.ts';
export { requiredReads, type RequiredReads } from './required-reads.ts';
export type { Decision, View } from './decision.ts';
export { effectiveRoleIn } from './effective-role.ts';

/**
 * Decides one change: the single place that settles rights, numbers and idempotency of everything durable.
 * Pure: a store calls it inside its transaction and writes the result. `TimelineStore.commit` describes what
 * it guarantees.
 */
export const decide = (view: View, change: Change): Decision => {
  if (change.kind === 'remind') return remind(view, change);
  if (change.kind === 'leave-group-call')
    return view.head === null ? noRoom() : leaveGroupCall(view, view.head, change);
  if (view.isErased(change.actor.id))
    return refuse('forbidden', 'this user was erased', { reason: 'erased' });
  if (change.kind === 'create-room') return isOfErased(view, change) ? noUser() : createRoom(view, change);
  const { head } = view;
  if (head === null) return noRoom();
  if (change.kind === 'answer-invitation') return answerInvitation(view, head, change);
  if (change.kind === 'accept-invite-link') return acceptInviteLink(view, head, change);
  if (isErasureChange(change)) return decideErasure(view, head, change);
  const effectiveRole = effectiveRoleIn(head.room, view.member(change.actor.id), change.actor);
  if (effectiveRole === null) return outsider(view.member(change.actor.id));
  if (isOfErased(view, change)) return noUser();
  const decideIn = deciders[change.kind] as (context: DecisionContext, change: InRoom) => Decision;
  const decision = decideIn({ view, head, effectiveRole, at: change.at }, change);
  if (decision.kind !== 'write') return decision;
  const audit = auditEntryOf(change, decision);
  return audit === null ? decision : { ...decision, audit };
};

type InRoom = Exclude<
  Change,
  | ChangeOf<'create-room' | 'answer-invitation' | 'accept-invite-link' | 'remind' | 'leave-group-call'>
  | ErasureChange
>;

const deciders: { [K in InRoom['kind']]: (context: DecisionContext, change: ChangeOf<K>) => Decision } = {
  send,
  edit,
  delete: deleteMessage,
  restore,
  react,
  pin,
  detach,
  'update-room': updateRoom,
  'add-member': addMember,
  invite,
  'create-invite-link': createInviteLink,
  'revoke-invite-link': revokeInviteLink,
  'set-role': setRole,
  mute,
  'end-membership': endMembership,
  unban,
  report,
  'resolve-report': resolveReport,
  'start-call': startCall,
  'answer-call': answerCall,
  'end-call': endCall,
  'start-group-call': startGroupCall,
  'join-group-call': joinGroupCall,
  'raise-hand': raiseHand,
  'record-group-call': recordGroupCall,
};

/** Refuses changes that involve an erased user, since they would create data of that user again. */
const isOfErased = (view: View, change: Change): boolean => affectedUserIds(change).some(view.isErased);

const noUser = (): Decision => refuse('not_found', 'no such user');

const noRoom = (): Decision => refuse('not_found', 'no such room');

const outsider = (member: StoredMember | null): Decision =>
  member?.state === 'banned'
    ? refuse('forbidden', 'you are banned from this room', { reason: 'banned' })
    : noRoom();
