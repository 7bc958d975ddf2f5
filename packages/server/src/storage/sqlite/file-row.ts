import type { RoomFile } from '@chat/protocol';
import type { StoredFile } from '../record.ts';
import { orderKey } from '../order-key.ts';
import { parseBody, type BodyRow } from './query.ts';

export interface FileRow extends BodyRow<RoomFile> {
  counted: number;
  dueAt: number | null;
}

export const toStoredFile = (row: FileRow): StoredFile => ({
  file: parseBody(row),
  counted: row.counted,
  dueAt: row.dueAt,
});

/** Whose total it is, in `file_totals`. */
export const userOwner = (userId: string): string => `u${orderKey(userId)}`;
export const roomOwner = (roomId: string): string => `r${orderKey(roomId)}`;
