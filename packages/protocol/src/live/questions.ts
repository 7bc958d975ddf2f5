import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, messageId, text } from '../fields.ts';
import { count, isTrue, nothing, optionalTime, schemaOf, time } from '../outputs.ts';
import { authorSchema, type Author } from '../features/users.ts';

/** Whether members can ask questions: not at all, with their names, or also without them. */
export const questionModes = ['off', 'named', 'anonymous'] as const;
export type QuestionMode = (typeof questionModes)[number];

/** The state of a question. Dismissed ones are shown to hosts only. */
export const questionStates = ['open', 'answered', 'dismissed'] as const;
export type QuestionState = (typeof questionStates)[number];

/** Orders of a list: most votes first, or newest first. */
export const questionOrders = ['votes', 'time'] as const;
export type QuestionOrder = (typeof questionOrders)[number];

/** The limits of every question. Lengths are in UTF-16 code units. */
export const questionLimits = { textLength: 500, answerLength: 2_000 } as const;

export interface QuestionAnswer {
  /** Absent if it was answered live. */
  text?: string;
  /** ms since the epoch. */
  at: number;
}

/** A question to the hosts of a room. */
export interface Question {
  id: string;
  text: string;
  /** ms since the epoch. */
  askedAt: number;
  /** Absent if it was asked anonymously, or if its author was erased. */
  author?: Author;
  /** It was asked anonymously. */
  anonymous?: true;
  state: QuestionState;
  votes: number;
  /** Hosts highlight one question of a room; ms since the epoch. */
  highlightedAt?: number;
  answer?: QuestionAnswer;
  /** I asked it. Only in my lists. */
  mine?: true;
  /** I voted for it. Only in my lists. */
  upvoted?: true;
}

/** A page of the questions of a room. */
export interface QuestionPage {
  questions: Question[];
  /** Where the next page begins, for `after`; absent on the last page. */
  next?: string;
  /** Open questions of the room. */
  open: number;
}

export const questionSchema = schemaOf<Question>()(
  v.object({
    id: v.string(),
    text: v.string(),
    askedAt: time,
    author: v.optional(v.pipe(authorSchema, v.description('absent if it was asked anonymously'))),
    anonymous: isTrue,
    state: v.picklist(questionStates),
    votes: count,
    highlightedAt: optionalTime,
    answer: v.optional(
      v.object({
        text: v.optional(v.pipe(v.string(), v.description('absent if it was answered live'))),
        at: time,
      }),
    ),
    mine: isTrue,
    upvoted: isTrue,
  }),
);

const textOf = (length: number) =>
  v.pipe(text, v.trim(), v.maxLength(length, `must be at most ${length} characters`));

const target = { roomId: id, questionId: messageId };

const output = v.object({ question: questionSchema });

export const questionCommands = {
  'question:list': command<QuestionPage>()({
    http: 'GET /rooms/:roomId/questions',
    summary: 'List the questions of a room in one state; dismissed ones for hosts only',
    input: v.strictObject({
      roomId: id,
      /** Default `open`. */
      state: v.optional(v.picklist(questionStates)),
      /** `votes` (default): most votes first, of equals the oldest. `time`: newest first. */
      sort: v.optional(v.picklist(questionOrders)),
      /** `next` of the page before. */
      after: v.optional(
        v.pipe(v.string(), v.regex(/^[\d:]{1,32}:[0-9a-f-]{36}$/, 'must be `next` of a page')),
      ),
      limit,
    }),
    output: v.object({ questions: v.array(questionSchema), next: v.optional(v.string()), open: count }),
  }),
  'question:ask': command<{ question: Question }>()({
    http: 'POST /rooms/:roomId/questions',
    creates: true,
    rate: 'sends',
    load: 'send',
    summary: 'Ask a question; with the same id again, returns the question that is stored',
    input: v.strictObject({
      roomId: id,
      /** A new lower-case UUID. */
      id: messageId,
      text: textOf(questionLimits.textLength),
      /** Nobody sees who asks. If the room allows it. */
      anonymous: v.optional(v.boolean()),
    }),
    output,
  }),
  'question:upvote': command<{ upvoted: boolean; votes: number }>()({
    http: 'PUT /rooms/:roomId/questions/:questionId/upvote',
    rate: 'reactions',
    load: 'send',
    summary: 'Vote for an open question, or withdraw my vote',
    input: v.strictObject({
      ...target,
      /** Default true. */
      upvoted: v.optional(v.boolean()),
    }),
    output: v.object({ upvoted: v.boolean(), votes: count }),
  }),
  'question:withdraw': command<Record<string, never>>()({
    http: 'DELETE /rooms/:roomId/questions/:questionId',
    summary: 'Take back a question of mine',
    input: v.strictObject(target),
    output: nothing,
  }),
  'question:answer': command<{ question: Question }>()({
    http: 'PUT /rooms/:roomId/questions/:questionId/answer',
    summary: 'Answer a question by text, or mark it as answered live (hosts); again replaces the answer',
    input: v.strictObject({
      ...target,
      /** Without it, the question was answered live. */
      text: v.optional(textOf(questionLimits.answerLength)),
    }),
    output,
  }),
  'question:dismiss': command<{ question: Question }>()({
    http: 'POST /rooms/:roomId/questions/:questionId/dismiss',
    summary: 'Dismiss a question (hosts)',
    input: v.strictObject(target),
    output,
  }),
  'question:reopen': command<{ question: Question }>()({
    http: 'POST /rooms/:roomId/questions/:questionId/reopen',
    summary: 'Open a question again that was answered or dismissed (hosts)',
    input: v.strictObject(target),
    output,
  }),
  'question:highlight': command<{ question: Question }>()({
    http: 'PUT /rooms/:roomId/questions/:questionId/highlight',
    summary: 'Highlight an open question in place of the one before, or end it (hosts)',
    input: v.strictObject({
      ...target,
      /** Default true. */
      highlighted: v.optional(v.boolean()),
    }),
    output,
  }),
};
