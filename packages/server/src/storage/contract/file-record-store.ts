import type { FileKind } from '@chat/protocol';
import type { StoredFile } from './records.ts';

/** Bytes that the files of one user, and those of one room, count. */
export interface FileTotals {
  userBytes: number;
  roomBytes: number;
}

/** What is known of uploaded files; their bytes are in a `FileStore`. File ids ascend with time. */
export interface FileRecordStore {
  /**
   * Keeps a new file, unless its uploader's files, or its room's, would then count more than `most`: nothing is kept
   * then, and the answer says whose quota it was. Calls at once do not pass it together either.
   */
  add(record: StoredFile, most: FileTotals): Promise<'added' | 'user_quota' | 'room_quota'>;

  /** What the files of a user, in all rooms, and those of a room count now. */
  totals(userId: string, roomId: string): Promise<FileTotals>;

  /** What all files count now. */
  bytes(): Promise<number>;

  /** The file, or null. */
  get(fileId: string): Promise<StoredFile | null>;

  /**
   * Binds files to the message that sends them, and answers them as they are then, in the order asked. All or none: null when
   * one of them is not there, is another user's or of another room, or is bound to another message. Binding to the same
   * message again answers the same. Of concurrent calls for different messages exactly one gets a file.
   */
  bind(fileIds: readonly string[], to: FileBinding): Promise<StoredFile[] | null>;

  /** Files bound to a message, by id. */
  ofMessage(roomId: string, messageId: string): Promise<StoredFile[]>;

  /** Bound files of a room, newest first, older than `before`; of one kind, when told. */
  list(
    roomId: string,
    query: { before?: string; kind?: FileKind; limit: number },
  ): Promise<{ files: StoredFile[]; hasMore: boolean }>;

  /** All files of a user, in any room, newest first, older than `before`. */
  ofUser(
    userId: string,
    query: { before?: string; limit: number },
  ): Promise<{ files: StoredFile[]; hasMore: boolean }>;

  /** Files whose `dueAt` is `at` or before, longest due first. */
  due(at: number, limit: number): Promise<StoredFile[]>;

  /** Sets when to look at a file again; null: no more. */
  setDue(fileId: string, dueAt: number | null): Promise<void>;

  /** Forgets a file and counts it no more. True for exactly one of concurrent calls; false when there was none. */
  remove(fileId: string): Promise<boolean>;
}

/** Which message sends a file, and who is to have uploaded it, into which room. */
export interface FileBinding {
  roomId: string;
  userId: string;
  messageId: string;
}
