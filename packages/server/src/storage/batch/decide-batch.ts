import type { AuditEntry } from '@chat/protocol';
import type { Change, CommitResult } from '../contract/change.ts';
import { findOpenCall } from '../decide/calls.ts';
import { isErasureChange } from '../decide/erasures.ts';
import { decide, type Decision, type View } from '../decide/decide.ts';
import { immutable } from '../shared/immutable.ts';
import { pendingReactions, pendingRecords, type PendingRecords } from './pending-changes.ts';
import type {
  Head,
  ReactionChange,
  RecordChange,
  StoredMember,
  StoredMessage,
  StoredReport,
  ReplacedVersion,
} from '../contract/records.ts';

/** Changes of the server itself in the name of a user. */
const unsignedChanges: ReadonlySet<Change['kind']> = new Set(['remind', 'update-poll', 'publish-questions']);

/** Reads the records of one room inside the store's transaction. */
export interface RecordSource extends Omit<View, 'head'> {
  head(): Head | null;
}

/** The results of a batch, and the records that the store must write: as they are after the batch. */
export interface BatchResult {
  results: CommitResult[];
  /** Null if there is nothing to write. */
  head: Head | null;
  messages: StoredMessage[];
  members: StoredMember[];
  reports: StoredReport[];
  audit: AuditEntry[];
  /**
   * Of messages that are not deleted after the batch. The store removes the reactions of deleted messages.
   */
  reactions: ReactionChange[];
  /** Of messages that are not deleted after the batch, in the order of the edits. */
  versions: ReplacedVersion[];
  /** Of features. The store removes those of messages that are deleted after the batch. */
  records: RecordChange[];
  /** Ids of users who acted in the batch or were acted upon. */
  involvedUserIds: Set<string>;
}

/**
 * Decides a batch of changes, each after those before it, without writing. A store reads through `source` and
 * writes the result in the same transaction. `keep` makes the copy of a record that the store stores and
 * returns: a frozen copy, unless the store serializes records anyway. Throws if a change is not JSON; the
 * store then writes nothing.
 */
export const decideBatch = (
  source: RecordSource,
  changes: readonly Change[],
  epoch: string,
  keep: <T>(value: T) => T = immutable,
): BatchResult => {
  const messages = new Map<string, StoredMessage>();
  const members = new Map<string, StoredMember>();
  const reports = new Map<string, StoredReport>();
  const audit: AuditEntry[] = [];
  const versions: ReplacedVersion[] = [];
  const read = new Map<string, StoredMember | null>();
  const readMessages = new Map<string, StoredMessage | null>();
  const reactions = pendingReactions(source);
  /** Null while no decision has changed a record: most batches change none. */
  let records = null as PendingRecords | null;
  const people = new Set<string>();
  const sentAt = new Map<string, number>();
  let head = source.head();
  let written = false;

  const readMember = (userId: string): StoredMember | null => {
    let member = read.get(userId);
    if (member === undefined) read.set(userId, (member = source.member(userId)));
    return member;
  };

  /** Many changes of a batch may be about one message, such as votes in a poll. */
  const readMessage = (messageId: string): StoredMessage | null => {
    let message = readMessages.get(messageId);
    if (message === undefined) readMessages.set(messageId, (message = source.message(messageId)));
    return message;
  };

  const isPinned = (stored: StoredMessage | null | undefined): number =>
    stored?.message.pinnedAt === undefined ? 0 : 1;
  const asked = new Map<string, boolean>();
  const isErased = (userId: string): boolean => {
    let erased = asked.get(userId);
    if (erased === undefined) asked.set(userId, (erased = source.isErased(userId)));
    return erased;
  };

  const view: Omit<View, 'head'> = {
    member: (userId) => members.get(userId) ?? readMember(userId),
    joined: () => [
      ...source.joined().filter(({ user }) => !members.has(user.id)),
      ...[...members.values()].filter(({ state }) => state === 'joined'),
    ],
    message: (messageId) => messages.get(messageId) ?? readMessage(messageId),
    report: (messageId) => reports.get(messageId) ?? source.report(messageId),
    reacted: reactions.reacted,
    reactors: reactions.reactors,
    lastSentAt: (userId, since) => latest(sentAt.get(userId) ?? null, source.lastSentAt(userId, since)),
    hasReadMarker: source.hasReadMarker,
    pinned: () =>
      [...messages].reduce(
        (count, [id, message]) => count + isPinned(message) - isPinned(readMessage(id)),
        source.pinned(),
      ),
    openCall: () => {
      const stored = source.openCall();
      return findOpenCall(messages.values()) ?? (stored && messages.has(stored.message.id) ? null : stored);
    },
    replies: (threadId, limit) => {
      const changed = [...messages.values()].filter(({ message }) => message.threadId === threadId);
      const stored = source.replies(threadId, limit + changed.length);
      return [...stored.filter(({ message }) => !messages.has(message.id)), ...changed]
        .filter(({ message }) => message.deletedAt === undefined)
        .sort((a, b) => b.message.seq - a.message.seq)
        .slice(0, limit);
    },
    record: (kind, key) => (records ?? source).record(kind, key),
    records: (kind, query) => (records ?? source).records(kind, query),
    isErased,
  };

  const storeRecords = (changed: readonly RecordChange[]): Pick<CommitResult & { ok: true }, 'records'> => {
    if (changed.length === 0) return {};
    written = true;
    records ??= pendingRecords(source);
    const stored = changed.map((each) => keep(each));
    for (const record of stored) {
      records.put(record);
      if (record.body !== null && record.userId !== undefined) people.add(record.userId);
    }
    return { records: stored };
  };

  const accept = (decision: Extract<Decision, { kind: 'write' }>, change: Change): CommitResult => {
    const event = keep(decision.event);
    const { room, epoch: own, inviteLinks: links } = decision.head;
    // Most changes leave the room's settings and links alone: they are copied only when they change.
    head = Object.freeze({
      ...decision.head,
      room: room === head?.room ? room : keep(room),
      epoch: own || epoch,
      ...(links === undefined ? {} : { inviteLinks: links === head?.inviteLinks ? links : keep(links) }),
    });
    written = true;
    if (!isErasureChange(change) && !unsignedChanges.has(change.kind)) {
      people.add(change.actor.id);
      for (const { user } of decision.members) people.add(user.id);
      // An imported message comes with the reactions of others.
      for (const { userId } of decision.reactions ?? []) people.add(userId);
    }
    for (const member of decision.members) members.set(member.user.id, keep(member));
    if (decision.report) reports.set(decision.report.messageId, keep(decision.report));
    if (decision.audit) audit.push(keep(decision.audit));
    for (const reaction of decision.reactions ?? []) reactions.put(reaction);
    for (const version of decision.versions ?? []) versions.push(keep(version));
    if (decision.message !== undefined && 'message' in event) {
      const { message } = event;
      messages.set(message.id, { message, fingerprint: decision.message.fingerprint });
      if (event.type === 'message:created') {
        const { author, createdAt } = message;
        sentAt.set(author.id, Math.max(createdAt, sentAt.get(author.id) ?? createdAt));
      }
    }
    const result: Extract<CommitResult, { ok: true }> = { ok: true, event, known: false };
    if (decision.deleted !== undefined) result.deleted = keep(decision.deleted);
    if (decision.records !== undefined) Object.assign(result, storeRecords(decision.records));
    if (decision.also === undefined) return result;
    const { message: root } = decision.also;
    const also = keep(decision.also.event);
    if (root && 'message' in also) messages.set(also.message.id, { ...root, message: also.message });
    result.also = also;
    return result;
  };

  const committed = changes.map((change): CommitResult => {
    const decision = decide({ head, ...view }, change);
    if (decision.kind === 'refuse') return { ok: false, error: decision.error };
    if (decision.kind === 'store') {
      const { room, rev } = head ?? noHead();
      return {
        ok: true,
        event: { type: 'skip', roomId: room.id, rev },
        known: true,
        ...storeRecords(decision.records),
      };
    }
    return decision.kind === 'known'
      ? { ok: true, event: decision.event, known: true }
      : accept(decision, change);
  });
  const stands = ({ messageId }: { messageId: string }): boolean =>
    messages.get(messageId)?.message.deletedAt === undefined;
  return {
    results: committed,
    head: written ? head : null,
    messages: [...messages.values()],
    members: [...members.values()],
    reports: [...reports.values()],
    audit,
    involvedUserIds: people,
    reactions: reactions.changes(stands),
    versions: versions.filter(stands),
    records: (records?.changes() ?? []).filter(
      (change) => change.body === null || stands({ messageId: change.messageId ?? '' }),
    ),
  };
};

const noHead = (): never => {
  throw new Error('records need a room');
};

const latest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
