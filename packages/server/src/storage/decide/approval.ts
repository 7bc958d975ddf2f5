import { defaultLimits, type Author, type Message, type Room, type User } from '@chat/protocol';
import type { ChangeOf, MessageDraft } from '../contract/change.ts';
import type { Head, RecordChange, StoredRecord } from '../contract/records.ts';
import { retentionCutoff } from '../shared/retention.ts';
import { toAuthor, toUserSnapshot } from './author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from './decision.ts';
import { fingerprint } from '../shared/message-fingerprint.ts';
import { hasLink, isHost } from './room-modes.ts';

/** The records of messages that wait for approval. */
export const pendingKinds = {
  /** A message, by its place in the queue. */
  message: 'pending',
  /** Its place, by its id. */
  place: 'pending-id',
  /** How many messages wait, and the next place. */
  room: 'pending-room',
  /** How many of them are of a user, and which were rejected. */
  user: 'pending-user',
  /** A rejected message, by its id, until its author dismisses it. */
  rejected: 'rejected',
  /** A user whose messages do not wait. */
  trusted: 'trusted',
} as const;

/** The body of a message that waits, or was rejected. */
export interface PendingBody {
  draft: MessageDraft;
  author: User;
  at: number;
  /** Why it was rejected. */
  reason?: string;
}

const dayMs = 86_400_000;
/** A message waits at most this long, and a rejection is shown at most this long. */
const longestWaitMs = 30 * dayMs;
const mostRejected = 10;
/** The key of the record of a room. */
export const pendingRoomKey = 'all';

export const bodyOf = ({ body }: StoredRecord): PendingBody => body as PendingBody;

/** Returns a message as it will be published. */
export const pendingMessage = (roomId: string, { draft, author, at }: PendingBody): Message => {
  const { id, kind, text, attachments, replyTo, threadId, alsoToRoom, mentions, mentionsAll, data } = draft;
  const { location, encrypted } = draft;
  return {
    id,
    roomId,
    seq: 0,
    rev: 0,
    kind,
    author: toAuthor(author),
    text,
    attachments,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(threadId === undefined ? {} : { threadId }),
    ...(alsoToRoom ? { alsoToRoom } : {}),
    mentions,
    ...(mentionsAll ? { mentionsAll } : {}),
    ...(draft.forward ? { forwarded: {} } : {}),
    ...(location ? { location } : {}),
    ...(encrypted ? { encrypted } : {}),
    reactions: [],
    createdAt: at,
    ...(data === undefined ? {} : { data }),
  };
};

/** Whether a message that waits is past the room's retention. */
export const isPastRetention = (room: Room, { at }: PendingBody, now: number): boolean =>
  at < retentionCutoff(room, now);

interface Counted {
  pending: number;
  /** Ids, the latest last. */
  rejected?: string[];
}

const countOf = (view: View, userId: string): Counted =>
  (view.record(pendingKinds.user, userId)?.body ?? { pending: 0 }) as Counted;

const countRecord = (userId: string, { pending, rejected = [] }: Counted): RecordChange => ({
  kind: pendingKinds.user,
  key: userId,
  ...(pending <= 0 && rejected.length === 0
    ? { body: null }
    : { userId, body: { pending: Math.max(0, pending), rejected } }),
});

interface Queue {
  /** The next place. */
  next: number;
  /** How many messages wait. */
  pending: number;
}

const queueOf = (view: View): Queue =>
  (view.record(pendingKinds.room, pendingRoomKey)?.body ?? { next: 1, pending: 0 }) as Queue;

const queueRecord = (body: Queue): RecordChange => ({
  kind: pendingKinds.room,
  key: pendingRoomKey,
  body,
});

/** Returns the message of this id that waits, or null. */
export const pendingById = (view: View, messageId: string): StoredRecord | null => {
  const place = view.record(pendingKinds.place, messageId);
  return place && view.record(pendingKinds.message, (place.body as { key: string }).key);
};

/** Removes a message from the queue. */
const removed = (view: View, { key, body }: StoredRecord): RecordChange[] => {
  const { draft, author } = body as PendingBody;
  const queue = queueOf(view);
  const own = countOf(view, author.id);
  return [
    { kind: pendingKinds.message, key, body: null },
    { kind: pendingKinds.place, key: draft.id, body: null },
    queueRecord({ ...queue, pending: Math.max(0, queue.pending - 1) }),
    countRecord(author.id, { ...own, pending: own.pending - 1 }),
  ];
};

/** Whether messages of the author can wait for approval. */
const mayWait = ({ view, head: { room }, effectiveRole }: DecisionContext, author: Author): boolean =>
  !author.bot && !isHost(room, effectiveRole.role) && view.record(pendingKinds.trusted, author.id) === null;

const isConcerned = ({ head: { room }, effectiveRole }: DecisionContext, text: string): boolean => {
  const { approval = 'off' } = room;
  return (
    approval === 'everyone' ||
    (approval === 'guests' && effectiveRole.role === 'guest') ||
    (approval === 'links' && hasLink(text))
  );
};

/**
 * Whether a message that was decided on may not be published before a moderator approves it. Private messages
 * never wait: moderators may not read them.
 */
export const needsApproval = (
  context: DecisionContext,
  { actor, message, approval }: ChangeOf<'send'>,
  to: string[] | undefined,
): boolean =>
  to === undefined &&
  (approval?.required === true || isConcerned(context, message.text)) &&
  mayWait(context, toAuthor(actor));

/** Returns the reason why an edit or a poll cannot be published without approval, or null. */
export const refuseUnapproved = (
  context: DecisionContext,
  { actor, text, approval }: Pick<ChangeOf<'edit'>, 'actor' | 'text' | 'approval'>,
): Decision | null =>
  (approval?.required === true || isConcerned(context, text)) && mayWait(context, toAuthor(actor))
    ? refuse('forbidden', 'this cannot wait for approval: send a new message', {
        reason: 'needs_approval',
      })
    : null;

/** A decision that neither changes nor publishes anything. */
const nothing = ({ room, rev }: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: room.id, rev },
});

/**
 * Returns the decision on a message that waits already or was rejected, or null. A room that never had approval
 * costs no read.
 */
export const knownPending = (
  { view, head }: DecisionContext,
  { actor, message: draft, approval }: ChangeOf<'send'>,
): Decision | null => {
  if (head.room.approval === undefined && approval?.required !== true) return null;
  const rejected = view.record(pendingKinds.rejected, draft.id);
  const found = pendingById(view, draft.id) ?? rejected;
  if (found === null) return null;
  const { author, draft: before } = bodyOf(found);
  if (author.id !== actor.id || fingerprint(before) !== fingerprint(draft))
    return refuse('conflict', 'a message with this id exists with other content', {
      reason: 'id_reused',
      field: 'id',
    });
  if (found === rejected)
    return refuse('forbidden', 'a moderator did not approve this message', { reason: 'not_approved' });
  return nothing(head);
};

/** Stores a message until a moderator decides on it. Only its author and moderators can read it. */
export const hold = ({ view, head }: DecisionContext, change: ChangeOf<'send'>): Decision => {
  const { actor, at, message: draft, approval } = change;
  const { most = defaultLimits.maxPendingMessages, mostOfUser = defaultLimits.maxPendingMessagesPerUser } =
    approval ?? {};
  const own = countOf(view, actor.id);
  const { next, pending } = queueOf(view);
  if (own.pending >= mostOfUser || pending >= most)
    return refuse('conflict', 'too many messages wait for approval', { reason: 'too_many_pending' });
  const key = String(next).padStart(12, '0');
  const author: User = { ...toUserSnapshot(actor), ...(actor.guest ? { guest: true as const } : {}) };
  const body: PendingBody = { draft, author, at };
  return {
    kind: 'store',
    records: [
      {
        kind: pendingKinds.message,
        key,
        userId: actor.id,
        dueAt: at + waitMs(head.room),
        body,
      },
      { kind: pendingKinds.place, key: draft.id, body: { key } },
      queueRecord({ next: next + 1, pending: pending + 1 }),
      countRecord(actor.id, { ...own, pending: own.pending + 1 }),
    ],
  };
};

const waitMs = ({ retention }: Room): number =>
  Math.min(longestWaitMs, typeof retention === 'object' ? retention.days * dayMs : longestWaitMs);

const notPending = (): Decision =>
  refuse('conflict', 'this message does not wait for approval', { reason: 'not_pending' });

/** Returns the message that a moderator decides on, or null. `user` of the change is its author. */
const decidable = (
  { view, head, at }: DecisionContext,
  { user, messageId }: ChangeOf<'approve' | 'reject'>,
): StoredRecord | null => {
  const found = pendingById(view, messageId);
  if (found === null || bodyOf(found).author.id !== user.id) return null;
  return isPastRetention(head.room, bodyOf(found), at) ? null : found;
};

/**
 * Publishes a message that waits, by `create`, which decides on a new message. Rules that its author had to meet
 * when sending it are not asked again: the moderator has decided.
 */
export const approve = (
  context: DecisionContext,
  change: ChangeOf<'approve'>,
  create: (draft: MessageDraft, author: User) => Decision,
): Decision => {
  const { view, at } = context;
  const refused = refuseWithoutRight(context, 'message:moderate', at);
  if (refused !== null) return refused;
  const found = decidable(context, change);
  if (found === null || view.message(change.messageId) !== null) return notPending();
  const { draft, author } = bodyOf(found);
  const created = create(draft, author);
  if (created.kind !== 'write') return created;
  const trusted: RecordChange[] = change.trust
    ? [{ kind: pendingKinds.trusted, key: author.id, userId: author.id, body: { at } }]
    : [];
  return { ...created, records: [...removed(view, found), ...trusted] };
};

/** The change is broadcast as a `skip`, so that its audit entry has a `rev` of its own. */
const written = (head: Head, records: RecordChange[]): Decision => {
  const rev = head.rev + 1;
  return {
    kind: 'write',
    head: { ...head, rev },
    event: { type: 'skip', roomId: head.room.id, rev },
    members: [],
    records,
  };
};

/** Refuses without the right, but lets moderators clear up after the room has ended. */
const refuseParticipant = ({ head, effectiveRole }: DecisionContext): Decision | null =>
  isHost(head.room, effectiveRole.role)
    ? null
    : refuse('forbidden', 'your role does not allow message:moderate');

export const reject = (context: DecisionContext, change: ChangeOf<'reject'>): Decision => {
  const { view, head, at } = context;
  const refused = refuseParticipant(context);
  if (refused !== null) return refused;
  const found = decidable(context, change);
  if (found === null) return notPending();
  const body = bodyOf(found);
  const { id } = body.draft;
  const own = countOf(view, body.author.id);
  const rejected = [...(own.rejected ?? []), id];
  return written(head, [
    ...removed(view, found),
    {
      kind: pendingKinds.rejected,
      key: id,
      userId: body.author.id,
      dueAt: at + waitMs(head.room),
      body: { ...body, ...(change.reason === undefined ? {} : { reason: change.reason }) },
    },
    ...rejected
      .slice(0, -mostRejected)
      .map((key): RecordChange => ({ kind: pendingKinds.rejected, key, body: null })),
    countRecord(body.author.id, { pending: own.pending - 1, rejected: rejected.slice(-mostRejected) }),
  ]);
};

export const untrust = (context: DecisionContext, { user }: ChangeOf<'untrust'>): Decision => {
  const { view, head } = context;
  const refused = refuseParticipant(context);
  if (refused !== null) return refused;
  if (view.record(pendingKinds.trusted, user.id) === null) return nothing(head);
  return written(head, [{ kind: pendingKinds.trusted, key: user.id, body: null }]);
};

/** Lets the author take back a message that waits, or dismiss one that was rejected. */
export const withdraw = ({ view }: DecisionContext, { actor, messageId }: ChangeOf<'withdraw'>): Decision => {
  const pending = pendingById(view, messageId);
  if (pending && bodyOf(pending).author.id === actor.id)
    return { kind: 'store', records: removed(view, pending) };
  const rejected = view.record(pendingKinds.rejected, messageId);
  if (rejected === null || bodyOf(rejected).author.id !== actor.id) return notPending();
  const own = countOf(view, actor.id);
  return {
    kind: 'store',
    records: [
      { kind: pendingKinds.rejected, key: messageId, body: null },
      countRecord(actor.id, { ...own, rejected: (own.rejected ?? []).filter((id) => id !== messageId) }),
    ],
  };
};

/** Removes what has waited, or been shown as rejected, for too long. No rights are checked. */
export const expirePending = (
  view: View,
  head: Head,
  { record: { kind, key } }: ChangeOf<'expire-pending'>,
): Decision => {
  const found = view.record(kind, key);
  if (found === null) return nothing(head);
  return { kind: 'store', records: recordsWithout(view, found) };
};

/** Returns the changes that remove a record of this feature with everything that counts it. */
export const recordsWithout = (view: View, found: StoredRecord): RecordChange[] => {
  if (found.kind === pendingKinds.message) return removed(view, found);
  if (found.kind !== pendingKinds.rejected) return [{ kind: found.kind, key: found.key, body: null }];
  const { author } = bodyOf(found);
  const own = countOf(view, author.id);
  return [
    { kind: found.kind, key: found.key, body: null },
    countRecord(author.id, { ...own, rejected: (own.rejected ?? []).filter((id) => id !== found.key) }),
  ];
};
