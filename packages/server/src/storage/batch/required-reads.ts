import { affectedUserIds } from '../decide/erasures.ts';
import type { Change } from '../contract/change.ts';
import { attendanceCountKey, attendanceCountKind, attendanceKind } from '../decide/live/attendance.ts';
import { draftKey, draftKind } from '../decide/personal/drafts.ts';
import { handKind } from '../decide/live/hands.ts';
import { knockKind } from '../decide/live/lobby.ts';
import { overlayKind } from '../decide/live/overlays.ts';
import { tallyKind, voteKey, voteKind } from '../decide/polls/poll-records.ts';
import {
  questionKind,
  questionQuotaKind,
  questionRoomRecord,
  upvoteKey,
  upvoteKind,
} from '../decide/questions/question-records.ts';
import { tallyRateRecord } from '../decide/tally-pace.ts';
import { removedCardKind } from '../decide/outbound/link-cards.ts';
import { isTranslationChange, translationKind } from '../decide/outbound/translation.ts';
import { emailRoomKey, emailRoomKind, emailSentKind, isEmailChange } from '../decide/outbound/emails.ts';
import { isWebhookChange, webhookKey, webhookKind } from '../decide/outbound/webhooks.ts';
import type { Head } from '../contract/records.ts';

/** The records that a store loads before a decision. */
export interface RequiredReads {
  members: string[];
  messages: string[];
  lastSentAt: string[];
  readMarkers: string[];
  /** Ids of messages whose reports are needed. */
  reports: string[];
  /** Reactions whose users are needed. */
  reactions: { messageId: string; emoji: string }[];
  /** Messages whose thread is needed: its first message and its newest replies. */
  threadsOf: string[];
  /** Users whose erasure state is needed. */
  erasures: string[];
  /** Records of features, by kind and key. */
  records: { kind: string; key: string }[];
  /** Whether all joined members are needed. */
  joined: boolean;
}

/** Their access is checked. */
const mentionedIn = (change: Change): string[] =>
  (change.kind === 'send' ? change.message.mentions : change.kind === 'edit' && change.mentions) || [];

/** Reactions of erased users do not come back with a message. */
const reactorsIn = (change: Change): string[] => {
  if (change.kind === 'restore') return (change.deleted?.reactors ?? []).flatMap(({ userIds }) => userIds);
  if (change.kind !== 'import-message') return [];
  const { reactors, records = [] } = change.message;
  return [...reactors.flatMap(({ userIds }) => userIds), ...records.flatMap(({ userId }) => userId ?? [])];
};

/** A vote may be stored under either key. */
const recordsOfPoll = (change: Change): RequiredReads['records'] => {
  if (change.kind !== 'vote' && change.kind !== 'update-poll' && change.kind !== 'close-poll') return [];
  const { messageId } = change;
  const voters = change.kind === 'vote' ? [change.voterKey, change.actor.id] : [];
  return [
    { kind: tallyKind, key: messageId },
    ...(change.kind === 'update-poll' ? [tallyRateRecord('polls')] : []),
    ...voters.map((voter) => ({ kind: voteKind, key: voteKey(messageId, voter) })),
  ];
};

const recordsOfQuestion = (change: Change): RequiredReads['records'] => {
  if (change.kind === 'ask-question')
    return [
      { kind: questionKind, key: change.id },
      { kind: questionQuotaKind, key: change.quotaKey },
      questionRoomRecord,
    ];
  if (change.kind === 'publish-questions') return [tallyRateRecord('questions')];
  if (!('questionId' in change)) return [];
  return [
    { kind: questionKind, key: change.questionId },
    change.kind === 'upvote-question'
      ? { kind: upvoteKind, key: upvoteKey(change.voter, change.questionId) }
      : questionRoomRecord,
  ];
};

const attendanceRecords = (change: Change): RequiredReads['records'] => {
  if (change.kind !== 'attend' && change.kind !== 'expire-attendance') return [];
  const userIds = change.kind === 'attend' ? change.seen.map(({ user }) => user.id) : [change.userId];
  return [
    { kind: attendanceCountKind, key: attendanceCountKey },
    ...userIds.map((key) => ({ kind: attendanceKind, key })),
  ];
};

const recordsOfDraft = (change: Change): RequiredReads['records'] => {
  const { actor, kind } = change;
  if (kind === 'set-draft') return [{ kind: draftKind(actor.id), key: draftKey(change.threadId) }];
  if (kind !== 'send' || change.draft === undefined) return [];
  return [{ kind: draftKind(actor.id), key: draftKey(change.message.threadId) }];
};

/** The record of the user who waits. */
const lobbyRecords = (change: Change): RequiredReads['records'] => {
  if (
    change.kind === 'knock' ||
    change.kind === 'leave-lobby' ||
    change.kind === 'accept-invite-link' ||
    change.kind === 'answer-invitation'
  )
    return [{ kind: knockKind, key: change.actor.id }];
  if (change.kind === 'add-member') return [{ kind: knockKind, key: change.user.id }];
  const isOfUser =
    change.kind === 'admit' ||
    change.kind === 'decline' ||
    change.kind === 'send-in-lobby' ||
    change.kind === 'expire-knock';
  return isOfUser ? [{ kind: knockKind, key: change.userId }] : [];
};

const recordsOfEmail = (change: Change): RequiredReads['records'] => {
  if (!isEmailChange(change)) return [];
  return 'userId' in change
    ? [{ kind: emailSentKind, key: change.userId }]
    : [{ kind: emailRoomKind, key: emailRoomKey }];
};

/** Names the records that deciding on `change` needs. */
export const requiredReads = (change: Change, head: Head | null): RequiredReads => {
  const members = [change.actor.id];
  const messages: string[] = [];
  const to = change.kind === 'send' ? (change.message.to ?? []) : [];
  members.push(...to, ...mentionedIn(change));
  if (change.kind === 'send' && change.message.forward?.userId !== undefined)
    members.push(change.message.forward.userId);
  const reports: string[] = [];
  if ('user' in change) members.push(change.user.id);
  if (change.kind === 'unban' || change.kind === 'admit' || change.kind === 'erase-member')
    members.push(change.userId);
  if (change.kind === 'erase-invitation') members.push(change.invitedId);
  if (change.kind === 'send')
    messages.push(change.message.id, ...(change.message.replyTo ? [change.message.replyTo] : []));
  if (change.kind === 'schedule') messages.push(change.message.id);
  if (change.kind === 'import-message') messages.push(change.message.id);
  if ((change.kind === 'send' || change.kind === 'import-message') && change.message.threadId)
    messages.push(change.message.threadId);
  const threadsOf =
    ['delete', 'restore', 'detach', 'erase-message'].includes(change.kind) && 'messageId' in change
      ? [change.messageId]
      : [];
  if ('callId' in change && change.callId !== undefined) messages.push(change.callId);
  if ('messageId' in change && change.kind !== 'resolve-report') messages.push(change.messageId);
  if (
    ['delete', 'restore', 'detach', 'report', 'resolve-report', 'erase-message'].includes(change.kind) &&
    'messageId' in change
  )
    reports.push(change.messageId);
  if (change.kind === 'set-draft' && change.threadId) messages.push(change.threadId);
  const slow = change.kind === 'send' && (head?.room.slowModeSeconds ?? 0) > 0;
  const reactions =
    change.kind === 'react' || change.kind === 'erase-reaction'
      ? [{ messageId: change.messageId, emoji: change.emoji }]
      : [];
  const webhooks = isWebhookChange(change) ? ('webhooks' in change ? change.webhooks : [change.webhook]) : [];
  const records = [
    ...(change.kind === 'erase-record' ? [{ kind: change.recordKind, key: change.key }] : []),
    ...(change.kind === 'add-card' ? [{ kind: removedCardKind, key: change.messageId }] : []),
    ...(change.kind === 'raise-hand' || change.kind === 'call-on-hand'
      ? [{ kind: handKind, key: change.userId }]
      : []),
    ...lobbyRecords(change),
    ...(change.kind === 'revoke-overlay' ? [{ kind: overlayKind, key: change.overlayId }] : []),
    ...attendanceRecords(change),
    ...(isTranslationChange(change) ? [{ kind: translationKind, key: change.key }] : []),
    ...recordsOfPoll(change),
    ...recordsOfQuestion(change),
    ...recordsOfDraft(change),
    ...recordsOfEmail(change),
    ...webhooks.map((name) => ({ kind: webhookKind(name), key: webhookKey })),
  ];
  const joined =
    (change.kind === 'end-membership' && change.reason === 'left') ||
    (change.kind === 'set-role' && change.user.id === change.actor.id) ||
    (change.kind === 'answer-invitation' && change.accept) ||
    change.kind === 'accept-invite-link';
  return {
    members,
    messages,
    lastSentAt: slow ? [change.actor.id] : [],
    readMarkers: to,
    reports,
    reactions,
    threadsOf,
    records,
    erasures: [...new Set([change.actor.id, ...affectedUserIds(change), ...reactorsIn(change)])],
    joined,
  };
};
