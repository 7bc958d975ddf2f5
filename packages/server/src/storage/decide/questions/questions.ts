import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange, StoredRecord } from '../../contract/records.ts';
import { refuseUnapproved } from '../approval.ts';
import { toAuthor } from '../author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';
import { headAfter, questionsLeaveStage } from '../live/spotlight.ts';
import { refuseContent } from '../room-modes.ts';
import { paceTally } from '../tally-pace.ts';
import {
  changedQuestion,
  publishedQuestion,
  questionIn,
  questionQuotaKind,
  questionRoomIn,
  unpublishedKind,
  upvoteKey,
  upvoteKind,
  withQuestionRoom,
  type StoredQuestion,
} from './question-records.ts';

const dayMs = 86_400_000;
/** Questions of one publication. */
const mostPublished = 1_000;

/** Questions and votes take no `rev`: members get them with the next publication. */
export const ask = (context: DecisionContext, change: ChangeOf<'ask-question'>): Decision => {
  const { view, head } = context;
  const { actor, at, id, text, owner, most } = change;
  const found = questionIn(view, id);
  if (found !== null)
    return isOf(found, change) && found.text === text
      ? unchanged(head)
      : refuse('conflict', 'id was used for another question', { field: 'id' });
  const refused =
    refuseOff(head) ??
    refuseWithoutRight(context, 'question:ask', at) ??
    refuseContent(context, { text, attachments: [] }) ??
    refuseUnapproved(context, change);
  if (refused !== null) return refused;
  if (change.anonymous && head.room.questions !== 'anonymous')
    return refuse('forbidden', 'questions show their authors here', { reason: 'anonymous_off' });
  const room = questionRoomIn(view);
  if (room.open >= most)
    return refuse('conflict', `at most ${most} open questions`, { reason: 'too_many_questions' });
  const quota = counted(view, change);
  if (quota === null)
    return refuse('conflict', `a user asks at most ${change.mostPerDay} questions a day`, {
      reason: 'too_many_questions',
    });
  const question: StoredQuestion = {
    id,
    text,
    askedAt: Math.trunc(at),
    state: 'open',
    votes: 0,
    ...(change.anonymous ? { anonymous: true, owner } : { author: toAuthor(actor) }),
  };
  return {
    kind: 'store',
    records: [...changedQuestion(question, at), quota, withQuestionRoom({ ...room, open: room.open + 1 })],
  };
};

/** Returns the record that counts a question of a user, or null if they have asked too many. */
const counted = (view: View, { quotaKey, at, mostPerDay }: ChangeOf<'ask-question'>): StoredRecord | null => {
  const day = Math.floor(at / dayMs);
  const stored = view.record(questionQuotaKind, quotaKey)?.body as { day: number; count: number } | undefined;
  const count = stored?.day === day ? stored.count : 0;
  return count >= mostPerDay
    ? null
    : { kind: questionQuotaKind, key: quotaKey, body: { day, count: count + 1 } };
};

/** Stores a vote or removes it, and counts it. */
export const upvote = (context: DecisionContext, change: ChangeOf<'upvote-question'>): Decision => {
  const { view, head } = context;
  const { at, questionId, upvoted, voter } = change;
  const refused = refuseOff(head) ?? refuseWithoutRight(context, 'question:upvote', at);
  if (refused !== null) return refused;
  const found = standing(view, questionId);
  if (found === null || found.state === 'dismissed') return noQuestion();
  const key = upvoteKey(voter, questionId);
  if ((view.record(upvoteKind, key) !== null) === upvoted) return unchanged(head);
  if (found.state !== 'open') return questionClosed();
  const votes = found.votes + (upvoted ? 1 : -1);
  return {
    kind: 'store',
    records: [
      // Nothing in the record of a vote names the user.
      { kind: upvoteKind, key, body: upvoted ? {} : null },
      ...changedQuestion({ ...found, votes }, at),
    ],
  };
};

/** Takes a question back. It is not broadcast at once: nothing must tell who did it. */
export const withdrawQuestion = (
  { view, head }: DecisionContext,
  change: ChangeOf<'withdraw-question'>,
): Decision => {
  const found = questionIn(view, change.questionId);
  if (found === null || !isOf(found, change)) return noQuestion();
  if (found.removed) return unchanged(head);
  return { kind: 'store', records: removedQuestion(view, found, change.at) };
};

/** Returns the records of a question without its content. */
export const removedQuestion = (view: View, question: StoredQuestion, at: number): RecordChange[] => {
  const { id, askedAt, votes, owner, published } = question;
  const emptied: StoredQuestion = {
    id,
    text: '',
    askedAt,
    votes,
    state: 'dismissed',
    removed: true,
    ...(owner === undefined ? {} : { owner }),
    ...(published ? { published } : {}),
  };
  return [...changedQuestion(emptied, at), ...roomRecords(view, question, emptied)];
};

export const answerQuestion = (
  context: DecisionContext,
  { actor, at, questionId, text }: ChangeOf<'answer-question'>,
): Decision =>
  decideAsHost(context, { actor, at, questionId }, (found) => {
    const answer = { ...(text === undefined ? {} : { text }), at: Math.trunc(at) };
    const isKnown = found.state === 'answered' && found.answer?.text === text;
    return isKnown ? null : { ...unhighlighted(found), state: 'answered', answer };
  });

export const dismissQuestion = (context: DecisionContext, change: ChangeOf<'dismiss-question'>): Decision =>
  decideAsHost(context, change, (found) =>
    found.state === 'dismissed' ? null : { ...unhighlighted(found), state: 'dismissed' },
  );

export const reopenQuestion = (context: DecisionContext, change: ChangeOf<'reopen-question'>): Decision =>
  decideAsHost(context, change, ({ answer: _answer, ...found }) =>
    found.state === 'open' ? null : { ...found, state: 'open' },
  );

export const highlightQuestion = (
  context: DecisionContext,
  change: ChangeOf<'highlight-question'>,
): Decision =>
  decideAsHost(context, change, (found) => {
    if (change.highlighted === (found.highlightedAt !== undefined)) return null;
    if (!change.highlighted) return unhighlighted(found);
    return found.state === 'open' ? { ...found, highlightedAt: Math.trunc(change.at) } : questionClosed();
  });

/**
 * Publishes what has changed: brings the lists up to the questions, with a `skip` after which every node reads
 * the log. The server asks for it; no rights are checked.
 */
export const publishQuestions = (view: View, head: Head, { at }: ChangeOf<'publish-questions'>): Decision => {
  const changed = view.records(unpublishedKind, { limit: mostPublished });
  if (changed.length === 0) return unchanged(head);
  const pace = paceTally(view, 'questions', at);
  if ('refused' in pace) return pace.refused;
  const questions = changed.flatMap(({ key }) => questionIn(view, key) ?? []);
  return published(head, questions, [pace.record]);
};

/** Decides for a host. `decideOn` returns the question as it will be, null if nothing changes, or a refusal. */
const decideAsHost = (
  context: DecisionContext,
  { at, questionId }: { at: number; questionId: string } & Pick<ChangeOf<'dismiss-question'>, 'actor'>,
  decideOn: (found: StoredQuestion) => StoredQuestion | Decision | null,
): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'question:answer', at);
  if (refused !== null) return refused;
  const found = standing(view, questionId);
  if (found === null) return noQuestion();
  const decided = decideOn(found);
  if (decided === null) return unchanged(head);
  if ('kind' in decided) return decided;
  const { highlighted } = questionRoomIn(view);
  const isNext = decided.highlightedAt !== undefined && highlighted !== questionId;
  const before = isNext && highlighted !== undefined ? questionIn(view, highlighted) : null;
  const questions = [decided, ...(before ? [unhighlighted(before)] : [])];
  return published(head, questions, roomRecords(view, found, decided));
};

/** Returns the record of the room if the change of a question changes it. */
const roomRecords = (view: View, before: StoredQuestion, after: StoredQuestion): StoredRecord[] => {
  const { highlighted, ...room } = questionRoomIn(view);
  const open = room.open + Number(after.state === 'open') - Number(before.state === 'open');
  const others = highlighted === after.id ? undefined : highlighted;
  const now = after.highlightedAt === undefined ? others : after.id;
  if (open === room.open && now === highlighted) return [];
  return [withQuestionRoom({ ...room, open, ...(now === undefined ? {} : { highlighted: now }) })];
};

/** Publishes questions. One that was dismissed, withdrawn or erased leaves the stage with it. */
const published = (head: Head, questions: StoredQuestion[], records: RecordChange[]): Decision => {
  const rev = head.rev + 1;
  const also = questionsLeaveStage(head, questions, rev + 1);
  return {
    kind: 'write',
    head: headAfter(head, rev, also),
    event: { type: 'skip', roomId: head.room.id, rev },
    ...(also ? { also } : {}),
    members: [],
    records: [...questions.flatMap((question) => publishedQuestion(question, rev)), ...records],
  };
};

const unhighlighted = ({ highlightedAt: _before, ...question }: StoredQuestion): StoredQuestion => question;

const standing = (view: View, id: string): StoredQuestion | null => {
  const found = questionIn(view, id);
  return found?.removed ? null : found;
};

const isOf = (
  { author, owner }: StoredQuestion,
  change: { actor: { id: string }; owner: string },
): boolean => (owner === undefined ? author?.id === change.actor.id : owner === change.owner);

const unchanged = (head: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: head.room.id, rev: head.rev },
});

const refuseOff = ({ room }: Head): Decision | null =>
  (room.questions ?? 'off') === 'off'
    ? refuse('forbidden', 'questions cannot be asked in this room', { reason: 'questions_off' })
    : null;

const noQuestion = (): Decision => refuse('not_found', 'no such question');
const questionClosed = (): Decision =>
  refuse('conflict', 'the question is not open', { reason: 'question_closed' });
