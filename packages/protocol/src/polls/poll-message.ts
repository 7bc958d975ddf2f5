import * as v from 'valibot';
import { count, isTrue, optionalTime, schemaOf } from '../outputs.ts';

/** When members see the tally of a poll: at any time, once they have voted, or once it is closed. */
export const pollResults = ['always', 'after-vote', 'after-close'] as const;
export type PollResults = (typeof pollResults)[number];

/** The limits of every poll. Lengths are in UTF-16 code units. */
export const pollLimits = { minOptions: 2, maxOptions: 20, questionLength: 300, optionLength: 100 } as const;

export interface PollOption {
  /** Unique within the poll: `1`, `2`, `3`… */
  id: string;
  text: string;
  /** Votes for it; absent while the reader may not see them. */
  votes?: number;
}

/** The poll of a message of kind `poll`. The question is the text of the message. */
export interface Poll {
  options: PollOption[];
  /** A user may choose several options. */
  multiple?: true;
  /** Nobody sees who voted for what. */
  anonymous?: true;
  results: PollResults;
  /** Members may add options. */
  allowOptions?: true;
  /** A quiz: a vote is final. `correct`: ids of the correct options; absent while the reader may not see them. */
  quiz?: { correct?: string[] };
  /** When it closes by itself, ms since the epoch. */
  closesAt?: number;
  /** When it was closed, ms since the epoch. */
  closedAt?: number;
  /** Users who have voted. */
  voters: number;
}

export const pollSchema = schemaOf<Poll>()(
  v.object({
    options: v.array(
      v.object({
        id: v.string(),
        text: v.string(),
        votes: v.optional(
          v.pipe(count, v.description('votes for it; absent while the reader may not see them')),
        ),
      }),
    ),
    multiple: isTrue,
    anonymous: isTrue,
    results: v.picklist(pollResults),
    allowOptions: isTrue,
    quiz: v.optional(
      v.object({
        correct: v.optional(
          v.pipe(v.array(v.string()), v.description('absent while the reader may not see it')),
        ),
      }),
    ),
    closesAt: optionalTime,
    closedAt: optionalTime,
    voters: v.pipe(count, v.description('users who have voted')),
  }),
);
