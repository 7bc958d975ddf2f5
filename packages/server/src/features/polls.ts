import {
  ChatError,
  pageSize,
  type Input,
  type Message,
  type Poll,
  type PollDraft,
  type PollState,
  type PollVoter,
  type pollCommands,
} from '@chat/protocol';
import type { Context, Handlers } from '../commands/context.ts';
import { commitMessage } from '../room/commit-message.ts';
import {
  accessRoom,
  accessVisible,
  hasRight,
  recheckAccess,
  roomToChange,
  visibleMessage,
  type Access,
} from '../room/room-access.ts';
import type { PollContent } from '../storage/contract/change.ts';
import {
  pollDraftKey,
  pollDraftKind,
  pollWith,
  tallyKind,
  voteKey,
  voteKind,
  type PollTally,
  type StoredVote,
} from '../storage/decide/polls/poll-records.ts';

type Content = Omit<Input<'poll:saveDraft'>, 'roomId' | 'id' | 'question'>;

/** Returns the content of a poll. Throws `invalid` if the parts do not fit together. */
const contentOf = (input: Content): PollContent => {
  const { options, multiple, anonymous, results = 'always', allowOptions, quiz } = input;
  if (quiz) checkQuiz(quiz.correct, input);
  return {
    options,
    ...(multiple ? { multiple: true as const } : {}),
    ...(anonymous ? { anonymous: true as const } : {}),
    results,
    ...(allowOptions ? { allowOptions: true as const } : {}),
    ...(quiz ? { quiz: { correct: [...new Set(quiz.correct)] } } : {}),
  };
};

const checkQuiz = (correct: readonly string[], { options, multiple, allowOptions }: Content): void => {
  if (allowOptions)
    throw new ChatError('invalid', 'allowOptions is not for a quiz', { field: 'allowOptions' });
  if (correct.some((id) => Number(id) > options.length))
    throw new ChatError('invalid', 'quiz.correct must name options of the poll', { field: 'quiz' });
  if (!multiple && new Set(correct).size > 1)
    throw new ChatError('invalid', 'quiz.correct must be one option unless multiple', { field: 'quiz' });
};

const create = async (context: Context, input: Input<'poll:create'>): Promise<Message> => {
  const { roomId, id, question, closesAt, ...content } = input;
  const poll = { ...contentOf(content), ...(closesAt === undefined ? {} : { closesAt }) };
  const room = await roomToChange(context, roomId);
  const { user, now, isApprovalRequired } = context;
  const message = { id, kind: 'poll' as const, text: question, attachments: [], mentions: [], poll };
  const sent = await commitMessage(context, room, {
    kind: 'send',
    actor: user,
    at: now(),
    message,
    approval: { required: isApprovalRequired() },
  });
  room.typingUsers.set({ id: user.id, name: user.name }, false);
  return sent;
};

const vote = async (
  context: Context,
  { roomId, messageId, options }: Input<'poll:vote'>,
): Promise<{ mine: string[] }> => {
  const { room, visibleAfter } = await accessVisible(context, roomId);
  const { user, now, polls } = context;
  const voterKey = await polls.voterKey(roomId, messageId, user.id);
  const change = { actor: user, at: now(), messageId, options, voterKey, visibleAfter };
  const committing = room.commit({ kind: 'vote', ...change });
  context.placed();
  await committing;
  polls.changed(roomId, messageId);
  return { mine: inOrder(options) };
};

/** Returns the ids of options as a vote stores them: each once, in the order of the poll. */
const inOrder = (options: readonly string[]): string[] =>
  [...new Set(options)].sort((one, other) => Number(one) - Number(other));

const results = async (context: Context, input: Input<'poll:results'>): Promise<PollState> => {
  const { roomId, messageId } = input;
  const access = await accessRoom(context, roomId);
  const message = await visibleMessage(context, access, messageId);
  const { poll } = message;
  if (!poll || message.deletedAt !== undefined) throw new ChatError('not_found', 'no such poll');
  const { timeline } = access.room;
  const key = poll.anonymous
    ? await context.polls.voterKey(roomId, messageId, context.user.id)
    : context.user.id;
  const [tally, own] = await Promise.all([
    timeline.record(roomId, tallyKind, messageId),
    timeline.record(roomId, voteKind, voteKey(messageId, key)),
  ]);
  const mine = (own?.body as StoredVote | undefined)?.options ?? [];
  const sees = visibleTo(context, access, message, poll, mine);
  const state: PollState = {
    poll: tally ? pollWith(poll, tally.body as PollTally, sees) : poll,
    mine,
  };
  const voters = input.voters && sees.votes && !poll.anonymous ? await votersOf(access, input) : {};
  await recheckAccess(context, access, [message]);
  return { ...state, ...voters };
};

/** Returns which parts of the results the caller may see. */
const visibleTo = (
  { user, now }: Context,
  { room, effectiveRole }: Access,
  { author }: Message,
  { results: rule, closedAt }: Poll,
  mine: readonly string[],
): { votes: boolean; correct: boolean } => {
  const hosts = author.id === user.id || hasRight(room.head.room, effectiveRole, 'poll:close', now());
  const open = closedAt !== undefined || hosts;
  const voted = mine.length > 0;
  return { votes: open || rule === 'always' || (rule === 'after-vote' && voted), correct: open || voted };
};

const votersOf = async (
  { room }: Access,
  { messageId, after = '', limit = pageSize.default }: Input<'poll:results'>,
): Promise<{ voters: PollVoter[]; hasMore: boolean }> => {
  const { records, hasMore } = await room.timeline.records(room.id, voteKind, {
    above: voteKey(messageId, after),
    // Sorts after all votes of the poll.
    below: `${messageId};`,
    limit,
  });
  const voters = records.flatMap(({ body }) => {
    const { user, options } = body as StoredVote;
    return user ? [{ user, options }] : [];
  });
  return { voters, hasMore };
};

export const polls: Handlers<keyof typeof pollCommands> = {
  'poll:create': create,
  'poll:vote': vote,
  'poll:results': results,
  'poll:close': async (context, { roomId, messageId }) => {
    const { room, visibleAfter } = await accessVisible(context, roomId);
    const { user, now } = context;
    return commitMessage(context, room, {
      kind: 'close-poll',
      actor: user,
      at: now(),
      messageId,
      visibleAfter,
    });
  },
  'poll:addOption': async (context, { roomId, messageId, text }) => {
    const { room, visibleAfter } = await accessVisible(context, roomId);
    const { user, now, isApprovalRequired } = context;
    return commitMessage(context, room, {
      kind: 'add-poll-option',
      actor: user,
      at: now(),
      messageId,
      text,
      visibleAfter,
      approval: { required: isApprovalRequired() },
    });
  },
  'poll:drafts': async (context, { roomId, after, limit = pageSize.default }) => {
    const access = await accessRoom(context, roomId);
    const { id } = context.user;
    const { records, hasMore } = await access.room.timeline.records(roomId, pollDraftKind, {
      above: pollDraftKey(id, after),
      // Sorts after all UUIDs.
      below: pollDraftKey(id, 'g'),
      limit,
    });
    return { drafts: records.map(({ body }) => body as PollDraft), hasMore };
  },
  'poll:saveDraft': async (context, { roomId, id, question, ...content }) => {
    const draft: PollDraft = { id, question, ...contentOf(content) };
    const { room } = await accessVisible(context, roomId);
    const { user, now, limits } = context;
    const most = limits.maxPollDrafts;
    await room.commit({ kind: 'save-poll-draft', actor: user, at: now(), draft, most });
    return draft;
  },
  'poll:deleteDraft': async (context, { roomId, id }) => {
    const { room } = await accessVisible(context, roomId);
    const { user, now } = context;
    await room.commit({ kind: 'delete-poll-draft', actor: user, at: now(), draftId: id });
    return {};
  },
};
