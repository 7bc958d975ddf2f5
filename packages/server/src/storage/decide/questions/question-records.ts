import type { Question, QuestionOrder, QuestionState } from '@chat/protocol';
import type { RecordChange, StoredRecord } from '../../contract/records.ts';
import type { View } from '../decision.ts';

/** Kinds of the records of questions. */
export const questionKind = 'question';
export const upvoteKind = 'question-vote';
/** Questions as they were last published, in the order of each list. */
export const questionOrderKinds: Record<QuestionOrder, string> = {
  votes: 'question-by-votes',
  time: 'question-by-time',
};
/** The same in the order of their publication. */
export const questionLogKind = 'question-log';
/** Questions that have changed since their publication. */
export const unpublishedKind = 'question-update';
/** How many questions a user has asked today. */
export const questionQuotaKind = 'question-quota';
const roomKind = 'question-room';
const roomKey = 'all';

/** A question as it is stored. The key of its record is its id. */
export interface StoredQuestion extends Omit<Question, 'mine' | 'upvoted'> {
  /** Stands for the author of an anonymous question. */
  owner?: string;
  /** Withdrawn, or its author was erased. It is in no list. */
  removed?: true;
  /** Where its published copies are. */
  published?: { rev: number; votes: number; state: QuestionState };
}

/** The record about all questions of a room. */
export interface QuestionRoom {
  open: number;
  /** Id of the highlighted question. */
  highlighted?: string;
}

/** `voter`: a hash of the user's id. */
export const upvoteKey = (voter: string, questionId = ''): string => `${voter}:${questionId}`;

/** The record of the room, for `requiredReads`. */
export const questionRoomRecord = { kind: roomKind, key: roomKey };

export const questionRoomOf = (record: StoredRecord | null): QuestionRoom =>
  (record?.body as QuestionRoom | undefined) ?? { open: 0 };

export const questionRoomIn = (view: View): QuestionRoom => questionRoomOf(view.record(roomKind, roomKey));

export const withQuestionRoom = (body: QuestionRoom): StoredRecord => ({ ...questionRoomRecord, body });

export const questionIn = (view: View, id: string): StoredQuestion | null =>
  (view.record(questionKind, id)?.body as StoredQuestion | undefined) ?? null;

const mostVotes = 99_999_999;
const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** Where a question stands in its list. Most votes sort first, and of these the oldest; by time, the oldest. */
export const questionOrderKeys: Record<
  QuestionOrder,
  (question: Pick<Question, 'id' | 'votes' | 'askedAt'>) => string
> = {
  votes: ({ id, votes, askedAt }) => `${padded(mostVotes - votes, 8)}:${padded(askedAt, 14)}:${id}`,
  time: ({ id, askedAt }) => `${padded(askedAt, 14)}:${id}`,
};

export const questionLogKey = (rev: number, id = ''): string => `${padded(rev, 16)}:${id}`;

/** Returns the records of a question that has changed, before members get it. */
export const changedQuestion = (question: StoredQuestion, at: number): StoredRecord[] => [
  recordOf(question),
  { kind: unpublishedKind, key: question.id, body: {}, dueAt: at },
];

/** Returns the records of a question with copies in the lists, in place of the ones before. */
export const publishedQuestion = (question: StoredQuestion, rev: number): RecordChange[] => {
  const { id, votes, state, published: before } = question;
  const now = { ...question, published: { rev, votes, state } };
  const { published: _published, ...copy } = now;
  const orders = Object.entries(questionOrderKinds) as [QuestionOrder, string][];
  const keyIn = (order: QuestionOrder, each: typeof question): string =>
    `${each.state}:${questionOrderKeys[order](each)}`;
  return [
    recordOf(now),
    { kind: unpublishedKind, key: id, body: null },
    ...(before ? [{ kind: questionLogKind, key: questionLogKey(before.rev, id), body: null }] : []),
    { kind: questionLogKind, key: questionLogKey(rev, id), body: copy },
    ...orders.flatMap(([order, kind]): RecordChange[] => [
      ...(before ? [{ kind, key: keyIn(order, { ...question, ...before }), body: null }] : []),
      ...(question.removed ? [] : [{ kind, key: keyIn(order, question), body: copy }]),
    ]),
  ];
};

const recordOf = (question: StoredQuestion): StoredRecord => ({
  kind: questionKind,
  key: question.id,
  body: question,
  ...(question.author ? { userId: question.author.id } : {}),
});

/** Returns a question as members see it. */
export const toQuestion = ({
  owner: _owner,
  removed: _removed,
  published: _published,
  ...question
}: StoredQuestion): Question => question;
