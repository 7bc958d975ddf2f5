import type {
  Author,
  Complaint,
  InviteLink,
  LeftReason,
  Message,
  MessageVersion,
  Role,
  Room,
  RoomFile,
  User,
} from '@chat/protocol';

/** An invite link. Its code is not stored. */
export interface StoredInviteLink extends InviteLink {
  /** SHA-256 of its code, base64url. */
  hash: string;
}

/** A room as of its last committed change. */
export interface Head {
  room: Room;
  /** Highest message number assigned; 0 before the first message. */
  seq: number;
  /** Number of the last change; 1 is the room's creation. */
  rev: number;
  /** `rev` at which the room's settings last changed. */
  roomRev: number;
  /**
   * Changes if the store was lost or restored, so that clients do not mistake one generation of a room for
   * another.
   */
  epoch: string;
  /** Invite links by creation; absent if there are none. Never sent to clients as they are. */
  inviteLinks?: readonly StoredInviteLink[];
}

/**
 * A membership with its own rights. Visitors of a public room have none until a moderator changes something
 * about them.
 */
export interface StoredMember {
  user: User;
  role: Role;
  /** `invited` until they accept, then `joined`; otherwise why it ended. */
  state: 'joined' | 'invited' | LeftReason;
  /** The inviter, while the invitation is open. */
  invitedBy?: User;
  joinedAt: number;
  /** The room's `seq` when they joined. */
  joinedSeq: number;
  mutedUntil?: number;
  /** The room's `rev` at its last change. */
  rev: number;
}

/**
 * A reaction that was added or removed. The message itself has the count and some of the names; this is the
 * full list.
 */
export interface ReactionChange {
  messageId: string;
  emoji: string;
  userId: string;
  added: boolean;
}

/** The text that an edit replaced. */
export interface ReplacedVersion {
  messageId: string;
  version: MessageVersion;
}

/** A message, with a field that is not sent to clients. */
export interface StoredMessage {
  message: Message;
  /** Hash of the content it was first sent with, even after edits. */
  fingerprint: number;
}

/** The content that a deletion removed. Never stored: the server has it in memory while it can be undone. */
export interface DeletedContent {
  /** As it was. */
  message: Message;
  deletedAt: number;
  /** The users of each reaction, at most 1,000 each. */
  reactors: { emoji: string; userIds: string[] }[];
  /** Earlier texts, newest first. */
  versions: MessageVersion[];
  /** The open report that the deletion resolved. */
  report?: StoredReport;
}

/** A report of a message. */
export interface StoredReport {
  messageId: string;
  /** The room's `rev` at its last change. */
  rev: number;
  state: 'open' | 'resolved';
  author: Author;
  /** The message's text when it was first reported, or first revealed. */
  text: string;
  /** When the message was created, ms since the epoch. */
  createdAt: number;
  complaints: Complaint[];
}

/** An uploaded file, with fields that are not sent to clients. */
export interface StoredFile {
  /** The file as clients see it; `messageId` is set once it is bound to a message. */
  file: RoomFile;
  /** Bytes that it counts against quotas: its own and its thumbnail's. */
  counted: number;
  /** When to check whether it is still needed, ms since the epoch; null: never. */
  dueAt: number | null;
}

/**
 * A record of a feature in a room, such as a vote. Features of this kind need no table, query or loader of
 * their own.
 */
export interface StoredRecord {
  /** Names the feature and its record, such as `vote`. */
  kind: string;
  /** Unique within the room and the kind. */
  key: string;
  /** JSON. */
  body: object;
  /** The user whose data it is: it is erased with them. */
  userId?: string;
  /** The message with which it is removed. */
  messageId?: string;
  /** From then on `dueRecords` finds it, ms since the epoch. */
  dueAt?: number;
}

/** A record to store in place of the one before, or to remove. */
export type RecordChange = StoredRecord | (Pick<StoredRecord, 'kind' | 'key'> & { body: null });

/** The first `limit` records with keys above `above` and below `below`, or the last. */
export interface RecordQuery {
  above?: string;
  below?: string;
  limit: number;
  /** Lists the last ones, in descending order. */
  descending?: true;
}
