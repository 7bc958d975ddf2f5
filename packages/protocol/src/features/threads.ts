import type { Author } from './users.ts';

/** Most participants named in a summary. */
export const participantsShown = 5;

/** The summary of a thread, on its first message. Visible to everyone who can read that message. */
export interface ThreadSummary {
  /** Replies that are not deleted; at least 1. */
  replies: number;
  /** `createdAt` of the newest reply, ms since the epoch. */
  lastReplyAt: number;
  /** The authors of the latest replies, newest first, at most five. */
  participants: Author[];
}

/**
 * Returns whether a message appears in its thread only: it is in no list of the room and never counts as
 * unread.
 */
export const isThreadOnly = ({ threadId, alsoToRoom }: Placement): boolean =>
  threadId !== undefined && alsoToRoom !== true;

interface Placement {
  threadId?: string | undefined;
  alsoToRoom?: boolean | undefined;
}
