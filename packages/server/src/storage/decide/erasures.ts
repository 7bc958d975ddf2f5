import {
  erasedAuthor,
  type AuditEntry,
  type DurableEvent,
  type LeftReason,
  type Message,
  type Room,
} from '@chat/protocol';
import type { Change } from '../contract/change.ts';
import { recordsWithout } from './approval.ts';
import { attendanceKind, withoutAttendance } from './live/attendance.ts';
import { headAfter, leaveStage } from './live/spotlight.ts';
import { withoutLinksOf } from './invitations.ts';
import { writeMember } from './members.ts';
import { voteKind } from './polls/poll-records.ts';
import { withoutVote } from './polls/polls.ts';
import { questionKind, type StoredQuestion } from './questions/question-records.ts';
import { removedQuestion } from './questions/questions.ts';
import { hasReacted, reactionUpdatedEvent, withoutReaction } from './reactions.ts';
import { withoutReply } from './threads.ts';
import { resolved } from './reports.ts';
import type { Head, StoredMember } from '../contract/records.ts';
import { refuse, type Decision, type View } from './decision.ts';

/** A change that erases data of a user. */
export type ErasureChange = Extract<Change, { kind: `erase-${string}` }>;

export const isErasureChange = (change: Change): change is ErasureChange => change.kind.startsWith('erase-');

/** Returns the ids of users that a change affects, other than its actor. */
export const affectedUserIds = (change: Change): string[] => {
  if (change.kind === 'create-room') return change.members.map(({ user }) => user.id);
  if (change.kind === 'start-call') return [change.callee];
  if (change.kind === 'restore') return change.deleted === null ? [] : [change.deleted.message.author.id];
  if (change.kind === 'attend') return change.seen.map(({ user }) => user.id);
  if ('user' in change) return [change.user.id];
  return 'userId' in change && change.userId !== null ? [change.userId] : [];
};

/** The data was erased before or never existed: repeating after a crash changes nothing. */
const alreadyErased = (head: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: head.room.id, rev: head.rev },
});

/** Applies only to users whose erasure has begun, so that a caller's mistake cannot erase others. */
export const decideErasure = (view: View, head: Head, change: ErasureChange): Decision => {
  if (!view.isErased(change.userId)) return refuse('conflict', 'the erasure of this user has not begun');
  if (change.kind === 'erase-message') return eraseMessage(view, head, change);
  if (change.kind === 'erase-reaction') return eraseReaction(view, head, change);
  if (change.kind === 'erase-invitation') return eraseInvitation(view, head, change);
  if (change.kind === 'erase-record') return eraseRecord(view, head, change);
  return change.kind === 'erase-member' ? eraseMember(view, head, change.userId) : eraseRest(head, change);
};

const eraseMessage = (
  view: View,
  head: Head,
  { userId, messageId, at }: Extract<ErasureChange, { kind: 'erase-message' }>,
): Decision => {
  const found = view.message(messageId);
  if (found === null || found.message.author.id !== userId) return alreadyErased(head);
  const rev = head.rev + 1;
  const {
    call: _call,
    groupCall: _groupCall,
    poll: _poll,
    data: _data,
    editedAt: _editedAt,
    restoredAt: _restoredAt,
    pinnedAt: _pinnedAt,
    mentionsAll: _all,
    forwarded: _forwarded,
    card: _card,
    location: _location,
    encrypted: _encrypted,
    ...kept
  } = found.message;
  const message: Message = {
    ...kept,
    rev,
    author: erasedAuthor,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    deletedAt: kept.deletedAt ?? at,
  };
  const report = view.report(messageId);
  const gone = found.message.deletedAt !== undefined;
  const also = gone
    ? undefined
    : (withoutReply(view, found.message, rev + 1, erasedAuthor.id) ?? leaveStage(head, messageId, rev + 1));
  return {
    kind: 'write',
    head: headAfter(head, rev, also),
    ...(also ? { also } : {}),
    event: { type: 'message:deleted', roomId: head.room.id, rev, message, by: erasedAuthor.id },
    message: { ...found, message },
    members: [],
    ...(report === null ? {} : { report: { ...resolved(report), author: erasedAuthor, rev } }),
  };
};

const eraseReaction = (
  view: View,
  head: Head,
  { userId, messageId, emoji }: Extract<ErasureChange, { kind: 'erase-reaction' }>,
): Decision => {
  const found = view.message(messageId);
  const reaction = found?.message.reactions.find((each) => each.emoji === emoji);
  if (found === null || !hasReacted(view, messageId, reaction, userId)) return alreadyErased(head);
  const rev = head.rev + 1;
  const reactions = withoutReaction(view, found.message, emoji, userId);
  const message: Message = { ...found.message, rev, reactions };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: reactionUpdatedEvent(message, erasedAuthor.id, emoji, false),
    message: { ...found, message },
    members: [],
    reactions: [{ messageId, emoji, userId, added: false }],
  };
};

const eraseRecord = (
  view: View,
  head: Head,
  { userId, recordKind, key, at }: Extract<ErasureChange, { kind: 'erase-record' }>,
): Decision => {
  const found = view.record(recordKind, key);
  if (found?.userId !== userId) return alreadyErased(head);
  const more = recordKind === voteKind ? withoutVote(view, found, at) : [];
  const counted = recordKind === attendanceKind ? withoutAttendance(view) : [];
  const emptied = recordKind === questionKind ? removedQuestion(view, found.body as StoredQuestion, at) : [];
  return { kind: 'store', records: [...recordsWithout(view, found), ...more, ...counted, ...emptied] };
};

/**
 * Ends the membership and removes everything but the id, so that clients of a returning user learn that it
 * ended.
 */
const eraseMember = (view: View, head: Head, userId: string): Decision => {
  const stored = view.member(userId);
  if (stored === null || (stored.user.name === '' && !isHere(stored))) return alreadyErased(head);
  const rev = head.rev + 1;
  const { role, joinedAt, joinedSeq } = stored;
  const state = endedAs(stored);
  const { id: roomId } = head.room;
  // Broadcast in any case, since other nodes read the change this way.
  const event: DurableEvent = { type: 'member:left', roomId, rev, userId, reason: state };
  const member: StoredMember = { user: { id: userId, name: '' }, role, state, joinedAt, joinedSeq, rev };
  return { kind: 'write', head: { ...head, rev }, event, members: [member] };
};

/** Keeps the invitation and removes the inviter's name. */
const eraseInvitation = (
  view: View,
  head: Head,
  { userId, invitedId }: Extract<ErasureChange, { kind: 'erase-invitation' }>,
): Decision => {
  const stored = view.member(invitedId);
  if (stored?.invitedBy?.id !== userId) return alreadyErased(head);
  return writeMember(head, 'member:invited', { ...stored, invitedBy: erasedAuthor });
};

const isHere = ({ state }: StoredMember): boolean => state === 'joined' || state === 'invited';
const endedAs = ({ state }: StoredMember): LeftReason =>
  state === 'joined' || state === 'invited' ? 'left' : state;

/**
 * Removes the user as the room's creator, and their invite links. The audit log records that a user was
 * erased, but not which one.
 */
const eraseRest = (
  before: Head,
  { userId, at }: Extract<ErasureChange, { kind: 'erase-rest' }>,
): Decision => {
  const head = withoutLinksOf(before, userId);
  const rev = head.rev + 1;
  const { id: roomId } = head.room;
  const audit: AuditEntry = { roomId, rev, at, act: 'user:erase', by: erasedAuthor };
  if (head.room.createdBy !== userId) {
    const event: DurableEvent = { type: 'skip', roomId, rev };
    return { kind: 'write', head: { ...head, rev }, event, members: [], audit };
  }
  const room: Room = { ...head.room, createdBy: erasedAuthor.id };
  const event: DurableEvent = { type: 'room:updated', roomId, rev, room };
  return { kind: 'write', head: { ...head, room, rev, roomRev: rev }, event, members: [], audit };
};
