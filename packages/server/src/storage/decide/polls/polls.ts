import type { DurableEvent, Message, Poll, PollDraft } from '@chat/protocol';
import { pollLimits } from '@chat/protocol';
import type { ChangeOf, PollContent } from '../../contract/change.ts';
import type { Head, RecordChange, StoredMessage, StoredRecord } from '../../contract/records.ts';
import { toAuthor } from '../author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';
import { refuseUnapproved } from '../approval.ts';
import { replayState } from '../live/recording-records.ts';
import { visibleMessage } from '../private.ts';
import { refuseContent } from '../room-modes.ts';
import { paceTally } from '../tally-pace.ts';
import {
  pollDraftKey,
  pollDraftKind,
  pollWith,
  tallyKind,
  voteKey,
  voteKind,
  type PollTally,
  type StoredVote,
} from './poll-records.ts';

type PollMessage = Message & { poll: Poll };

/** Returns the reason why a poll cannot be sent, or null. */
export const refusePoll = ({ closesAt }: PollContent, at: number): Decision | null =>
  closesAt !== undefined && closesAt <= at
    ? refuse('invalid', 'closesAt must be in the future', { field: 'closesAt' })
    : null;

/** Returns the poll of a new message. */
export const newPoll = ({ options, quiz, ...content }: PollContent): Poll => ({
  ...content,
  options: options.map((text, index) => ({
    id: String(index + 1),
    text,
    ...(content.results === 'always' ? { votes: 0 } : {}),
  })),
  ...(quiz ? { quiz: {} } : {}),
  voters: 0,
});

/** Returns the records that a new poll stores: its tally. The draft that it was made of is removed. */
export const newPollRecords = (
  view: View,
  id: string,
  actor: { id: string },
  { quiz, closesAt }: PollContent,
): RecordChange[] => {
  const tally: PollTally = { voters: 0, votes: {}, ...(quiz ? { correct: quiz.correct } : {}) };
  const key = pollDraftKey(actor.id, id);
  const draft = view.record(pollDraftKind, key);
  return [tallyRecord(id, tally, closesAt), ...(draft ? [{ kind: pollDraftKind, key, body: null }] : [])];
};

/** Stores a vote in place of the user's earlier one, and counts it. */
export const vote = (context: DecisionContext, change: ChangeOf<'vote'>): Decision => {
  const { view, head } = context;
  const { messageId, actor, at } = change;
  const found = pollOf(context, change);
  if (found === null) return noPoll();
  const { poll } = found.message;
  const refused = refuseWithoutRight(context, 'poll:vote', at);
  if (refused !== null) return refused;
  const tally = tallyOf(view, messageId);
  if (tally === null || isClosed(poll, at)) return pollClosed();
  const options = poll.options.filter(({ id }) => change.options.includes(id)).map(({ id }) => id);
  if (options.length < new Set(change.options).size) return wrongOptions('must be options of the poll');
  if (!poll.multiple && options.length > 1) return wrongOptions('must be one option');
  const key = voteKey(messageId, poll.anonymous ? change.voterKey : actor.id);
  const before = (view.record(voteKind, key)?.body as StoredVote | undefined)?.options ?? [];
  if (sameOptions(before, options)) return unchanged(head);
  if (poll.quiz && before.length > 0)
    return refuse('conflict', 'a vote in a quiz is final', { reason: 'voted' });
  const own: RecordChange =
    options.length === 0
      ? { kind: voteKind, key, body: null }
      : {
          kind: voteKind,
          key,
          messageId,
          // Nothing in the record of an anonymous vote names the user.
          ...(poll.anonymous
            ? { body: { options } }
            : { body: { options, user: toAuthor(actor) }, userId: actor.id }),
        };
  return { kind: 'store', records: [own, tallyRecord(messageId, counted(tally, before, options), at)] };
};

/** Returns the tally without a vote that is erased with its user. */
export const withoutVote = (view: View, { messageId, body }: StoredRecord, at: number): RecordChange[] => {
  const tally = messageId === undefined ? null : tallyOf(view, messageId);
  if (messageId === undefined || tally === null) return [];
  return [tallyRecord(messageId, counted(tally, (body as StoredVote).options, []), at)];
};

export const closePoll = (context: DecisionContext, change: ChangeOf<'close-poll'>): Decision => {
  const { view, head } = context;
  const { actor, at } = change;
  const found = pollOf(context, change);
  if (found === null) return noPoll();
  const { message } = found;
  const refused = message.author.id === actor.id ? null : refuseWithoutRight(context, 'poll:close', at);
  if (refused !== null) return refused;
  if (message.poll.closedAt !== undefined) return { kind: 'known', event: updated(message, actor.id) };
  return withPoll(head, found, { by: actor.id, at }, closedPoll(view, message, at), [
    tallyRecord(message.id, tallyNow(view, message)),
  ]);
};

export const addPollOption = (context: DecisionContext, change: ChangeOf<'add-poll-option'>): Decision => {
  const { head } = context;
  const { actor, at, text } = change;
  const found = pollOf(context, change);
  if (found === null) return noPoll();
  const { message } = found;
  const { poll } = message;
  const refused = refuseWithoutRight(context, 'poll:create', at);
  if (refused !== null) return refused;
  if (!poll.allowOptions) return refuse('forbidden', 'members may not add options to this poll');
  const unfit = refuseContent(context, { text, attachments: [] }) ?? refuseUnapproved(context, change);
  if (unfit !== null) return unfit;
  if (isClosed(poll, at)) return pollClosed();
  // The event must not name the user who added an option to an anonymous poll.
  const by = poll.anonymous ? message.author.id : actor.id;
  const folded = text.toLowerCase();
  if (poll.options.some((option) => option.text.toLowerCase() === folded))
    return { kind: 'known', event: updated(message, by) };
  if (poll.options.length >= pollLimits.maxOptions)
    return refuse('conflict', `a poll has at most ${pollLimits.maxOptions} options`, {
      reason: 'too_many_options',
    });
  const id = String(poll.options.length + 1);
  const option = { id, text, ...(poll.results === 'always' ? { votes: 0 } : {}) };
  return withPoll(head, found, { by, at }, { ...poll, options: [...poll.options, option] });
};

/**
 * Brings the message of a poll up to its tally, and closes the poll when its time is over. The server asks for
 * it; no rights are checked.
 */
export const updatePoll = (view: View, head: Head, { messageId, at }: ChangeOf<'update-poll'>): Decision => {
  const found = view.message(messageId);
  const tally = tallyOf(view, messageId);
  if (tally === null) return unchanged(head);
  if (!isPoll(found)) return { kind: 'store', records: [{ kind: tallyKind, key: messageId, body: null }] };
  const { poll, author } = found.message;
  const { closesAt } = poll;
  const closes = poll.closedAt === undefined && closesAt !== undefined && closesAt <= at;
  const pace = paceTally(view, 'polls', at);
  if (!closes && 'refused' in pace) return pace.refused;
  const now = pollWith(poll, tally, shownIn({ ...poll, ...(closes ? { closedAt: closesAt } : {}) }));
  const dueAt = now.closedAt === undefined ? closesAt : undefined;
  if (isSame(poll, now)) {
    const stored = view.record(tallyKind, messageId);
    return stored?.dueAt === dueAt
      ? unchanged(head)
      : { kind: 'store', records: [tallyRecord(messageId, tally, dueAt)] };
  }
  return withPoll(head, found, { by: author.id, at }, now, [
    tallyRecord(messageId, tally, dueAt),
    ...(closes || 'refused' in pace ? [] : [pace.record]),
  ]);
};

export const savePollDraft = (context: DecisionContext, change: ChangeOf<'save-poll-draft'>): Decision => {
  const { view } = context;
  const { actor, at, draft, most } = change;
  const refused = refuseWithoutRight(context, 'poll:create', at);
  if (refused !== null) return refused;
  const key = pollDraftKey(actor.id, draft.id);
  const all = view.records(pollDraftKind, {
    above: pollDraftKey(actor.id),
    below: pollDraftKey(actor.id, 'g'),
    limit: most,
  });
  if (all.length >= most && view.record(pollDraftKind, key) === null)
    return refuse('conflict', `a user has at most ${most} drafts of polls in a room`, {
      reason: 'too_many_drafts',
    });
  const body: PollDraft = draft;
  return { kind: 'store', records: [{ kind: pollDraftKind, key, body, userId: actor.id }] };
};

export const deletePollDraft = (
  { view, head }: DecisionContext,
  { actor, draftId }: ChangeOf<'delete-poll-draft'>,
): Decision => {
  const key = pollDraftKey(actor.id, draftId);
  if (view.record(pollDraftKind, key) === null) return unchanged(head);
  return { kind: 'store', records: [{ kind: pollDraftKind, key, body: null }] };
};

/** Returns a poll as it is when it closes, with its results. */
export const closedPoll = (view: View, message: PollMessage, at: number): Poll => {
  const poll = message.poll.closedAt === undefined ? { ...message.poll, closedAt: at } : message.poll;
  return pollWith(poll, tallyNow(view, message), { votes: true, correct: true });
};

export const isPollMessage = (message: Message): message is PollMessage =>
  message.poll !== undefined && message.deletedAt === undefined;

const isPoll = (stored: StoredMessage | null): stored is StoredMessage & { message: PollMessage } =>
  stored !== null && isPollMessage(stored.message);

const pollOf = (
  context: DecisionContext,
  { actor, messageId, visibleAfter }: { actor: { id: string }; messageId: string; visibleAfter: number },
): (StoredMessage & { message: PollMessage }) | null => {
  const found = visibleMessage(context, actor, messageId);
  return isPoll(found) && found.message.seq > visibleAfter ? found : null;
};

const isClosed = ({ closedAt, closesAt }: Poll, at: number): boolean =>
  closedAt !== undefined || (closesAt !== undefined && closesAt <= at);

const tallyOf = (view: View, messageId: string): PollTally | null =>
  (view.record(tallyKind, messageId)?.body as PollTally | undefined) ?? null;

/** A poll that came back after its deletion has no record any more; its message has the results. */
const tallyNow = (view: View, { id, poll }: PollMessage): PollTally =>
  tallyOf(view, id) ?? {
    voters: poll.voters,
    votes: Object.fromEntries(poll.options.map((option) => [option.id, option.votes ?? 0])),
    ...(poll.quiz?.correct ? { correct: poll.quiz.correct } : {}),
  };

/** Returns which results are part of the message, which every member can read. */
const shownIn = (poll: Poll): { votes: boolean; correct: boolean } & Pick<Poll, 'closedAt'> => {
  const closed = poll.closedAt !== undefined;
  return {
    votes: closed || poll.results === 'always',
    correct: closed,
    ...(poll.closedAt === undefined ? {} : { closedAt: poll.closedAt }),
  };
};

const tallyRecord = (messageId: string, tally: PollTally, dueAt?: number): StoredRecord => ({
  kind: tallyKind,
  key: messageId,
  body: tally,
  messageId,
  ...(dueAt === undefined ? {} : { dueAt }),
});

const counted = (tally: PollTally, before: readonly string[], after: readonly string[]): PollTally => {
  const votes = { ...tally.votes };
  for (const id of before) votes[id] = (votes[id] ?? 0) - 1;
  for (const id of after) votes[id] = (votes[id] ?? 0) + 1;
  return { ...tally, votes, voters: tally.voters + Number(after.length > 0) - Number(before.length > 0) };
};

const sameOptions = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

const isSame = (one: Poll, other: Poll): boolean =>
  one.voters === other.voters &&
  one.closedAt === other.closedAt &&
  one.options.every(({ votes }, index) => votes === other.options[index]?.votes);

const withPoll = (
  head: Head,
  found: StoredMessage,
  { by, at }: { by: string; at: number },
  poll: Poll,
  records: RecordChange[] = [],
): Decision => {
  const rev = head.rev + 1;
  const message: Message = { ...found.message, rev, poll };
  return {
    kind: 'write',
    head: { ...head, rev },
    event: updated(message, by),
    message: { ...found, message },
    members: [],
    records: [...records, ...replayState(head, message, at, found.message)],
  };
};

const updated = (message: Message, by: string): DurableEvent => ({
  type: 'message:updated',
  roomId: message.roomId,
  rev: message.rev,
  message,
  by,
  change: 'poll',
});

const unchanged = (head: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: head.room.id, rev: head.rev },
});

const noPoll = (): Decision => refuse('not_found', 'no such poll');
const pollClosed = (): Decision => refuse('conflict', 'the poll is closed', { reason: 'poll_closed' });
const wrongOptions = (rule: string): Decision => refuse('invalid', `options: ${rule}`, { field: 'options' });
