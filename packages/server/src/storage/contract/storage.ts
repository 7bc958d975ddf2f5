import type { AuditEntry, Message, MessageVersion } from '@chat/protocol';
import type { Change, Committed } from './change.ts';
import type { Head, StoredMember, StoredReport } from './records.ts';
import type { FileRecordStore } from './file-record-store.ts';
import type { ErasureStore } from './erasure-store.ts';
import type { NotificationStore } from './notification-store.ts';
import type { PresenceStore } from './presence-store.ts';
import type { ProfileStore } from './profile-store.ts';
import type { RoomStore } from './room-store.ts';
import type { UserStore } from './user-store.ts';
import type { SearchQuery } from './search-query.ts';

export type { FileBinding, FileRecordStore, FileTotals } from './file-record-store.ts';
export type { RoomStore, StartingQuery } from './room-store.ts';
export type { NameQuery, StoredUser, UserStore } from './user-store.ts';

/**
 * Where everything durable is kept: a set of small stores that can be swapped by spread,
 * `{ ...sqliteStorage(file), rooms: myRooms }`. No method is optional. Any method may reject with
 * `ChatError('storage_full')` when there is no room left for writing; reads then still work. Any other rejection is a
 * fault: the caller is told `internal`, nothing is acknowledged; or `overloaded`, and clients go on trying, where the error has
 * `away: true`, since the store is not there for now. The kit in `@chat/server/testing` proves an implementation,
 * one case per sentence written here.
 */
export interface ChatStorage {
  timeline: TimelineStore;
  rooms: RoomStore;
  users: UserStore;
  profiles: ProfileStore;
  settings: SettingStore;
  files: FileRecordStore;
  /**
   * The folder for the bytes of files, unless the server is told where to put them. Null: nothing here outlives the
   * process, and neither need they. Absent: this storage does not know of one.
   */
  readonly filesFolder?: string | null;
  /** Other processes may write to the same store: rooms are compared with it every few seconds, whoever else tells of changes. */
  readonly shared?: true;
  personal: PersonalStore;
  notifications: NotificationStore;
  presence: PresenceStore;
  /** Ends the storage; what was committed is kept. Calls after it reject. Calling it twice is harmless. */
  close(): Promise<void>;
}

/**
 * Messages, reactions, members, read marks and the two counters of every room. One store, because its commit is atomic.
 * A room unknown here has head `null`, no messages and no members.
 */
export interface TimelineStore extends ErasureStore {
  /** The room as of its last committed change, or null when `room:create` was never committed for it. */
  head(roomId: string): Promise<Head | null>;

  /** Where each of these rooms is, as `head` says, in any order; those unknown here are left out. */
  heads(roomIds: readonly string[]): Promise<HeadOf[]>;

  /**
   * Applies a batch to one room, in order, in one durable transaction, and answers one result per change, in the same
   * order. What each change does and whether it is allowed is decided by `decide(view, change)` on the records as they
   * are at that moment, inside the transaction, so that rights are exact: a change sees those before it in its batch.
   * Each accepted change takes the room's next `rev`, each new message also its next `seq`, both without a gap. A message
   * that is sent into a thread, or deleted in one, changes what begins the thread with it, by the `rev` after its own. Of two
   * concurrent commits to a room one comes wholly first. A message id already known in the room with the same author
   * and content answers what is stored, as `known`, and takes nothing; with other content it is `conflict` / `id_reused`,
   * even when the stored message was deleted. To what people do later a message that its room keeps no longer is as unknown as
   * a forgotten one, pruned or not; only its own sending again is still known. A refused change takes nothing; the rest of the batch stands. Of those who remind
   * of one start, so long before it, exactly one is granted it, and none once the room was moved, opened or ended. When the
   * promise resolves, the batch survives a crash of the process and of the machine; when it rejects, nothing was applied.
   */
  commit(roomId: string, changes: readonly Change[]): Promise<Committed[]>;

  /**
   * A page of messages, tombstones included, ascending by `seq`. Without a position: the newest. `before`: the newest
   * below it. `after`: the oldest above it. `around`: half of the page below it, the rest from it on. Only messages with
   * `seq > visibleAfter` exist for the caller. Of private messages only those exist that `reader` wrote or that are to
   * them, none without a `reader`, and all with `unfiltered`. With `threadId`: only messages that stand in this thread;
   * without: none that stands in a thread alone, unless `unfiltered`. `hasMore`: older ones exist (with `after`: newer ones).
   * Cost does not grow with depth.
   */
  page(roomId: string, query: PageQuery): Promise<{ messages: Message[]; hasMore: boolean }>;

  /** One message, tombstone or not, or null when the room has none of this id. A private one is found as pages show it. */
  message(roomId: string, messageId: string, reading?: Reading): Promise<Message | null>;

  /** Pinned messages by `seq`, above `after`. A tombstone and a forgotten message are not pinned. */
  pinned(
    roomId: string,
    query: { after?: number; limit: number },
  ): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * The newest messages that hold every one of `phrases`, the newest first, tombstones never. Words are compared as `wordsIn`
   * writes them; those of a phrase stand side by side in the text or in the name of one file, and the last word of an `open`
   * one may go on. `from`: of this author. `has`: with a file, an image or a link. `before`, `after`: created before, or at or
   * after, ms since the epoch. `below`: with a lower `seq`. Nothing is found that pages do not show. What was committed before
   * the call is found by what it says now, and by nothing else. `hasMore`: more are found below the last.
   */
  search(roomId: string, query: SearchQuery): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * What a message said before its edits, the newest first. An edit that changes the text keeps the one before, in its own
   * transaction; of more than 20 the oldest goes. A tombstone and a forgotten message have none.
   */
  versions(roomId: string, messageId: string): Promise<MessageVersion[]>;

  /**
   * Every record whose `rev` is greater than `since`, as it is now, with the head it belongs to, all read at one moment:
   * messages by `rev`, members by `rev` (ended memberships included), the room when its settings changed. Null when more
   * than `limit` messages and members changed, or when the room is unknown. Private messages that pages do not show are
   * left out, though they count towards `limit`.
   */
  changes(roomId: string, since: number, limit: number, reading?: Reading): Promise<Changes | null>;

  /** Somebody's membership, ended ones included, or null when there never was one. */
  member(roomId: string, userId: string): Promise<StoredMember | null>;

  /** Joined and invited members by user id, in code unit order, after `after`. */
  members(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ members: StoredMember[]; hasMore: boolean }>;

  /** Banned users' memberships by user id, in code unit order, after `after`. */
  banned(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ members: StoredMember[]; hasMore: boolean }>;

  /** Open reports by `rev`, above `after`. */
  reports(
    roomId: string,
    query: { after?: number; limit: number },
  ): Promise<{ reports: StoredReport[]; hasMore: boolean }>;

  /**
   * What was done to moderate a room, the newest first, below `before`. An entry is written in the transaction of the
   * change that it tells of: either both are there or neither. No later change touches it.
   */
  audit(
    roomId: string,
    query: { before?: number; limit: number },
  ): Promise<{ entries: AuditEntry[]; hasMore: boolean }>;

  /** Whether the user stands behind each of these reactions, in the same order; false where there is no such reaction. */
  reacted(roomId: string, userId: string, reactions: readonly ReactionOf[]): Promise<boolean[]>;

  /**
   * Everybody who stands behind one reaction, by user id, in code unit order, after `after`. A tombstone and a forgotten
   * message have nobody.
   */
  reactors(
    roomId: string,
    reaction: ReactionOf,
    query: { after?: string; limit: number },
  ): Promise<{ userIds: string[]; hasMore: boolean }>;

  /**
   * The read mark of a user, made from `first` by the first call for this user and room; later calls answer what is
   * stored and ignore `first`. Of concurrent calls exactly one makes it.
   */
  mark(roomId: string, userId: string, first: FirstMark): Promise<Mark>;

  /**
   * Raises the watermark to `seq` and answers it as it now is; a lower `seq` changes nothing, nor does one of an earlier
   * `turn`. Where it goes further than ever, `seenSeq` goes along and `seenAt` becomes `at`. Null when no mark exists.
   */
  read(roomId: string, userId: string, seq: number, how: { at: number; turn?: number }): Promise<Mark | null>;

  /**
   * Takes the watermark back to `seq`, unless it is below that, and answers it as it now is, in any case of the next `turn`.
   * How far it has ever been stays. Null when no mark exists.
   */
  readBack(roomId: string, userId: string, seq: number): Promise<Mark | null>;

  /** Raises `deliveredSeq` of these users, all in one transaction; a lower `seq` changes nothing, nor does a user without a mark. */
  delivered(roomId: string, delivered: readonly { userId: string; seq: number }[]): Promise<void>;

  /** Read marks of a room by user id, in code unit order, after `after`. */
  marks(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ marks: SeenMark[]; hasMore: boolean }>;

  /**
   * How many messages of others, not deleted, not private to others and not in a thread alone, have `seq > after`; counting stops at `cap`.
   * With `asOf` as it was at that head: none above its `seq` count, and those of which the deletion came later do.
   */
  unread(roomId: string, userId: string, after: number, cap: number, asOf?: Counters): Promise<number>;

  /**
   * `seq` of the messages of others that mention the user, or everybody, above `after`: the first `limit`, ascending. Deleted
   * ones are not among them, nor those private to others or in a thread alone; an edit puts a message among them or takes it out.
   */
  mentions(roomId: string, userId: string, after: number, limit: number): Promise<number[]>;

  /** Ids of rooms in which the user is a joined or invited member or has a mark, in code unit order, after `after`. */
  roomsOf(
    userId: string,
    query: { after?: string; limit: number },
  ): Promise<{ roomIds: string[]; hasMore: boolean }>;

  /** Messages of calls that have not ended, of all rooms, by room id, in code unit order, after `after`; at most one of each room. */
  openCalls(query: { after?: string; limit: number }): Promise<{ messages: Message[]; hasMore: boolean }>;

  /** Forgets messages created before `before` (ms since the epoch), with reports of them, and answers how many messages. Counters, marks and the audit stay. */
  prune(roomId: string, before: number): Promise<number>;
}

/** Where a room is. */
export type HeadOf = { roomId: string } & Pick<Head, 'rev' | 'epoch'>;

/** Where a room was. */
export type Counters = Pick<Head, 'seq' | 'rev'>;

/** One emoji on one message. */
export interface ReactionOf {
  messageId: string;
  emoji: string;
}

/** Whose eyes read. Who asks for somebody names them; nothing private shines through where that is forgotten. */
export interface Reading {
  /** User id. */
  reader?: string;
  /** Private messages of everybody, for what looks after the room as a whole. Never for an answer to somebody. */
  unfiltered?: true;
}

export interface PageQuery extends Reading {
  before?: number;
  after?: number;
  around?: number;
  visibleAfter?: number;
  threadId?: string;
  limit: number;
}

/** What changed in a room after a revision. */
export interface Changes {
  head: Head;
  messages: Message[];
  members: StoredMember[];
  /** True when the room's settings changed. */
  room: boolean;
}

/** Where a user begins in a room. */
export interface FirstMark {
  /** When they first came, ms since the epoch. */
  joinedAt: number;
  /** The room's `seq` at that time: with history 'since-join' they see what is above it. */
  joinedSeq: number;
  /** They have read up to here. */
  readSeq: number;
}

/** Where a user is in a room. */
export interface Mark extends FirstMark {
  /** How often it has gone back. */
  turn: number;
  /** How far it has ever been. */
  seenSeq: number;
  /** When it came there, ms since the epoch; null: it began there. */
  seenAt: number | null;
  /** Up to here messages have come to a device of theirs; never below `seenSeq`. */
  deliveredSeq: number;
}

/** How far somebody has read and been reached, as others may know it. */
export type SeenMark = { userId: string } & Pick<Mark, 'seenSeq' | 'seenAt' | 'deliveredSeq'>;

/** What one user wants of one room, and nobody else knows. */
export interface Personal {
  /** No notice of it until then, ms since the epoch. */
  silencedUntil?: number;
  /** It is not to stand in their list, until they come again. */
  forgotten?: true;
}

export interface PersonalStore {
  /** The wishes of a user for a room; an empty object when there are none. */
  wishes(userId: string, roomId: string): Promise<Personal>;
  /** Stores the wishes whole, in place of those there were. */
  wish(userId: string, roomId: string, wishes: Personal): Promise<void>;
  /** Forgets all that a user wished, of every room. */
  forget(userId: string): Promise<void>;
}

/** Small values of the server's own, such as the key that signs guest tokens. */
export interface SettingStore {
  /** The stored value of `key`; when there is none, `value` is stored first. Of concurrent calls exactly one stores, and all get its value. */
  getOrSet(key: string, value: string): Promise<string>;
}
