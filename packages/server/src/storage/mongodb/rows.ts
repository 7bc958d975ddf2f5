import type { Message } from '@chat/protocol';
import type { StoredMessage } from '../contract/records.ts';
import type { HeadRow } from '../shared/head-row.ts';
import type { Row } from './table.ts';

/**
 * A document that holds a record as JSON text: as fields, user input could be taken for paths and operators.
 */
export interface BodyRow<T> extends Row {
  body: string & { readonly of?: T };
}

export const parseBody = <T>({ body }: BodyRow<T>): T => JSON.parse(body) as T;

/** Returns an id of several parts that no other parts produce. */
export const keyOf = (...parts: (string | number)[]): string => JSON.stringify(parts);

/** The reader of messages that are not private; no user has this id. */
export const everyReader = '';

/**
 * A room; `turn` counts its changes, so that concurrent ones conflict. Created for the first change, and
 * aborted with it.
 */
export interface TimelineRow extends Row, HeadRow {
  turn: number;
}

export interface MessageRow extends BodyRow<Message> {
  room: string;
  id: string;
  seq: number;
  rev: number;
  author: string;
  createdAt: number;
  deleted: boolean;
  pinned: boolean;
  /** Only in a thread. */
  aside: boolean;
  thread?: string;
  /** Its readers: `everyReader`, or the author and the recipients. */
  readers: string[];
  /** The users it mentions; '' is everyone. */
  calls: string[];
  /** Its search terms. */
  words: string[];
  openCall: boolean;
  fingerprint: number;
}

export const toStored = (row: MessageRow): StoredMessage => ({
  message: parseBody(row),
  fingerprint: row.fingerprint,
});

/** Splits up to `limit` + 1 rows into the page and whether there are more. */
export const pageOf = <T>(rows: readonly T[], limit: number): { rows: T[]; hasMore: boolean } => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});
