import type { Author, Role, Room, RoomType } from '@chat/protocol';
import type { ImportedMessage } from '../storage/contract/import-change.ts';
import type { StoredProfile } from '../storage/contract/profile-store.ts';
import type { StoredMember } from '../storage/contract/records.ts';
import type { FirstReadMarker, StoredUser } from '../storage/contract/storage.ts';

/** A user of another chat. All ids here are those of the source, unless it says otherwise. */
export interface SourceUser {
  id: string;
  name: string;
  /** Finds the user in the table of users. */
  email?: string | undefined;
  username?: string | undefined;
  bot?: true | undefined;
}

export interface SourceRoom {
  id: string;
  /** `public` if everybody in the source may enter. */
  type: RoomType;
  title: string;
  topic?: string | undefined;
  /** ms since the epoch; absent: when its first message was sent. */
  createdAt?: number | undefined;
  createdBy?: string | undefined;
  /** Nobody writes in it any more. */
  archived?: boolean | undefined;
}

export interface SourceMember {
  roomId: string;
  userId: string;
  role?: Role | undefined;
  /** ms since the epoch. */
  joinedAt?: number | undefined;
}

export interface SourceFile {
  name: string;
  /** Where it is in the export; absent: the export does not have it. */
  path?: string | undefined;
  /** The type that the source states. It only tells a recording from a film. */
  type?: string | undefined;
}

export interface SourceReaction {
  /** An emoji, or its name: `thumbsup`, `+1::skin-tone-2`. */
  emoji: string;
  userIds: string[];
}

export interface SourceMessage {
  /** Unique in its room. */
  id: string;
  roomId: string;
  /** ms since the epoch. */
  at: number;
  /** Its place in the room, if that is not its time: a reply comes after the first message of its thread. */
  order?: number | undefined;
  /** Absent if the source does not know the author. */
  author?: string | undefined;
  /** The name under which this message was sent, if the author has none of their own: of a bot, of a bridge. */
  authorName?: string | undefined;
  isBot?: boolean | undefined;
  /** Markdown. */
  text: string;
  mentions?: string[] | undefined;
  mentionsAll?: boolean | undefined;
  replyTo?: string | undefined;
  /** The first message of its thread. */
  thread?: string | undefined;
  /** When the first message of the thread was sent, if the source knows it without having the message. */
  threadAt?: number | undefined;
  alsoToRoom?: boolean | undefined;
  editedAt?: number | undefined;
  pinned?: boolean | undefined;
  reactions?: SourceReaction[] | undefined;
  files?: SourceFile[] | undefined;
  /** Earlier texts, oldest first, and when the message got each. */
  versions?: { text: string; at: number }[] | undefined;
}

/** Pieces of this chat's own export, which need no translation. */
export interface OwnUser {
  id: string;
  own: StoredUser;
  profile?: StoredProfile;
}

export interface OwnRoom {
  id: string;
  own: Room;
}

export interface OwnMember {
  roomId: string;
  userId: string;
  own: Omit<StoredMember, 'rev'>;
}

export interface OwnMessage {
  id: string;
  roomId: string;
  at: number;
  own: Omit<ImportedMessage, 'id'>;
  /** With the name at that time. */
  author: Author;
  /** Where the bytes of its files are, by their ids. */
  paths: Record<string, string>;
}

/** How far a user had read. Messages are counted from the first one of the export. */
export interface OwnMarker extends FirstReadMarker {
  roomId: string;
  userId: string;
}

/** One piece of an export, in any order: users, rooms and messages find each other by their ids. */
export type SourceRecord =
  | { type: 'user'; user: SourceUser | OwnUser }
  | { type: 'room'; room: SourceRoom | OwnRoom }
  | { type: 'member'; member: SourceMember | OwnMember }
  | { type: 'message'; message: SourceMessage | OwnMessage }
  | { type: 'marker'; marker: OwnMarker }
  /** A reaction and an edit, in exports that have them apart from the message. */
  | { type: 'reaction'; messageId: string; emoji: string; userId: string }
  | { type: 'edit'; messageId: string; at: number; text: string }
  /** Something that is not carried. `what` names it in the report. */
  | { type: 'skipped'; reason: string; what: string };

/** Reads the export at a path, one piece at a time. Throws an `ImportError` if it is none. */
export type ReadExport = (path: string) => AsyncIterable<SourceRecord> | Iterable<SourceRecord>;

/** An error in an export, or in how the command was called: printed without a stack. */
export class ImportError extends Error {
  override name = 'ImportError';
}
