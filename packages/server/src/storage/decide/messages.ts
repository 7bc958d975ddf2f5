import { isFor, type DurableEvent, type Forwarded, type Message, type User } from '@chat/protocol';
import type { ChangeOf, MessageDraft } from '../contract/change.ts';
import { withoutDraft } from './personal/drafts.ts';
import { refuseUnscheduled, withoutScheduled } from './personal/scheduled.ts';
import { visibleMessage, refuseQuote, refuseRecipients } from './private.ts';
import { threadRecipients, refuseThread, withReply } from './threads.ts';
import { firstLink } from '../shared/first-link.ts';
import { refuseReadable } from './encryption/encrypted-content.ts';
import { fingerprint } from '../shared/message-fingerprint.ts';
import type { StoredMessage } from '../contract/records.ts';
import { toAuthor } from './author.ts';
import { newPoll, newPollRecords, refusePoll } from './polls/polls.ts';
import { refuseWithoutRight, refuse, type Decision, type DecisionContext } from './decision.ts';
import { effectiveRoleIn } from './effective-role.ts';
import { replayState } from './live/recording-records.ts';
import { approve, hold, knownPending, needsApproval, refuseUnapproved } from './approval.ts';
import { refuseContent, refusePrivate } from './room-modes.ts';

export const send = (context: DecisionContext, change: ChangeOf<'send'>): Decision =>
  refuseUnscheduled(context.view, change) ??
  withoutDraft(context.view, change, withoutScheduled(change, sendNew(context, change)));

const sendNew = (context: DecisionContext, change: ChangeOf<'send'>): Decision => {
  const { view } = context;
  const { message: draft, actor } = change;
  const text = [draft.text, ...(draft.poll?.options ?? [])].join('\n');
  const stored = view.message(draft.id);
  if (stored !== null) return sameMessage(stored, draft, actor) ? knownMessage(stored.message) : idReused();
  const pending = knownPending(context, change);
  if (pending !== null) return pending;
  const refused =
    refuseWithoutRight(context, draft.poll ? 'poll:create' : 'message:send', change.at) ??
    refuseReadable(context.head.room, draft) ??
    (draft.poll ? refusePoll(draft.poll, change.at) : null) ??
    slowMode(context, change) ??
    (draft.mentionsAll ? refuseMentionAll(context, change.at) : null) ??
    refuseContent(context, { ...draft, text }) ??
    // A poll does not wait: participants whose messages would have to wait cannot send one.
    (draft.poll ? refuseUnapproved(context, { ...change, text }) : null);
  if (refused !== null) return refused;
  const created = create(context, draft, actor, fingerprint(draft));
  if (created.kind !== 'write') return created;
  const { to } = 'message' in created.event ? created.event.message : {};
  return refusePrivate(context, to) ?? (needsApproval(context, change, to) ? hold(context, change) : created);
};

/** Publishes a message that waits. A message that it quotes may be gone by now. */
export const approveMessage = (context: DecisionContext, change: ChangeOf<'approve'>): Decision =>
  approve(context, change, (draft, author) => {
    const { replyTo, ...plain } = draft;
    const isQuoteGone = replyTo !== undefined && visibleMessage(context, author, replyTo) === null;
    return create(context, isQuoteGone ? plain : draft, author, fingerprint(draft));
  });

/** Decides on a new message. Its author's right to send it is not checked here. */
const create = (context: DecisionContext, draft: MessageDraft, actor: User, sentAs: number): Decision => {
  const { head, at } = context;
  const quoted = draft.replyTo === undefined ? null : visibleMessage(context, actor, draft.replyTo);
  if (draft.replyTo !== undefined && quoted === null) {
    return refuse('not_found', 'replyTo names no message of this room', { field: 'replyTo' });
  }
  const root = draft.threadId === undefined ? null : visibleMessage(context, actor, draft.threadId);
  const to = root === null ? draft.to : threadRecipients(root.message, actor);
  const unfit =
    refuseThread(draft, root?.message ?? null, actor) ??
    (root === null ? refuseRecipients(context, draft, actor) : null) ??
    refuseQuote(quoted?.message ?? null, to);
  if (unfit !== null) return unfit;
  if (draft.kind === 'text' && isEmpty(draft)) return blank();
  const rev = head.rev + 1;
  const { id, kind, text, attachments, replyTo, threadId, alsoToRoom, mentions, mentionsAll, data } = draft;
  const { location, encrypted } = draft;
  const message: Message = {
    id,
    roomId: head.room.id,
    seq: head.seq + 1,
    rev,
    kind,
    author: toAuthor(actor),
    text,
    attachments,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(alsoToRoom ? { alsoToRoom } : {}),
    mentions: allowedMentions(context, mentions, { author: actor, ...(to === undefined ? {} : { to }) }),
    ...(mentionsAll ? { mentionsAll } : {}),
    ...(to === undefined ? {} : { to }),
    ...(draft.forward ? { forwarded: attribution(context, draft.forward.userId) } : {}),
    reactions: [],
    createdAt: at,
    ...(draft.streamsUntil === undefined ? {} : { streamsUntil: draft.streamsUntil }),
    ...(draft.poll ? { poll: newPoll(draft.poll) } : {}),
    ...(location ? { location } : {}),
    ...(encrypted ? { encrypted } : {}),
    ...(data === undefined ? {} : { data }),
  };
  const event: DurableEvent = { type: 'message:created', roomId: head.room.id, rev, message };
  const written = { message, fingerprint: sentAs };
  const also = root === null ? undefined : withReply(root, message);
  return {
    kind: 'write',
    head: { ...head, seq: message.seq, rev: also?.event.rev ?? rev },
    event,
    message: written,
    members: [],
    ...(also ? { also } : {}),
    ...(draft.poll
      ? {
          records: [
            ...newPollRecords(context.view, draft.id, actor, draft.poll),
            ...replayState(head, message, at),
          ],
        }
      : {}),
  };
};

const slowMode = (
  { view, head, effectiveRole }: DecisionContext,
  { actor, at }: ChangeOf<'send'>,
): Decision | null => {
  const pauseMs = head.room.slowModeSeconds * 1000;
  if (pauseMs === 0 || !['guest', 'member'].includes(effectiveRole.role)) return null;
  const last = view.lastSentAt(actor.id, at - pauseMs);
  const retryAfterMs = last === null ? 0 : last + pauseMs - at;
  // A wait longer than the whole pause means that the clock was set back since: nobody has to wait until it
  // catches up.
  if (retryAfterMs <= 0 || retryAfterMs > pauseMs) return null;
  return refuse('rate_limited', `one message in ${head.room.slowModeSeconds} s`, {
    reason: 'slow_mode',
    retryAfterMs,
  });
};

/** Returns the mentioned users who can read the message, each once. */
const allowedMentions = (
  { view, head: { room } }: DecisionContext,
  mentions: string[],
  message: Pick<Message, 'to' | 'author'>,
): string[] =>
  [...new Set(mentions)].filter(
    (id) => isFor(message, id) && effectiveRoleIn(room, view.member(id), { id, name: id }) !== null,
  );

/** Names the author of a forwarded message if they may read this room. */
const attribution = ({ view, head: { room } }: DecisionContext, userId: string | undefined): Forwarded =>
  userId !== undefined && effectiveRoleIn(room, view.member(userId), { id: userId, name: userId }) !== null
    ? { userId }
    : {};

/** Returns the reason why the actor may not mention everyone, or null. */
const refuseMentionAll = (context: DecisionContext, at: number): Decision | null =>
  refuseWithoutRight(context, 'mention:all', at);

/**
 * Whether it is a retry: it has the author and content of the first attempt, whatever happened to the message
 * since.
 */
const sameMessage = (stored: StoredMessage, draft: MessageDraft, actor: User): boolean =>
  stored.message.author.id === actor.id && stored.fingerprint === fingerprint(draft);

const idReused = (): Decision =>
  refuse('conflict', 'a message with this id exists with other content', {
    reason: 'id_reused',
    field: 'id',
  });

const knownMessage = (message: Message): Decision => ({
  kind: 'known',
  event: { type: 'message:created', roomId: message.roomId, rev: message.rev, message },
});

export const edit = (context: DecisionContext, change: ChangeOf<'edit'>): Decision => {
  const { head } = context;
  const found = visibleMessage(context, change.actor, change.messageId);
  if (found === null || found.message.deletedAt !== undefined) return refuse('not_found', 'no such message');
  const stored = found.message;
  if (stored.kind === 'call') return refuse('conflict', 'a call has no text to edit');
  // Votes are for the question as it was.
  if (stored.kind === 'poll') return refuse('conflict', 'a poll cannot be edited');
  const { mentionsAll: calledAll = false, streamsUntil = 0, card, ...before } = stored;
  // A message that is still being streamed does not count as edited.
  const grows = streamsUntil > change.at;
  const callsAll = change.mentionsAll ?? calledAll;
  const refused =
    refuseWithoutRight(context, 'message:edit', change.at) ??
    refuseReadable(head.room, change) ??
    (callsAll && !calledAll ? refuseMentionAll(context, change.at) : null) ??
    refuseContent(context, { ...stored, text: change.text }) ??
    (stored.to === undefined ? refuseUnapproved(context, change) : null);
  if (refused !== null) return refused;
  if (stored.author.id !== change.actor.id) return refuse('forbidden', 'only its author may edit a message');
  if (isEmpty({ ...stored, text: change.text })) return blank();
  const rev = head.rev + 1;
  const message: Message = {
    ...before,
    rev,
    text: change.text,
    mentions: change.mentions ? allowedMentions(context, change.mentions, stored) : stored.mentions,
    ...(callsAll ? { mentionsAll: true as const } : {}),
    ...(grows ? {} : { editedAt: change.at }),
    ...(card && firstLink(change.text) === card.url ? { card } : {}),
    // An edited text is no longer its first author's.
    ...(stored.forwarded && stored.text !== change.text ? { forwarded: {} } : {}),
    ...(change.streamsUntil === undefined ? {} : { streamsUntil: change.streamsUntil }),
    ...(change.encrypted === undefined ? {} : { encrypted: change.encrypted }),
    ...(change.data === undefined ? {} : { data: change.data }),
  };
  const event: DurableEvent = {
    type: 'message:updated',
    roomId: head.room.id,
    rev,
    message,
    by: change.actor.id,
    change: 'edit',
  };
  const written = { kind: 'write' as const, head: { ...head, rev }, event, message: { ...found, message } };
  if (stored.text === message.text || grows) return { ...written, members: [] };
  const version = { rev, text: stored.text, at: stored.editedAt ?? stored.createdAt };
  return { ...written, members: [], versions: [{ messageId: stored.id, version }] };
};

/** A message without files, location and encrypted content needs a text. */
export const isEmpty = ({
  text,
  attachments,
  location,
  encrypted,
}: Pick<Message, 'text' | 'attachments' | 'location' | 'encrypted'>): boolean =>
  attachments.length === 0 && !location && !encrypted && isBlank(text);

const isBlank = (text: string): boolean => text.trim() === '';

const blank = (): Decision => refuse('invalid', 'text must not be blank', { field: 'text' });
