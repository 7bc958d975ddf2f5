import { auditEntryOf } from './audit-entry.ts';
import type { Change, ChangeOf } from '../contract/change.ts';
import { answerCall, endCall, startCall } from './calls.ts';
import { joinGroupCall, leaveGroupCall, recordGroupCall, startGroupCall } from './group-calls.ts';
import { attend, expireAttendance } from './live/attendance.ts';
import { createOverlay, revokeOverlay } from './live/overlays.ts';
import { admit, decline, expireKnock, knock, leaveLobby, sendInLobby, withoutKnock } from './live/lobby.ts';
import { callOnHand, lowerAbsentHands, lowerAllHands, raiseHand } from './live/hands.ts';
import {
  acceptInviteLink,
  answerInvitation,
  createInviteLink,
  invite,
  revokeInviteLink,
} from './invitations.ts';
import { removeRecording, setRecording } from './live/recordings.ts';
import { commitGroup, keepGroup, linkEpoch } from './encryption/commit-group.ts';
import { refuseReadableChange } from './encryption/encrypted-content.ts';
import { sealKeys } from './encryption/sealed-keys.ts';
import { clearSpotlight, spotlight, spotlightQuestion } from './live/spotlight.ts';
import { addCard, removeCard } from './outbound/link-cards.ts';
import { addMember, endMembership, mute, setRole, unban } from './members.ts';
import { affectedUserIds, decideErasure, isErasureChange, type ErasureChange } from './erasures.ts';
import { deleteMessage, detach } from './deletions.ts';
import { expirePending, reject, untrust, withdraw } from './approval.ts';
import { approveMessage, edit, send } from './messages.ts';
import { importMember } from './imports/import-member.ts';
import { importMessage } from './imports/import-message.ts';
import { pin } from './pins.ts';
import {
  answerQuestion,
  ask,
  dismissQuestion,
  highlightQuestion,
  publishQuestions,
  reopenQuestion,
  upvote,
  withdrawQuestion,
} from './questions/questions.ts';
import { addPollOption, closePoll, deletePollDraft, savePollDraft, updatePoll, vote } from './polls/polls.ts';
import { report, resolveReport } from './reports.ts';
import { react } from './reactions.ts';
import { storeRecords } from './records.ts';
import { remind } from './reminders.ts';
import { restore } from './restore.ts';
import { createRoom, updateRoom } from './rooms.ts';
import { decideTranslation, isTranslationChange, type TranslationChange } from './outbound/translation.ts';
import { decideEmail, isEmailChange, type EmailChange } from './outbound/emails.ts';
import { decideWebhook, isWebhookChange, type WebhookChange } from './outbound/webhooks.ts';
import {
  cancelScheduled,
  editScheduled,
  refuseCancel,
  schedule,
  settleScheduled,
} from './personal/scheduled.ts';
import { cancelReminder, fireReminder, setReminder } from './personal/message-reminders.ts';
import { save, unsave } from './personal/saved.ts';
import { discardDraft, setDraft } from './personal/drafts.ts';
import type { StoredMember } from '../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';

export { toMember } from './members.ts';
export type { Decision, View } from './decision.ts';
export { effectiveRoleIn } from './effective-role.ts';

/**
 * Decides one change: the single place that settles rights, numbers and idempotency of everything durable.
 * Pure: a store calls it inside its transaction and writes the result. `TimelineStore.commit` describes what
 * it guarantees.
 */
export const decide = (view: View, change: Change): Decision => {
  const decision = decideChange(view, change);
  return view.head === null ? decision : keepGroup(view, view.head, change, decision);
};

const decideChange = (view: View, change: Change): Decision => {
  if (change.kind === 'remind') return remind(view, change);
  if (isWebhookChange(change)) return decideWebhook(view, change);
  if (isTranslationChange(change)) return decideTranslation(view, change);
  if (isEmailChange(change)) return decideEmail(view, change);
  if (change.kind === 'store-records') return view.head === null ? noRoom() : storeRecords(view, change);
  if (change.kind === 'expire-pending')
    return view.head === null ? noRoom() : expirePending(view, view.head, change);
  if (change.kind === 'update-poll')
    return view.head === null ? noRoom() : updatePoll(view, view.head, change);
  if (change.kind === 'publish-questions')
    return view.head === null ? noRoom() : publishQuestions(view, view.head, change);
  if (change.kind === 'leave-group-call')
    return view.head === null ? noRoom() : leaveGroupCall(view, view.head, change);
  if (change.kind === 'lower-absent-hands')
    return view.head === null ? noRoom() : lowerAbsentHands(view, view.head, change);
  if (change.kind === 'attend') return view.head === null ? noRoom() : attend(view, view.head, change);
  if (change.kind === 'expire-attendance')
    return view.head === null ? noRoom() : expireAttendance(view, view.head, change);
  if (change.kind === 'expire-knock')
    return view.head === null ? noRoom() : expireKnock(view, view.head, change);
  if (view.isErased(change.actor.id))
    return refuse('forbidden', 'this user was erased', { reason: 'erased' });
  if (change.kind === 'add-card') return addCard(view, change);
  if (change.kind === 'create-room') return isOfErased(view, change) ? noUser() : createRoom(view, change);
  const { head } = view;
  if (head === null) return noRoom();
  if (change.kind === 'import-message') return importMessage(view, head, change);
  if (change.kind === 'import-member') return importMember(view, head, change);
  if (change.kind === 'settle-scheduled') return settleScheduled(view, change);
  if (change.kind === 'unsave') return unsave(view, change);
  if (change.kind === 'set-draft' && change.text === '') return discardDraft(view, change);
  if (change.kind === 'fire-reminder') return fireReminder(view, change);
  if (change.kind === 'cancel-reminder') return cancelReminder(view, change);
  const cancelled = change.kind === 'cancel-scheduled' ? cancelScheduled(view, change) : null;
  if (cancelled !== null) return cancelled;
  if (change.kind === 'answer-invitation') return withoutKnock(view, answerInvitation(view, head, change));
  if (change.kind === 'accept-invite-link') return withoutKnock(view, acceptInviteLink(view, head, change));
  if (change.kind === 'knock') return knock(view, head, change);
  if (change.kind === 'leave-lobby') return leaveLobby(view, head, change);
  if (change.kind === 'send-in-lobby') return sendInLobby(view, head, change);
  if (isErasureChange(change)) return decideErasure(view, head, change);
  const effectiveRole = effectiveRoleIn(head.room, view.member(change.actor.id), change.actor);
  if (effectiveRole === null) return outsider(view.member(change.actor.id));
  if (isOfErased(view, change)) return noUser();
  const readable = refuseReadableChange(head.room, change);
  if (readable !== null) return readable;
  const decideIn = deciders[change.kind] as (context: DecisionContext, change: InRoom) => Decision;
  const decided = decideIn({ view, head, effectiveRole, at: change.at }, change);
  const decision = change.kind === 'add-member' ? withoutKnock(view, decided) : decided;
  if (decision.kind !== 'write') return decision;
  const audit = auditEntryOf(change, decision);
  return audit === null ? decision : { ...decision, audit };
};

type InRoom = Exclude<
  Change,
  | ChangeOf<
      | 'create-room'
      | 'add-card'
      | 'answer-invitation'
      | 'accept-invite-link'
      | 'remind'
      | 'leave-group-call'
      | 'store-records'
      | 'expire-pending'
      | 'update-poll'
      | 'publish-questions'
      | 'lower-absent-hands'
      | 'knock'
      | 'leave-lobby'
      | 'send-in-lobby'
      | 'expire-knock'
      | 'attend'
      | 'expire-attendance'
      | 'import-message'
      | 'import-member'
      | 'settle-scheduled'
      | 'unsave'
      | 'fire-reminder'
      | 'cancel-reminder'
    >
  | ErasureChange
  | WebhookChange
  | TranslationChange
  | EmailChange
>;

const deciders: { [K in InRoom['kind']]: (context: DecisionContext, change: ChangeOf<K>) => Decision } = {
  send,
  schedule,
  'edit-scheduled': editScheduled,
  'cancel-scheduled': refuseCancel,
  save,
  'set-reminder': setReminder,
  'set-draft': setDraft,
  edit,
  delete: deleteMessage,
  restore,
  react,
  pin,
  'commit-group': commitGroup,
  'link-epoch': linkEpoch,
  'seal-keys': sealKeys,
  'remove-card': removeCard,
  vote,
  'close-poll': closePoll,
  'add-poll-option': addPollOption,
  'save-poll-draft': savePollDraft,
  'delete-poll-draft': deletePollDraft,
  'ask-question': ask,
  'upvote-question': upvote,
  'withdraw-question': withdrawQuestion,
  'answer-question': answerQuestion,
  'dismiss-question': dismissQuestion,
  'reopen-question': reopenQuestion,
  'highlight-question': highlightQuestion,
  'set-recording': setRecording,
  'remove-recording': removeRecording,
  spotlight,
  'spotlight-question': spotlightQuestion,
  'clear-spotlight': clearSpotlight,
  'create-overlay': createOverlay,
  'revoke-overlay': revokeOverlay,
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
  approve: approveMessage,
  reject,
  untrust,
  withdraw,
  'start-call': startCall,
  'answer-call': answerCall,
  'end-call': endCall,
  'start-group-call': startGroupCall,
  'join-group-call': joinGroupCall,
  'raise-hand': raiseHand,
  'call-on-hand': callOnHand,
  'lower-all-hands': lowerAllHands,
  admit,
  decline,
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
