import type { Author } from './messages.ts';

/** Those whom a message names of its thread, at most. */
export const participantsShown = 5;

/** What the message that begins a thread tells of it. Everybody who has the message may know it. */
export interface ThreadSummary {
  /** Replies that are not deleted; at least 1. */
  replies: number;
  /** `createdAt` of the newest of them, ms since the epoch. */
  lastReplyAt: number;
  /** Who replied last, as they were called then: the latest first, at most five. */
  participants: Author[];
}

/** Whether a message stands in its thread alone: in no list of the room, and in no count of what is unread. */
export const isAside = ({ threadId, alsoToRoom }: Standing): boolean =>
  threadId !== undefined && alsoToRoom !== true;

interface Standing {
  threadId?: string | undefined;
  alsoToRoom?: boolean | undefined;
}
