import {
  participantsShown,
  type Author,
  type DurableEvent,
  type Message,
  type ThreadSummary,
} from '@chat/protocol';
import type { MessageDraft } from '../contract/change.ts';
import type { StoredMessage } from '../contract/records.ts';
import { refuse, type Decision, type View } from './decision.ts';

/** When a reply is deleted, the latest participants are found among this many of the newest replies. */
const mostLookedAt = 200;

/**
 * Returns the reason why a message cannot be in its thread, or null. `root` is the message that `threadId`
 * names, if the actor can see it.
 */
export const refuseThread = (
  { threadId, alsoToRoom, to }: MessageDraft,
  root: Message | null,
  actor: { id: string },
): Decision | null => {
  if (threadId === undefined)
    return alsoToRoom
      ? refuse('invalid', 'alsoToRoom: is for messages in a thread', { field: 'alsoToRoom' })
      : null;
  if (root === null)
    return refuse('not_found', 'threadId names no message of this room', { field: 'threadId' });
  if (root.threadId !== undefined)
    return refuse('invalid', 'threadId: must name a message that is not in a thread itself', {
      field: 'threadId',
    });
  const readers = new Set(threadRecipients(root, actor));
  if (to === undefined || (to.length === readers.size && to.every((userId) => readers.has(userId))))
    return null;
  return refuse('invalid', 'to: a thread has the readers of its first message', { field: 'to' });
};

/**
 * Returns the recipients of a message in a thread, without its author; undefined: everyone. Only users who
 * can read the thread's first message may read replies.
 */
export const threadRecipients = ({ to, author }: Message, actor: { id: string }): string[] | undefined =>
  to === undefined ? undefined : [...new Set([author.id, ...to])].filter((userId) => userId !== actor.id);

type RootUpdate = Extract<Decision, { kind: 'write' }>['also'];

/** Returns the thread's first message after a reply was sent. */
export const withReply = (root: StoredMessage, { author, createdAt, rev }: Message): RootUpdate => {
  const { replies = 0, lastReplyAt = 0, participants = [] } = root.message.thread ?? {};
  return withSummary(root, rev + 1, author.id, {
    replies: replies + 1,
    lastReplyAt: Math.max(lastReplyAt, createdAt),
    participants: latest([author, ...participants]),
  });
};

/**
 * Returns the thread's first message after `reply` was deleted; undefined if it is in no thread, or if the
 * first message was pruned.
 */
export const withoutReply = (view: View, reply: Message, rev: number, by: string): RootUpdate => {
  const root = reply.threadId === undefined ? null : view.message(reply.threadId);
  const thread = root?.message.thread;
  if (root === null || thread === undefined) return undefined;
  const standing = view.replies(root.message.id, mostLookedAt + 1).map(({ message }) => message);
  const left = standing.filter(({ id }) => id !== reply.id);
  const summary = {
    // If all replies were read, they are counted again.
    replies: standing.length > mostLookedAt ? thread.replies - 1 : left.length,
    lastReplyAt: Math.max(0, ...left.map(({ createdAt }) => createdAt)),
    participants: latest(left.map(({ author }) => author)),
  };
  return withSummary(root, rev, by, left.length === 0 ? null : summary);
};

/**
 * Returns the thread's first message after the deletion of `reply` was undone; undefined if it is in no
 * thread, or if the first message was pruned.
 */
export const withRestoredReply = (view: View, reply: Message, rev: number, by: string): RootUpdate => {
  const root = reply.threadId === undefined ? null : view.message(reply.threadId);
  if (root === null) return undefined;
  const standing = view.replies(root.message.id, mostLookedAt + 1).map(({ message }) => message);
  const all = [...standing.filter(({ id }) => id !== reply.id), reply].sort((a, b) => b.seq - a.seq);
  const summary = {
    replies: standing.length > mostLookedAt ? (root.message.thread?.replies ?? 0) + 1 : all.length,
    lastReplyAt: Math.max(...all.map(({ createdAt }) => createdAt)),
    participants: latest(all.map(({ author }) => author)),
  };
  return withSummary(root, rev, by, summary);
};

const latest = (authors: Author[]): Author[] => {
  const byId = new Map<string, Author>();
  for (const author of authors) if (!byId.has(author.id)) byId.set(author.id, author);
  return [...byId.values()].slice(0, participantsShown);
};

const withSummary = (
  root: StoredMessage,
  rev: number,
  by: string,
  summary: ThreadSummary | null,
): RootUpdate => {
  const { thread: _thread, ...kept } = root.message;
  const message: Message = { ...kept, rev, ...(summary === null ? {} : { thread: summary }) };
  const { roomId } = message;
  const event: DurableEvent = { type: 'message:updated', roomId, rev, message, by, change: 'thread' };
  return { event, message: { ...root, message } };
};
