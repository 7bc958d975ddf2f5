import type { DatabaseSync } from 'node:sqlite';
import type { Message } from '@chat/protocol';
import { orderKey } from '../../shared/id-order-key.ts';
import { messagesIn, type MessageRow } from '../message-row.ts';
import { readQueries } from '../queries.ts';
import { query } from '../query.ts';
import { hasWordTables, wordTableOf } from './word-tables.ts';
import { wordsOfMessage } from './message-words.ts';

/** Writes for the search index. */
export interface SearchWrites {
  /**
   * Indexes at most `most` more messages of a room, changed ones again, and returns the `rev` up to which it
   * is indexed.
   */
  indexWords: (roomId: string, most: number) => number;
}

/** The `rev` of a room and the `rev` up to which it is indexed. */
export interface SearchState {
  key: number;
  rev: number;
  indexedRev: number;
}

const searchState = `SELECT key, room_id AS roomKey, timelines.rev AS rev, coalesce(search_marks.rev, 0) AS indexedRev
    FROM timelines LEFT JOIN search_marks ON search_marks.room = timelines.key`;

/** All statements that are not about words. */
export const searchQueries = {
  searchState: `${searchState} WHERE room_id = ?`,
  searchStates: `${searchState} WHERE key > ? ORDER BY key LIMIT ?`,
  setSearchMark: `INSERT INTO search_marks (room, rev) VALUES (?, ?)
    ON CONFLICT (room) DO UPDATE SET rev = excluded.rev`,
} as const;

interface Row {
  words: string;
  marks: string;
}

/** Writes the search terms of one message, replacing previous ones. */
const writer = (database: DatabaseSync, table: string) => {
  const stored = query<Row>(database, `SELECT words, marks FROM ${table} WHERE rowid = (? << 32) | ?`);
  const add = query(database, `INSERT INTO ${table} (rowid, words, marks) VALUES ((? << 32) | ?, ?, ?)`);
  const remove = query(database, `DELETE FROM ${table} WHERE rowid = (? << 32) | ?`);
  return (key: number, message: Message): void => {
    const { seq, deletedAt } = message;
    const row = deletedAt === undefined ? wordsOfMessage(key, message) : null;
    const known = stored.first(key, seq);
    // A reaction changes the message but not its words.
    if (known?.words === row?.words && known?.marks === row?.marks) return;
    if (known !== undefined) remove.run(key, seq);
    if (row !== null) add.run(key, seq, row.words, row.marks);
  };
};

const write = (database: DatabaseSync) => {
  const state = query<SearchState>(database, searchQueries.searchState);
  const setMark = query(database, searchQueries.setSearchMark);
  const changed = query<MessageRow>(database, readQueries.changedMessages);
  const changedPrivate = query<MessageRow>(database, readQueries.changedPrivate);
  const open = writer(database, wordTableOf('messages'));
  const closed = writer(database, wordTableOf('private_messages'));

  return (roomId: string, most: number): number => {
    const roomKey = orderKey(roomId);
    const room = state.first(roomKey);
    if (room === undefined) return 0;
    const all = [changed, changedPrivate].flatMap((rows) =>
      rows.all(roomKey, room.indexedRev, most).map(messagesIn(roomKey)),
    );
    const messages = all.toSorted((a, b) => a.rev - b.rev).slice(0, most);
    for (const message of messages) (message.to === undefined ? open : closed)(room.key, message);
    const known = messages.length < most ? room.rev : (messages.at(-1)?.rev ?? room.rev);
    setMark.run(room.key, known);
    return known;
  };
};

export const searchWrites = (database: DatabaseSync): SearchWrites => {
  let takeIn: ReturnType<typeof write> | null = null;
  return {
    indexWords: (roomId, most) => {
      takeIn ??= hasWordTables(database) ? write(database) : () => Number.MAX_SAFE_INTEGER;
      return takeIn(roomId, most);
    },
  };
};
