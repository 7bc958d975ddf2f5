import * as v from 'valibot';
import { command } from '../command.ts';
import { id, isHonest, limit, messageId, text, time } from '../fields.ts';
import { hasMore, isTrue, nothing, schemaOf } from '../outputs.ts';
import { messageSchema, type Message } from '../features/messages.ts';
import { pollLimits, pollResults, pollSchema, type Poll, type PollResults } from './poll-message.ts';
import { authorSchema, type Author } from '../features/users.ts';

/** A vote in a poll that is not anonymous. */
export interface PollVoter {
  user: Author;
  /** Ids of the chosen options. */
  options: string[];
}

/** A poll as its reader may see it now. */
export interface PollState {
  poll: Poll;
  /** Ids of the options that the reader chose. */
  mine: string[];
  /** A page of votes by user id; only if requested, and never of an anonymous poll. */
  voters?: PollVoter[];
  hasMore?: boolean;
}

/** A poll that a host has prepared. */
export interface PollDraft {
  id: string;
  question: string;
  options: string[];
  multiple?: true;
  anonymous?: true;
  results: PollResults;
  allowOptions?: true;
  quiz?: { correct: string[] };
}

const question = v.pipe(
  text,
  v.trim(),
  v.maxLength(pollLimits.questionLength, `must be at most ${pollLimits.questionLength} characters`),
);
const optionText = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be blank'),
  v.maxLength(pollLimits.optionLength, `must be at most ${pollLimits.optionLength} characters`),
  v.check(isHonest, 'must not contain invisible, overriding or heaped characters'),
);
const optionId = v.pipe(v.string(), v.regex(/^[1-9]\d?$/, 'must be the id of an option'));
const optionIds = v.pipe(
  v.array(optionId),
  v.maxLength(pollLimits.maxOptions, 'must be options of the poll'),
);

const content = {
  question,
  /** Texts. The ids of the options are `1`, `2`, `3`…, in this order. */
  options: v.pipe(
    v.array(optionText),
    v.minLength(pollLimits.minOptions, `must be at least ${pollLimits.minOptions} options`),
    v.maxLength(pollLimits.maxOptions, `must be at most ${pollLimits.maxOptions} options`),
    v.check((texts) => new Set(texts).size === texts.length, 'must differ from each other'),
  ),
  /** A user may choose several options. */
  multiple: v.optional(v.boolean()),
  /** Nobody sees who voted for what. */
  anonymous: v.optional(v.boolean()),
  /** When members see the tally. Default `always`. */
  results: v.optional(v.picklist(pollResults)),
  /** Members may add options. Not for a quiz. */
  allowOptions: v.optional(v.boolean()),
  /** Makes it a quiz, in which a vote is final. `correct`: ids of the correct options. */
  quiz: v.optional(v.strictObject({ correct: v.pipe(optionIds, v.minLength(1, 'must name an option')) })),
};

const target = { roomId: id, messageId };

const pollDraftSchema = schemaOf<PollDraft>()(
  v.object({
    id: v.string(),
    question: v.string(),
    options: v.array(v.string()),
    multiple: isTrue,
    anonymous: isTrue,
    results: v.picklist(pollResults),
    allowOptions: isTrue,
    quiz: v.optional(v.object({ correct: v.array(v.string()) })),
  }),
);

const pollStateSchema = schemaOf<PollState>()(
  v.object({
    poll: pollSchema,
    mine: v.pipe(v.array(v.string()), v.description('ids of the options that the reader chose')),
    voters: v.optional(
      v.pipe(
        v.array(v.object({ user: authorSchema, options: v.array(v.string()) })),
        v.description('a page of votes by user id; only if requested, and never of an anonymous poll'),
      ),
    ),
    hasMore: v.optional(v.boolean()),
  }),
);

export const pollCommands = {
  'poll:create': command<Message>()({
    http: 'POST /rooms/:roomId/polls',
    creates: true,
    rate: 'sends',
    load: 'send',
    summary: 'Send a poll; with the same id again, returns the poll that is stored',
    input: v.strictObject({
      roomId: id,
      /** A new lower-case UUID, or the id of your draft, which is then removed. */
      id: messageId,
      ...content,
      /** When it closes by itself. */
      closesAt: v.optional(time),
    }),
    output: messageSchema,
  }),
  'poll:vote': command<{ mine: string[] }>()({
    http: 'PUT /rooms/:roomId/polls/:messageId/vote',
    rate: 'reactions',
    load: 'send',
    summary: 'Vote in a poll; again replaces my vote, without options withdraws it',
    input: v.strictObject({ ...target, options: optionIds }),
    output: v.object({ mine: v.array(v.string()) }),
  }),
  'poll:close': command<Message>()({
    http: 'POST /rooms/:roomId/polls/:messageId/close',
    summary: 'Close a poll: mine, or any with the right; closing it again changes nothing',
    input: v.strictObject(target),
    output: messageSchema,
  }),
  'poll:addOption': command<Message>()({
    http: 'POST /rooms/:roomId/polls/:messageId/options',
    rate: 'reactions',
    load: 'send',
    summary: 'Add an option to a poll that allows it; a text that exists changes nothing',
    input: v.strictObject({ ...target, text: optionText }),
    output: messageSchema,
  }),
  'poll:results': command<PollState>()({
    http: 'GET /rooms/:roomId/polls/:messageId',
    summary: 'Read a poll as I may see it now, my vote, and a page of voters if requested',
    input: v.strictObject({
      ...target,
      /** Includes a page of votes, by user id. */
      voters: v.optional(v.boolean()),
      /** User id: votes after this one. */
      after: v.optional(id),
      limit,
    }),
    output: pollStateSchema,
  }),
  'poll:drafts': command<{ drafts: PollDraft[]; hasMore: boolean }>()({
    http: 'GET /rooms/:roomId/poll-drafts',
    summary: 'List my drafts of polls in a room by id, after an id',
    input: v.strictObject({ roomId: id, after: v.optional(messageId), limit }),
    output: v.object({ drafts: v.array(pollDraftSchema), hasMore }),
  }),
  'poll:saveDraft': command<PollDraft>()({
    http: 'PUT /rooms/:roomId/poll-drafts/:id',
    summary: 'Store a draft of a poll, or replace it',
    input: v.strictObject({
      roomId: id,
      /** A lower-case UUID. */
      id: messageId,
      ...content,
    }),
    output: pollDraftSchema,
  }),
  'poll:deleteDraft': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/poll-drafts/:id',
    summary: 'Delete a draft of a poll',
    input: v.strictObject({ roomId: id, id: messageId }),
    output: nothing,
  }),
};
