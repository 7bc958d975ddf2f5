import type { Message, Room } from '@chat/protocol';
import type { Head, StoredMessage } from '../contract/records.ts';
import type { Row } from './table.ts';

/** A document that holds a record as JSON: as fields, what users send could be taken for paths and operators. */
export interface BodyRow<T> extends Row {
  body: string & { readonly of?: T };
}

export const parseBody = <T>({ body }: BodyRow<T>): T => JSON.parse(body) as T;

/** An id of several parts, which no other parts make. */
export const keyOf = (...parts: (string | number)[]): string => JSON.stringify(parts);

/** Of who reads what is not private; no user has it for an id. */
export const everyReader = '';

/** A room; `turn` counts who changed it, so that two cannot at once. Made for its first change, and not there when nothing came of it. */
export interface TimelineRow extends Row {
  turn: number;
  seq: number;
  rev: number;
  roomRev: number;
  room: string & { readonly of?: Room };
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
  /** Stands in a thread alone. */
  aside: boolean;
  thread?: string;
  /** Who may read it: `anybody`, or the author and those it is to. */
  readers: string[];
  /** Whom it calls; '' is everybody. */
  calls: string[];
  /** What it can be found by. */
  words: string[];
  openCall: boolean;
  fingerprint: number;
}

export const toHead = ({ seq, rev, roomRev, room }: TimelineRow, epoch: string): Head => ({
  room: JSON.parse(room) as Room,
  seq,
  rev,
  roomRev,
  epoch,
});

export const toStored = (row: MessageRow): StoredMessage => ({
  message: parseBody(row),
  fingerprint: row.fingerprint,
});

/** What a page of at most `limit` and one more row is: the rows, and whether there are more. */
export const pageOf = <T>(rows: readonly T[], limit: number): { rows: T[]; hasMore: boolean } => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});
