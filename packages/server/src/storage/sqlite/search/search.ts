import type { DatabaseSync } from 'node:sqlite';
import { ChatError, type Message } from '@chat/protocol';
import { matchesSearch } from '../../shared/search-match.ts';
import type { Walk } from '../../shared/page-walk.ts';
import { clockStepMs, scanMessages } from '../../shared/message-scan.ts';
import type { SearchQuery } from '../../contract/search-query.ts';
import type { TimelineStore } from '../../contract/storage.ts';
import type { WriteQueue } from '../write-queue.ts';
import { orderKey } from '../../shared/id-order-key.ts';
import { messageColumns, messagesIn, type MessageRow } from '../message-row.ts';
import { query } from '../query.ts';
import { hasWordTables, wordTableOf } from './word-tables.ts';
import { matchExpression } from './message-words.ts';
import { searchQueries, type SearchState } from './index-writes.ts';

/** Messages indexed in one transaction: more would block other writes. */
const indexBatch = 250;
const lastSeq = 2 ** 32 - 1;

const foundIn = (table: 'messages' | 'private_messages'): string =>
  `SELECT ${messageColumns('said')} FROM ${wordTableOf(table)}
    CROSS JOIN ${table} AS said ON said.room = ?2 AND said.seq = (${wordTableOf(table)}.rowid & ${lastSeq})
    WHERE ${wordTableOf(table)} MATCH ?1
      AND ${wordTableOf(table)}.rowid > (?2 << 32) + ?3 AND ${wordTableOf(table)}.rowid < (?2 << 32) + ?4
      AND said.created_at >= ?5 AND said.created_at < ?6
    ORDER BY ${wordTableOf(table)}.rowid DESC LIMIT ?7`;

/** Statements that find messages by words, and positions in a room by time. */
export const foundQueries = {
  found: foundIn('messages'),
  foundPrivate: foundIn('private_messages'),
} as const;
const since = (table: 'messages' | 'private_messages'): string =>
  `SELECT seq FROM ${table} INDEXED BY ${table}_created WHERE room = ? AND created_at >= ? ORDER BY created_at LIMIT 1`;
const until = (table: 'messages' | 'private_messages'): string =>
  `SELECT seq FROM ${table} INDEXED BY ${table}_created WHERE room = ? AND created_at < ? ORDER BY created_at DESC LIMIT 1`;
export const momentQueries = {
  since: since('messages'),
  privateSince: since('private_messages'),
  until: until('messages'),
  privateUntil: until('private_messages'),
} as const;

/**
 * Messages are indexed when a user searches, not when a user writes: up to the last commit at that moment.
 * Results that changed in between are checked again.
 */
export const searchReads = (
  database: DatabaseSync,
  run: WriteQueue['run'],
  /** Walks through all messages; results are filtered for the reader. */
  walk: (roomKey: string) => Walk,
): TimelineStore['search'] => {
  const state = query<SearchState>(database, searchQueries.searchState);
  const seqs = (...all: string[]) => {
    const each = all.map((sql) => query<{ seq: number }>(database, sql));
    return (key: number, at: number) => each.flatMap((moment) => moment.first(key, at)?.seq ?? []);
  };
  const seqsSince = seqs(momentQueries.since, momentQueries.privateSince);
  const seqsUntil = seqs(momentQueries.until, momentQueries.privateUntil);
  const can = hasWordTables(database);
  const open = can ? query<MessageRow>(database, foundQueries.found) : null;
  const closed = can ? query<MessageRow>(database, foundQueries.foundPrivate) : null;

  /**
   * Whether the index is up to date. If there is no space to write, searching falls back to reading messages.
   */
  const ensureIndexed = async (roomId: string, { rev, indexedRev }: SearchState): Promise<boolean> => {
    try {
      for (let upTo = indexedRev; upTo < rev;) upTo = await run('indexWords', roomId, indexBatch);
      return true;
    } catch (error) {
      if (error instanceof ChatError && error.code === 'storage_full') return false;
      throw error;
    }
  };

  // Each message's time is checked too: these only limit the range to read, allowing for clocks that were set
  // back.
  const floorOf = (key: number, { after = 0 }: SearchQuery): number =>
    after > 0 ? Math.max(0, ...seqsUntil(key, after - clockStepMs)) : 0;
  const endOf = (key: number, { before }: SearchQuery): number =>
    before === undefined ? lastSeq : Math.min(lastSeq, ...seqsSince(key, before + clockStepMs));

  const read = (roomKey: string, key: number, asked: SearchQuery, below: number): Message[] => {
    const {
      before = Number.MAX_SAFE_INTEGER,
      after = 0,
      visibleAfter = 0,
      limit,
      reader,
      unfiltered,
    } = asked;
    const floor = Math.max(visibleAfter, floorOf(key, asked));
    const range = [key, floor, Math.min(below, endOf(key, asked)), after, before, limit + 1];
    const found = open?.all(matchExpression(key, asked), ...range) ?? [];
    const isTheirs = unfiltered === true || reader !== undefined;
    const ask = matchExpression(key, asked, unfiltered === true ? undefined : reader);
    const secret = isTheirs ? (closed?.all(ask, ...range) ?? []) : [];
    const messages = [...found, ...secret].map(messagesIn(roomKey));
    return secret.length === 0 ? messages : messages.sort((a, b) => b.seq - a.seq).slice(0, limit + 1);
  };

  return async (roomId, asked) => {
    const roomKey = orderKey(roomId);
    const room = state.first(roomKey);
    if (room === undefined) return { messages: [], hasMore: false };
    if (!can || !(await ensureIndexed(roomId, room))) return scanMessages(walk(roomKey), asked);
    const { limit } = asked;
    const found: Message[] = [];
    for (let below = asked.below ?? lastSeq; found.length <= limit;) {
      const rows = read(roomKey, room.key, asked, below);
      found.push(...rows.filter((message) => matchesSearch(message, asked)));
      if (rows.length <= limit) break;
      below = rows.at(-1)?.seq ?? 0;
    }
    return { messages: found.slice(0, limit), hasMore: found.length > limit };
  };
};
