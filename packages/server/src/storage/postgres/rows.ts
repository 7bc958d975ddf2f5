import type { Message } from '@chat/protocol';
import type { StoredMessage } from '../contract/records.ts';
import type { HeadRow } from '../shared/head-row.ts';

/** A row that holds a record as JSON. */
export interface BodyRow<T> {
  body: string & { readonly of?: T };
}

export const parseBody = <T>({ body }: BodyRow<T>): T => JSON.parse(body) as T;

export interface KeyedHeadRow extends HeadRow {
  key: number;
}

export const headColumns = 'key, seq, rev, room_rev AS "roomRev", room, invite_links AS "inviteLinks"';

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
