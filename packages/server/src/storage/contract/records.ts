import type {
  Author,
  Complaint,
  LeftReason,
  Message,
  MessageVersion,
  Role,
  Room,
  RoomFile,
  User,
} from '@chat/protocol';

/** A room as of its last committed change. */
export interface Head {
  room: Room;
  /** Highest message number given; 0 before the first. */
  seq: number;
  /** Number of the last change; 1 is the room's creation. */
  rev: number;
  /** `rev` at which the room's settings last changed. */
  roomRev: number;
  /** Changes when the store was forgotten or restored, so that no client mistakes one life of a room for another. */
  epoch: string;
}

/** A membership with rights of its own. Visitors of a public room have none until somebody gives or takes something. */
export interface StoredMember {
  user: User;
  role: Role;
  /** `invited` until they accept, `joined`, or why it ended. */
  state: 'joined' | 'invited' | LeftReason;
  /** While they are invited: by whom. */
  invitedBy?: User;
  joinedAt: number;
  /** The room's `seq` when they joined. */
  joinedSeq: number;
  mutedUntil?: number;
  /** The room's `rev` at its last change. */
  rev: number;
}

/** Somebody's reaction to a message, which came or went. A message itself names and counts; this is who they all are. */
export interface ReactionChange {
  messageId: string;
  emoji: string;
  userId: string;
  added: boolean;
}

/** What a message said until an edit replaced it. */
export interface ReplacedVersion {
  messageId: string;
  version: MessageVersion;
}

/** A message, with what the wire does not carry. */
export interface StoredMessage {
  message: Message;
  /** Of the content it was first sent with, whatever became of it since. */
  fingerprint: number;
}

/** A message that was reported. */
export interface StoredReport {
  messageId: string;
  /** The room's `rev` at its last change. */
  rev: number;
  state: 'open' | 'resolved';
  author: Author;
  /** The message's text when it was first reported. */
  text: string;
  /** When the message was created, ms since the epoch. */
  createdAt: number;
  complaints: Complaint[];
}

/** An uploaded file, with what the wire does not carry. */
export interface StoredFile {
  /** As it is told; `messageId` once it is bound to a message. */
  file: RoomFile;
  /** What it counts against quotas, bytes: itself and its thumbnail. */
  counted: number;
  /** When to look whether it is still wanted, ms since the epoch; null: nobody needs to look. */
  dueAt: number | null;
}
