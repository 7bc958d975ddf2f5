import type { Message, Room } from '@chat/protocol';
import type { Head, StoredMessage } from '../contract/records.ts';
import { parseInviteLinks } from '../shared/invite-links-text.ts';

/** A row that holds a record as JSON. */
export interface BodyRow<T> {
  body: string & { readonly of?: T };
}

export const parseBody = <T>({ body }: BodyRow<T>): T => JSON.parse(body) as T;

export interface HeadRow {
  key: number;
  seq: number;
  rev: number;
  roomRev: number;
  room: string;
  inviteLinks: string | null;
}

export const headColumns = 'key, seq, rev, room_rev AS "roomRev", room, invite_links AS "inviteLinks"';

export const toHead = ({ seq, rev, roomRev, room, inviteLinks }: HeadRow, epoch: string): Head => ({
  room: JSON.parse(room) as Room,
  seq,
  rev,
  roomRev,
  epoch,
  ...parseInviteLinks(inviteLinks),
});

export type StoredRow = BodyRow<Message> & { fingerprint: number };

export const toStored = (row: StoredRow): StoredMessage => ({
  message: parseBody(row),
  fingerprint: row.fingerprint,
});

/** Splits up to `limit` + 1 rows into the page and whether there are more. */
export const pageOf = <Row>(rows: readonly Row[], limit: number): { rows: Row[]; hasMore: boolean } => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});
