import type { DurableEvent, Room, Spotlight } from '@chat/protocol';
import { toAuthor } from '../author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext } from '../decision.ts';
import { visibleMessage } from '../private.ts';
import { questionIn, type StoredQuestion } from '../questions/question-records.ts';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head } from '../../contract/records.ts';

/**
 * Puts a message on stage. The stage is for the whole room, so private messages and messages of threads cannot
 * be on it. A message that waits for approval is no message of the room yet.
 */
export const spotlight = (context: DecisionContext, change: ChangeOf<'spotlight'>): Decision => {
  const { head } = context;
  const { messageId, actor, at, visibleAfter } = change;
  const found = visibleMessage(context, actor, messageId);
  if (found === null || found.message.deletedAt !== undefined || found.message.seq <= visibleAfter)
    return refuse('not_found', 'no such message');
  const refused = refuseWithoutRight(context, 'message:spotlight', at);
  if (refused !== null) return refused;
  const { to, threadId, author } = found.message;
  if (to !== undefined)
    return refuse('conflict', 'a private message cannot be on stage', { reason: 'private_message' });
  if (threadId !== undefined)
    return refuse('conflict', 'a message of a thread cannot be on stage', { reason: 'in_thread' });
  if (head.room.spotlight?.messageId === messageId) return known(head);
  const room: Room = { ...head.room, spotlight: { messageId, at } };
  return writeStage(head, room, change, { act: 'message:spotlight', user: author, messageId });
};

/**
 * Puts a question on stage. The room has a copy of it: who may read the room may read all questions, and a
 * question never changes. Its votes and its answer stay in the list.
 */
export const spotlightQuestion = (
  context: DecisionContext,
  change: ChangeOf<'spotlight-question'>,
): Decision => {
  const { view, head } = context;
  const { questionId, at } = change;
  const refused = refuseWithoutRight(context, 'message:spotlight', at);
  if (refused !== null) return refused;
  const found = questionIn(view, questionId);
  if (found === null || found.removed) return refuse('not_found', 'no such question');
  if (found.state === 'dismissed')
    return refuse('conflict', 'a dismissed question cannot be on stage', { reason: 'question_closed' });
  if (head.room.spotlight?.question?.id === questionId) return known(head);
  const { id, text, author, anonymous } = found;
  const question = { id, text, ...(author ? { author } : {}), ...(anonymous ? { anonymous } : {}) };
  const room: Room = { ...head.room, spotlight: { question, at: Math.trunc(at) } };
  return writeStage(head, room, change, { act: 'question:spotlight', questionId });
};

export const clearSpotlight = (context: DecisionContext, change: ChangeOf<'clear-spotlight'>): Decision => {
  const { head } = context;
  const refused = refuseWithoutRight(context, 'message:spotlight', change.at);
  if (refused !== null) return refused;
  const before = head.room.spotlight;
  if (before === undefined) return known(head);
  return writeStage(head, withoutSpotlight(head.room), change, {
    act: 'spotlight:clear',
    ...subjectOf(before),
  });
};

/** Returns what was on stage, for the audit log. */
const subjectOf = ({ messageId, question }: Spotlight): { messageId?: string; questionId?: string } => ({
  ...(messageId === undefined ? {} : { messageId }),
  ...(question ? { questionId: question.id } : {}),
});

const known = ({ room, roomRev }: Head): Decision => ({
  kind: 'known',
  event: { type: 'room:updated', roomId: room.id, rev: roomRev, room },
});

type Written = Extract<Decision, { kind: 'write' }>;

const writeStage = (
  head: Head,
  room: Room,
  { actor, at }: ChangeOf<'spotlight' | 'spotlight-question' | 'clear-spotlight'>,
  entry: Pick<NonNullable<Written['audit']>, 'act' | 'user' | 'messageId' | 'questionId'>,
): Decision => {
  const event = updated(room, head.rev + 1);
  const { roomId, rev } = event;
  return {
    kind: 'write',
    head: { ...head, room, rev, roomRev: rev },
    event,
    members: [],
    audit: { roomId, rev, at, by: toAuthor(actor), ...entry },
  };
};

const updated = (room: Room, rev: number): DurableEvent => ({
  type: 'room:updated',
  roomId: room.id,
  rev,
  room,
});

export const withoutSpotlight = ({ spotlight: _before, ...room }: Room): Room => room;

/** Returns the event by which a message that is deleted leaves the stage; undefined if it is not there. */
export const leaveStage = ({ room }: Head, messageId: string, rev: number): Written['also'] =>
  room.spotlight?.messageId === messageId ? { event: updated(withoutSpotlight(room), rev) } : undefined;

/** Returns the event by which a question that was dismissed or removed leaves the stage; undefined if none does. */
export const questionsLeaveStage = (
  { room }: Head,
  changed: readonly StoredQuestion[],
  rev: number,
): Written['also'] => {
  const id = room.spotlight?.question?.id;
  const isGone = changed.some((question) => question.id === id && question.state === 'dismissed');
  return isGone ? { event: updated(withoutSpotlight(room), rev) } : undefined;
};

/** Returns the head after a change of revision `rev`, and a second one that it caused. */
export const headAfter = (head: Head, rev: number, also: Written['also']): Head => {
  if (also === undefined) return { ...head, rev };
  const { event } = also;
  return event.type === 'room:updated'
    ? { ...head, room: event.room, rev: event.rev, roomRev: event.rev }
    : { ...head, rev: event.rev };
};
