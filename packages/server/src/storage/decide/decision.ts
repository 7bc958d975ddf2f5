import type { AuditEntry, DurableEvent, ErrorBody, Role } from '@chat/protocol';
import { withheld, type Right } from '@chat/protocol';
import type {
  DeletedContent,
  Head,
  ReactionChange,
  RecordChange,
  RecordQuery,
  StoredMember,
  StoredMessage,
  StoredRecord,
  StoredReport,
  ReplacedVersion,
} from '../contract/records.ts';

/** The records a decision rests on, as they are inside the transaction. */
export interface View {
  /** Null when the room does not exist. */
  head: Head | null;
  /** Memberships by user id, of those that `requiredReads` names. */
  member(userId: string): StoredMember | null;
  /** Joined members, when `requiredReads` asks for them; in any order. */
  joined(): StoredMember[];
  /** Messages by id, of those that `requiredReads` names. */
  message(messageId: string): StoredMessage | null;
  /** Reports by message id, of those that `requiredReads` names. */
  report(messageId: string): StoredReport | null;
  /** Whether a user has reacted to a message with an emoji, of those that `requiredReads` names. */
  reacted(messageId: string, emoji: string, userId: string): boolean;
  /** The first users who have, in code unit order of their ids. */
  reactors(messageId: string, emoji: string, limit: number): string[];
  /** The call of the room that has not ended. */
  openCall(): StoredMessage | null;
  /** How many messages of the room are pinned. */
  pinned(): number;
  /** The newest messages of a thread that are not deleted, newest first, of the threads that `requiredReads` names. */
  replies(threadId: string, limit: number): StoredMessage[];
  /** The latest `createdAt` of a user's messages, of those that `requiredReads` names; null when none is after `since`. */
  lastSentAt(userId: string, since: number): number | null;
  /** Whether a user has a read marker in the room, which means that they have been in it. Of those that `requiredReads` names. */
  hasReadMarker(userId: string): boolean;
  /** A record of a feature, or null. */
  record(kind: string, key: string): StoredRecord | null;
  /** Records of a kind, ascending by key in code unit order unless `descending`. */
  records(kind: string, query: RecordQuery): StoredRecord[];
  /** Whether a user's erasure has begun. Of those that `requiredReads` names. */
  isErased(userId: string): boolean;
}

/**
 * The outcome of a decision: what to write (`head` always), records to store without a number or an event, a
 * change that was applied before, or a refusal.
 */
export type Decision =
  | {
      kind: 'write';
      head: Head;
      event: DurableEvent;
      message?: StoredMessage;
      /**
       * The first message of the thread, or the room without its spotlight, if the change altered it: it takes
       * the next `rev`, which `head` includes.
       */
      also?: { event: DurableEvent; message?: StoredMessage };
      members: StoredMember[];
      report?: StoredReport;
      audit?: AuditEntry;
      reactions?: ReactionChange[];
      versions?: ReplacedVersion[];
      records?: RecordChange[];
      /** The content that a deletion removed, if it can be undone. */
      deleted?: DeletedContent;
    }
  | { kind: 'store'; records: RecordChange[] }
  | { kind: 'known'; event: DurableEvent }
  | { kind: 'refuse'; error: ErrorBody };

/** The context of a decision about an actor who has access to the room. */
export interface DecisionContext {
  view: View;
  head: Head;
  effectiveRole: { role: Role | 'admin'; mutedUntil?: number | undefined };
  /** The time of the change, ms since the epoch. */
  at: number;
}

export const refuse = (
  code: ErrorBody['code'],
  message: string,
  details: Partial<ErrorBody> = {},
): Decision => ({
  kind: 'refuse',
  error: { code, message, ...details },
});

/** Returns the refusal if the actor lacks a right, else null. */
export const refuseWithoutRight = (
  { head, effectiveRole }: Pick<DecisionContext, 'head' | 'effectiveRole'>,
  right: Right,
  at: number,
): Decision | null => {
  const why = withheld(right, head.room, effectiveRole, at);
  if (why === null) return null;
  if (why === 'room_ended') return refuse('conflict', 'the room has ended', { reason: 'room_ended' });
  if (why === 'encrypted_room')
    return refuse('conflict', 'an encrypted room has none of this', { reason: 'encrypted_room' });
  if (why === 'frozen') return refuse('forbidden', 'only moderators may send now', { reason: 'frozen' });
  if (why === 'muted') {
    const retryAfterMs = (effectiveRole.mutedUntil ?? at) - at;
    return refuse('forbidden', 'you are muted', { reason: 'muted', retryAfterMs });
  }
  return refuse('forbidden', `your role does not allow ${right}`);
};
