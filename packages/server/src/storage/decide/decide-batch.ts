import type { AuditEntry } from '@chat/protocol';
import type { Change, CommitResult } from '../contract/change.ts';
import { findOpenCall } from './calls.ts';
import { isErasureChange } from './erasures.ts';
import { decide, type Decision, type View } from './decide.ts';
import { immutable } from '../shared/immutable.ts';
import type {
  Head,
  ReactionChange,
  StoredMember,
  StoredMessage,
  StoredReport,
  ReplacedVersion,
} from '../contract/records.ts';

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
  const reactions = pendingReactions(source);
  const people = new Set<string>();
  const sentAt = new Map<string, number>();
  let head = source.head();
  let written = false;

  const readMember = (userId: string): StoredMember | null => {
    let member = read.get(userId);
    if (member === undefined) read.set(userId, (member = source.member(userId)));
    return member;
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
    message: (messageId) => messages.get(messageId) ?? source.message(messageId),
    report: (messageId) => reports.get(messageId) ?? source.report(messageId),
    reacted: reactions.reacted,
    reactors: reactions.reactors,
    lastSentAt: (userId, since) => latest(sentAt.get(userId) ?? null, source.lastSentAt(userId, since)),
    hasReadMarker: source.hasReadMarker,
    pinned: () =>
      [...messages].reduce(
        (count, [id, message]) => count + isPinned(message) - isPinned(source.message(id)),
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
    isErased,
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
    if (!isErasureChange(change) && change.kind !== 'remind') {
      people.add(change.actor.id);
      for (const { user } of decision.members) people.add(user.id);
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
    const deleted = decision.deleted === undefined ? {} : { deleted: keep(decision.deleted) };
    if (decision.also === undefined) return { ok: true, event, known: false, ...deleted };
    const also = keep(decision.also.event);
    if ('message' in also) messages.set(also.message.id, { ...decision.also.message, message: also.message });
    return { ok: true, event, also, known: false, ...deleted };
  };

  const committed = changes.map((change): CommitResult => {
    const decision = decide({ head, ...view }, change);
    if (decision.kind === 'refuse') return { ok: false, error: decision.error };
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
  };
};

const latest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** Reactions as stored, with the changes of one batch on top. */
interface PendingReactions extends Pick<View, 'reacted' | 'reactors'> {
  put(change: ReactionChange): void;
  /** Returns the changes to write: the last one of each reaction that is `wanted`. */
  changes(wanted: (change: ReactionChange) => boolean): ReactionChange[];
}

const pendingReactions = (source: Pick<View, 'reacted' | 'reactors'>): PendingReactions => {
  const changed = new Map<string, Map<string, ReactionChange>>();
  // Message ids contain no spaces.
  const of = (messageId: string, emoji: string) => changed.get(`${messageId} ${emoji}`);

  return {
    put: (change) => {
      const key = `${change.messageId} ${change.emoji}`;
      changed.set(key, (changed.get(key) ?? new Map<string, ReactionChange>()).set(change.userId, change));
    },
    reacted: (messageId, emoji, userId) =>
      of(messageId, emoji)?.get(userId)?.added ?? source.reacted(messageId, emoji, userId),
    reactors: (messageId, emoji, limit) => {
      const ofUsers = of(messageId, emoji) ?? new Map<string, ReactionChange>();
      const known = source
        .reactors(messageId, emoji, limit + ofUsers.size)
        .filter((userId) => !ofUsers.has(userId));
      const more = [...ofUsers.values()].filter(({ added }) => added).map(({ userId }) => userId);
      return [...known, ...more].sort((a, b) => (a < b ? -1 : 1)).slice(0, limit);
    },
    changes: (wanted) => [...changed.values()].flatMap((ofUsers) => [...ofUsers.values()].filter(wanted)),
  };
};
