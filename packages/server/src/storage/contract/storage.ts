import type { AuditEntry, Message, MessageVersion } from '@chat/protocol';
import type { Change, CommitResult } from './change.ts';
import type { Head, RecordQuery, StoredMember, StoredRecord, StoredReport } from './records.ts';
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
 * Stores everything durable: a set of small stores, each of which you can replace by spreading, `{
 * ...sqliteStorage(file), rooms: myRooms }`. No method is optional. Any method may reject with
 * `ChatError('storage_full')` if there is no space left to write; reads still work then. Any other rejection
 * is a fault: the caller gets `internal`, and nothing is acknowledged. An error with `away: true` means that
 * the store is temporarily unavailable: the caller gets `overloaded`, and clients keep trying. The kit in
 * `@chat/server/testing` tests an implementation: each sentence of this contract has at least one case.
 */
export interface ChatStorage {
  timeline: TimelineStore;
  rooms: RoomStore;
  users: UserStore;
  profiles: ProfileStore;
  settings: SettingStore;
  files: FileRecordStore;
  /**
   * The folder for the bytes of files, unless the server's options name another place. Null: nothing here
   * outlives the process, so the bytes need not either. Absent: this storage has none.
   */
  readonly filesFolder?: string | null;
  /**
   * Other processes may write to the same store: the server compares its rooms with it every few seconds,
   * even if a bus announces changes.
   */
  readonly shared?: true;
  preferences: PreferenceStore;
  notifications: NotificationStore;
  presence: PresenceStore;
  /** Closes the storage and keeps everything committed. Later calls reject. Closing it again does nothing. */
  close(): Promise<void>;
}

/**
 * Messages, reactions, members, read markers and the two counters of every room. They are one store because a
 * commit is atomic. An unknown room has the head `null`, no messages and no members.
 */
export interface TimelineStore extends ErasureStore {
  /** Returns the room as of its last committed change, or null if the room was never created. */
  head(roomId: string): Promise<Head | null>;

  /**
   * Returns `rev` and `epoch` of each of these rooms, as in `head`, in any order; unknown rooms are left out.
   */
  heads(roomIds: readonly string[]): Promise<HeadOf[]>;

  /**
   * Applies a batch to one room, in order, in one durable transaction, and returns one result per change, in
   * the same order. `decide(view, change)` decides what each change does and whether it is allowed. It runs
   * inside the transaction, on the records as they are then, so rights are exact: a change sees the effects
   * of those before it in its batch. Each accepted change takes the room's next `rev`, and each new message
   * also its next `seq`, both without gaps. Sending or deleting a message in a thread also updates the first
   * message of the thread, which takes the next `rev`. Of two concurrent commits to a room, one is applied
   * entirely before the other. Sending a message id that the room already has, with the same author and
   * content, returns the stored message as `known` and takes no number; with other content it is refused as
   * `conflict` / `id_reused`, even if the stored message was deleted. Messages older than the room's
   * retention are unknown to later changes, whether they were pruned or not; only sending the same message
   * again is still recognized. Deleting a message returns what it removed, and restoring it with that brings
   * back its text, files, mentions, reactions and earlier texts, for all reads. An imported message is read
   * with its time, author, reactions and earlier texts, and importing it again returns the stored one as
   * `known`. A refused change takes no number and has no effect; the rest of the batch stands. Of several
   * reminders of one start with the same lead time, exactly one is accepted, and none once the room was
   * moved, opened or ended. Of concurrent entries by one invite link, no more are accepted than it has uses,
   * and a member who enters again uses none. Records are stored and removed with the change that requires it,
   * and removed with the message they name, also when it is pruned. Once the promise resolves, the batch
   * survives a crash of the process and of the machine; if it rejects, nothing was applied.
   */
  commit(roomId: string, changes: readonly Change[]): Promise<CommitResult[]>;

  /**
   * Returns a page of messages, tombstones included, ascending by `seq`. Without a position: the newest.
   * `before`: the newest below it. `after`: the oldest above it. `around`: half of the page below it, the
   * rest from it on. Only messages with `seq > visibleAfter` are included. Private messages are included only
   * if `reader` sent or received them; without a `reader`, none are; with `unfiltered`, all are. With
   * `threadId`: only messages of this thread; without it: no messages that are only in a thread, unless
   * `unfiltered`. `hasMore`: there are older ones (with `after`: newer ones). The cost does not grow with
   * depth.
   */
  page(roomId: string, query: PageQuery): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * Returns one message, tombstone or not, or null if the room has none with this id. A private message is
   * returned only if `page` would include it.
   */
  message(roomId: string, messageId: string, reading?: ReadScope): Promise<Message | null>;

  /** Returns pinned messages by `seq`, above `after`. Tombstones and pruned messages are not pinned. */
  pinned(
    roomId: string,
    query: { after?: number; limit: number },
  ): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * Returns the newest messages that contain every one of `phrases`, newest first, without tombstones. Words
   * are compared as `tokenize` returns them; the words of a phrase are next to each other in the text or in
   * the name of one file, and with `isPrefix` the last one may be the beginning of a word. `from`: by this
   * author. `has`: with a file, an image or a link. `before`, `after`: created before this time, or at or
   * after it, ms since the epoch. `below`: with a lower `seq`. Messages that `page` would not include are not
   * found. A message committed before the call is found by its current text, and by nothing else. `hasMore`:
   * there are more below the last one.
   */
  search(roomId: string, query: SearchQuery): Promise<{ messages: Message[]; hasMore: boolean }>;

  /**
   * Returns the texts that a message had before its edits, newest first. An edit that changes the text stores
   * the previous one in the same transaction; of more than 20, the oldest is dropped. Tombstones and pruned
   * messages have none.
   */
  versions(roomId: string, messageId: string): Promise<MessageVersion[]>;

  /**
   * Returns every record with a `rev` above `since`, as it is now, with the head, all read at one moment:
   * messages by `rev`, members by `rev` (ended memberships included), and whether the room's settings
   * changed. Returns null if more than `limit` messages and members changed, or if the room is unknown.
   * Private messages that `page` would not include are left out, but count towards `limit`.
   */
  changes(roomId: string, since: number, limit: number, reading?: ReadScope): Promise<Changes | null>;

  /** Returns a user's membership, even if it has ended, or null if there never was one. */
  member(roomId: string, userId: string): Promise<StoredMember | null>;

  /** Returns joined and invited members by user id, in code unit order, after `after`. */
  members(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ members: StoredMember[]; hasMore: boolean }>;

  /** Returns the memberships of banned users by user id, in code unit order, after `after`. */
  banned(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ members: StoredMember[]; hasMore: boolean }>;

  /** Returns open reports by `rev`, above `after`. */
  reports(
    roomId: string,
    query: { after?: number; limit: number },
  ): Promise<{ reports: StoredReport[]; hasMore: boolean }>;

  /**
   * Returns the audit log of a room, newest first, below the `rev` `before`. An entry is written in the
   * transaction of the change that it records: either both are stored or neither. No later change alters it.
   */
  audit(
    roomId: string,
    query: { before?: number; limit: number },
  ): Promise<{ entries: AuditEntry[]; hasMore: boolean }>;

  /**
   * Returns for each of these reactions, in the same order, whether it is by the user; false if there is no
   * such reaction.
   */
  reacted(roomId: string, userId: string, reactions: readonly ReactionOf[]): Promise<boolean[]>;

  /**
   * Returns the ids of users who made this reaction, in code unit order, after `after`. Tombstones and pruned
   * messages have no reactions.
   */
  reactors(
    roomId: string,
    reaction: ReactionOf,
    query: { after?: string; limit: number },
  ): Promise<{ userIds: string[]; hasMore: boolean }>;

  /**
   * Returns the read marker of a user. The first call for this user and room creates it from `first`; later
   * calls return what is stored and ignore `first`. Of concurrent calls, exactly one creates it.
   */
  readMarker(roomId: string, userId: string, first: FirstReadMarker): Promise<ReadMarker>;

  /**
   * Moves the read marker forward to `seq` and returns it as it is then; a lower `seq` or an earlier `turn`
   * changes nothing. If it moves further than ever before, `seenSeq` becomes `seq` and `seenAt` becomes `at`.
   * Returns null if there is no read marker.
   */
  markRead(
    roomId: string,
    userId: string,
    seq: number,
    how: { at: number; turn?: number },
  ): Promise<ReadMarker | null>;

  /**
   * Moves the read marker back to `seq`, unless it is already lower, and returns it as it is then, with the
   * next `turn` in either case. `seenSeq` and `seenAt` stay. Returns null if there is no read marker.
   */
  markUnread(roomId: string, userId: string, seq: number): Promise<ReadMarker | null>;

  /**
   * Raises `deliveredSeq` of these users, all in one transaction; a lower `seq` changes nothing, nor does a
   * user without a read marker.
   */
  markDelivered(roomId: string, delivered: readonly { userId: string; seq: number }[]): Promise<void>;

  /** Returns the read markers of a room by user id, in code unit order, after `after`. */
  readMarkers(
    roomId: string,
    query: { after?: string; limit: number },
  ): Promise<{ readMarkers: PublicReadMarker[]; hasMore: boolean }>;

  /**
   * Counts the messages by others with `seq > after` that are not deleted, not private to others and not only
   * in a thread; stops at `cap`. With `asOf`, counts as of that head: messages above its `seq` do not count,
   * and messages that were deleted later do.
   */
  unread(roomId: string, userId: string, after: number, cap: number, asOf?: Counters): Promise<number>;

  /**
   * Returns the `seq` of messages by others, above `after`, that mention the user or everyone: the first
   * `limit`, ascending. Messages that are deleted, private to others or only in a thread are left out; an
   * edit can add a message or remove it.
   */
  mentions(roomId: string, userId: string, after: number, limit: number): Promise<number[]>;

  /**
   * Returns the ids of rooms in which the user is a joined or invited member or has a read marker, in code
   * unit order, after `after`.
   */
  roomsOf(
    userId: string,
    query: { after?: string; limit: number },
  ): Promise<{ roomIds: string[]; hasMore: boolean }>;

  /**
   * Returns the messages of calls that have not ended, of all rooms, by room id, in code unit order, after
   * `after`; at most one per room.
   */
  openCalls(query: { after?: string; limit: number }): Promise<{ messages: Message[]; hasMore: boolean }>;

  /** Returns a record, or null if the room has none with this kind and key. */
  record(roomId: string, kind: string, key: string): Promise<StoredRecord | null>;

  /**
   * Returns records of one kind by key, in code unit order, with keys above `above` and below `below`: the
   * first `limit`, or with `descending` the last ones, in descending order.
   */
  records(
    roomId: string,
    kind: string,
    query: RecordQuery,
  ): Promise<{ records: StoredRecord[]; hasMore: boolean }>;

  /** Returns records of one kind, of all rooms, whose `dueAt` is at most `at`, the earliest first. */
  dueRecords(kind: string, query: { at: number; limit: number }): Promise<RecordOf[]>;

  /**
   * Removes messages created before `before` (ms since the epoch), with their reports, and returns the number
   * of messages. Counters, read markers and the audit log stay.
   */
  prune(roomId: string, before: number): Promise<number>;
}

/** A record and its room. */
export interface RecordOf {
  roomId: string;
  record: StoredRecord;
}

/** The revision of a room, as in its head. */
export type HeadOf = { roomId: string } & Pick<Head, 'rev' | 'epoch'>;

/** A past state of a room, by its numbers. */
export type Counters = Pick<Head, 'seq' | 'rev'>;

export interface ReactionOf {
  messageId: string;
  emoji: string;
}

/**
 * The reader of messages. Code that reads for a user must name the user: without `reader`, private messages
 * are left out.
 */
export interface ReadScope {
  /** User id. */
  reader?: string;
  /**
   * Includes all private messages, for maintenance of the room as a whole. Never for a response to a user, unless
   * `isVisibleTo` filters it.
   */
  unfiltered?: true;
}

export interface PageQuery extends ReadScope {
  before?: number;
  after?: number;
  around?: number;
  visibleAfter?: number;
  threadId?: string;
  limit: number;
}

/** The changes of a room after a revision. */
export interface Changes {
  head: Head;
  messages: Message[];
  members: StoredMember[];
  /** True when the room's settings changed. */
  room: boolean;
}

/** A user's first position in a room. */
export interface FirstReadMarker {
  /** When the user first joined, ms since the epoch. */
  joinedAt: number;
  /** The room's `seq` at that time: with history 'since-join', the user sees the messages above it. */
  joinedSeq: number;
  /** The user has read up to this `seq`. */
  readSeq: number;
}

/** A user's position in a room. */
export interface ReadMarker extends FirstReadMarker {
  /** How many times it was moved back. */
  turn: number;
  /** The highest `readSeq` so far. */
  seenSeq: number;
  /** When `seenSeq` was reached, ms since the epoch; null: it started there. */
  seenAt: number | null;
  /** A device of the user has messages up to this `seq`; never below `seenSeq`. */
  deliveredSeq: number;
}

/** The part of a read marker that others may see. */
export type PublicReadMarker = { userId: string } & Pick<ReadMarker, 'seenSeq' | 'seenAt' | 'deliveredSeq'>;

/** A user's private settings for one room. */
export interface RoomPreferences {
  /** Notifications are silenced until then, ms since the epoch. */
  silencedUntil?: number;
  /** The room is hidden from the user's list until they join again. */
  forgotten?: true;
}

export interface PreferenceStore {
  /** Returns a user's preferences for a room, or an empty object if there are none. */
  get(userId: string, roomId: string): Promise<RoomPreferences>;
  /** Stores the preferences, replacing the previous ones entirely. */
  put(userId: string, roomId: string, preferences: RoomPreferences): Promise<void>;
  /** Removes the preferences of a user for every room. */
  forget(userId: string): Promise<void>;
}

/** Small values that the server stores for itself, such as the key that signs guest tokens. */
export interface SettingStore {
  /**
   * Returns the stored value of `key`; if there is none, stores `value` first. Of concurrent calls, exactly
   * one stores its value, and all return it.
   */
  getOrSet(key: string, value: string): Promise<string>;
}
