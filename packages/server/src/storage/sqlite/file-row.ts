import type { RoomFile } from '@chat/protocol';
import type { StoredFile } from '../contract/records.ts';
import { orderKey } from '../shared/id-order-key.ts';
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

/** Returns the key of a total in `file_totals`. */
export const userOwner = (userId: string): string => `u${orderKey(userId)}`;
export const roomOwner = (roomId: string): string => `r${orderKey(roomId)}`;
