import { affectedUserIds } from './erasures.ts';
import type { Change } from '../contract/change.ts';
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
  /** Whether all joined members are needed. */
  joined: boolean;
}

/** Their access is checked. */
const mentionedIn = (change: Change): string[] =>
  (change.kind === 'send' ? change.message.mentions : change.kind === 'edit' && change.mentions) || [];

/** Reactions of erased users do not come back with a message. */
const reactorsIn = (change: Change): string[] =>
  change.kind === 'restore' ? (change.deleted?.reactors ?? []).flatMap(({ userIds }) => userIds) : [];

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
  if (change.kind === 'unban' || change.kind === 'erase-member') members.push(change.userId);
  if (change.kind === 'erase-invitation') members.push(change.invitedId);
  if (change.kind === 'send')
    messages.push(change.message.id, ...(change.message.replyTo ? [change.message.replyTo] : []));
  if (change.kind === 'send' && change.message.threadId) messages.push(change.message.threadId);
  const threadsOf =
    ['delete', 'restore', 'detach', 'erase-message'].includes(change.kind) && 'messageId' in change
      ? [change.messageId]
      : [];
  if ('callId' in change) messages.push(change.callId);
  if ('messageId' in change && change.kind !== 'resolve-report') messages.push(change.messageId);
  if (
    ['delete', 'restore', 'detach', 'report', 'resolve-report', 'erase-message'].includes(change.kind) &&
    'messageId' in change
  )
    reports.push(change.messageId);
  const slow = change.kind === 'send' && (head?.room.slowModeSeconds ?? 0) > 0;
  const reactions =
    change.kind === 'react' || change.kind === 'erase-reaction'
      ? [{ messageId: change.messageId, emoji: change.emoji }]
      : [];
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
    erasures: [...new Set([change.actor.id, ...affectedUserIds(change), ...reactorsIn(change)])],
    joined,
  };
};
