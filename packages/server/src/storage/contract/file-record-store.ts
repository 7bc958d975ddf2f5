import type { FileKind } from '@chat/protocol';
import type { StoredFile } from './records.ts';

/** Bytes that the files of a user and those of a room count. */
export interface FileTotals {
  userBytes: number;
  roomBytes: number;
}

/** Records of uploaded files; their bytes are in a `FileStore`. File ids ascend with time. */
export interface FileRecordStore {
  /**
   * Stores a new file, unless the files of its uploader or of its room would then count more than `most`: it
   * stores nothing then, and returns whose quota is exceeded. Concurrent calls together do not exceed it
   * either.
   */
  add(record: StoredFile, most: FileTotals): Promise<'added' | 'user_quota' | 'room_quota'>;

  /** Returns the bytes that the files of a user, in all rooms, and those of a room count now. */
  totals(userId: string, roomId: string): Promise<FileTotals>;

  /** Returns the bytes that all files count now. */
  bytes(): Promise<number>;

  /** Returns the file, or null. */
  get(fileId: string): Promise<StoredFile | null>;

  /**
   * Binds files to the message that sends them, and returns them as they are then, in the order of `fileIds`.
   * Binds all or none: returns null if one of them does not exist, belongs to another user or another room,
   * or is bound to another message. Binding to the same message again returns the same. Of concurrent calls
   * for different messages, exactly one gets a file.
   */
  bind(fileIds: readonly string[], to: FileBinding): Promise<StoredFile[] | null>;

  /** Returns the files bound to a message, by id. */
  ofMessage(roomId: string, messageId: string): Promise<StoredFile[]>;

  /** Returns the bound files of a room, newest first, older than `before`; only those of `kind`, if given. */
  list(
    roomId: string,
    query: { before?: string; kind?: FileKind; limit: number },
  ): Promise<{ files: StoredFile[]; hasMore: boolean }>;

  /** Returns all files of a user, in any room, newest first, older than `before`. */
  ofUser(
    userId: string,
    query: { before?: string; limit: number },
  ): Promise<{ files: StoredFile[]; hasMore: boolean }>;

  /** Returns files with a `dueAt` of `at` or earlier, earliest first. */
  due(at: number, limit: number): Promise<StoredFile[]>;

  /** Sets when to check a file again; null: never. */
  setDue(fileId: string, dueAt: number | null): Promise<void>;

  /**
   * Removes a file, which no longer counts. Returns true to exactly one of concurrent calls, and false if
   * there was no such file.
   */
  remove(fileId: string): Promise<boolean>;
}

/** The message that sends a file, and the uploader and room that the file must have. */
export interface FileBinding {
  roomId: string;
  userId: string;
  messageId: string;
}
