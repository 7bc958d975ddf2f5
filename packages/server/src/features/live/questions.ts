import {
  pageSize,
  parseInput,
  type Input,
  type Question,
  type QuestionPage,
  type questionCommands,
} from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import type { LiveRoom } from '../../room/live-room.ts';
import { accessRoom, accessWith, recheckAccess, roomToChange } from '../../room/room-access.ts';
import type { ChangeOf } from '../../storage/contract/change.ts';
import type { RecordChange } from '../../storage/contract/records.ts';
import {
  questionKind,
  questionOrderKeys,
  questionOrderKinds,
  questionRoomOf,
  questionRoomRecord,
  toQuestion,
  upvoteKey,
  upvoteKind,
  type StoredQuestion,
} from '../../storage/decide/questions/question-records.ts';

type HostChange =
  | Pick<ChangeOf<'answer-question'>, 'kind' | 'questionId' | 'text'>
  | Pick<ChangeOf<'dismiss-question'>, 'kind' | 'questionId'>
  | Pick<ChangeOf<'reopen-question'>, 'kind' | 'questionId'>
  | Pick<ChangeOf<'highlight-question'>, 'kind' | 'questionId' | 'highlighted'>;

/** These stand for a user in records that do not name them. */
const ownerKey = ({ polls, user }: Context, roomId: string, questionId: string): Promise<string> =>
  polls.voterKey(roomId, questionId, user.id);
const voterKey = ({ polls, user }: Context, roomId: string): Promise<string> =>
  polls.voterKey(roomId, 'upvotes', user.id);
const quotaKey = ({ polls, user }: Context, roomId: string): Promise<string> =>
  polls.voterKey(roomId, 'questions', user.id);

const questionOf = (record: Pick<RecordChange, 'body'> | null): Question =>
  toQuestion(record?.body as StoredQuestion);

const readQuestion = async ({ id, timeline }: LiveRoom, questionId: string): Promise<Question> =>
  questionOf(await timeline.record(id, questionKind, questionId));

const ask = async (context: Context, input: Input<'question:ask'>): Promise<{ question: Question }> => {
  const { roomId, id, anonymous = false } = input;
  const room = await roomToChange(context, roomId);
  const { user, now, limits, isApprovalRequired, questions } = context;
  // The hooks may have replaced the text.
  const checked = await context.checkQuestion(roomId, input.text);
  const { text } = parseInput('question:ask', { ...input, text: checked });
  await room.commit({
    kind: 'ask-question',
    actor: user,
    at: now(),
    id,
    text,
    anonymous,
    owner: await ownerKey(context, roomId, id),
    quotaKey: await quotaKey(context, roomId),
    most: limits.maxOpenQuestions,
    mostPerDay: limits.maxQuestionsPerDay,
    approval: { required: isApprovalRequired() },
  });
  questions.changed(roomId);
  return { question: { ...(await readQuestion(room, id)), mine: true } };
};

/** Returns the ids of the questions that the caller has voted for. */
const upvotesOf = async ({ id, timeline }: LiveRoom, voter: string): Promise<Set<string>> => {
  const prefix = upvoteKey(voter);
  const voted = new Set<string>();
  // Sorts after all votes of the user.
  const below = `${voter};`;
  for (let above = prefix; ;) {
    const { records, hasMore } = await timeline.records(id, upvoteKind, { above, below, limit: 1_000 });
    for (const { key } of records) voted.add(key.slice(prefix.length));
    above = records.at(-1)?.key ?? above;
    if (!hasMore) return voted;
  }
};

const list = async (context: Context, input: Input<'question:list'>): Promise<QuestionPage> => {
  const { roomId, state = 'open', sort = 'votes', after, limit = pageSize.default } = input;
  const access =
    state === 'dismissed'
      ? await accessWith(context, roomId, 'question:answer')
      : await accessRoom(context, roomId);
  const { room } = access;
  const [start, end] = [`${state}:`, `${state};`];
  const from = after === undefined ? undefined : `${start}${after}`;
  const [page, about, voted] = await Promise.all([
    room.timeline.records(
      roomId,
      questionOrderKinds[sort],
      sort === 'votes'
        ? { above: from ?? start, below: end, limit }
        : { above: start, below: from ?? end, limit, descending: true },
    ),
    room.timeline.record(roomId, questionRoomRecord.kind, questionRoomRecord.key),
    voterKey(context, roomId).then((voter) => upvotesOf(room, voter)),
  ]);
  const questions = await Promise.all(
    page.records.map(async ({ body }) => {
      const stored = body as StoredQuestion;
      const { id, author, owner } = stored;
      const isMine =
        owner === undefined
          ? author?.id === context.user.id
          : owner === (await ownerKey(context, roomId, id));
      return {
        ...toQuestion(stored),
        ...(isMine ? { mine: true as const } : {}),
        ...(voted.has(id) ? { upvoted: true as const } : {}),
      };
    }),
  );
  await recheckAccess(context, access, [room.head], state === 'dismissed' ? 'question:answer' : undefined);
  const last = questions.at(-1);
  return {
    questions,
    ...(page.hasMore && last ? { next: questionOrderKeys[sort](last) } : {}),
    open: questionRoomOf(about).open,
  };
};

const change = async (
  context: Context,
  roomId: string,
  wanted: HostChange,
): Promise<{ question: Question }> => {
  const room = await roomToChange(context, roomId);
  const { user: actor, now } = context;
  await room.commit({ ...wanted, actor, at: now() });
  return { question: await readQuestion(room, wanted.questionId) };
};

export const questions: Handlers<keyof typeof questionCommands> = {
  'question:list': list,
  'question:ask': ask,
  'question:upvote': async (context, { roomId, questionId, upvoted = true }) => {
    const room = await roomToChange(context, roomId);
    const voter = await voterKey(context, roomId);
    const { user: actor, now } = context;
    const committing = room.commit({
      kind: 'upvote-question',
      actor,
      at: now(),
      questionId,
      upvoted,
      voter,
    });
    context.placed();
    const { records = [] } = await committing;
    context.questions.changed(roomId);
    const changed = records.find(({ kind }) => kind === questionKind);
    const { votes } = changed ? questionOf(changed) : await readQuestion(room, questionId);
    return { upvoted, votes };
  },
  'question:withdraw': async (context, { roomId, questionId }) => {
    const room = await roomToChange(context, roomId);
    const { user: actor, now } = context;
    const owner = await ownerKey(context, roomId, questionId);
    await room.commit({ kind: 'withdraw-question', actor, at: now(), questionId, owner });
    context.questions.changed(roomId);
    return {};
  },
  'question:answer': (context, { roomId, questionId, text }) =>
    change(context, roomId, {
      kind: 'answer-question',
      questionId,
      ...(text === undefined ? {} : { text }),
    }),
  'question:dismiss': (context, { roomId, questionId }) =>
    change(context, roomId, { kind: 'dismiss-question', questionId }),
  'question:reopen': (context, { roomId, questionId }) =>
    change(context, roomId, { kind: 'reopen-question', questionId }),
  'question:highlight': (context, { roomId, questionId, highlighted = true }) =>
    change(context, roomId, { kind: 'highlight-question', questionId, highlighted }),
};
