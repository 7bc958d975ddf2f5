import type { Author, Poll } from '@chat/protocol';

/** Kinds of the records of polls. */
export const voteKind = 'vote';
export const tallyKind = 'tally';
export const pollDraftKind = 'poll-draft';

/** The exact tally of a poll, and what members may not see yet. The key of its record is the poll's id. */
export interface PollTally {
  /** Users who have voted. */
  voters: number;
  /** By id of the option; options without votes may be absent. */
  votes: Record<string, number>;
  /** Of a quiz: ids of the correct options. */
  correct?: string[];
}

/** A vote. Without `user` in an anonymous poll. */
export interface StoredVote {
  options: string[];
  user?: Author;
}

/** `voter`: the user's id, or in an anonymous poll a hash of it. */
export const voteKey = (messageId: string, voter = ''): string => `${messageId}:${voter}`;

/** Without `draftId`: sorts before all drafts of the user. */
export const pollDraftKey = (userId: string, draftId = ''): string =>
  `${encodeURIComponent(userId)}:${draftId}`;

/** Returns a poll with as much of its tally as is to be shown. */
export const pollWith = (
  poll: Poll,
  tally: PollTally,
  { votes, correct, closedAt }: { votes: boolean; correct: boolean; closedAt?: number },
): Poll => ({
  ...poll,
  options: poll.options.map(({ id, text }) => ({
    id,
    text,
    ...(votes ? { votes: tally.votes[id] ?? 0 } : {}),
  })),
  ...(poll.quiz ? { quiz: correct && tally.correct ? { correct: tally.correct } : {} } : {}),
  ...(closedAt === undefined ? {} : { closedAt }),
  voters: tally.voters,
});
