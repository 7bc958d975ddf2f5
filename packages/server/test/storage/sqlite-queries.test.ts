import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../src/storage/sqlite/migrations.ts';
import { idOf, orderKey } from '../../src/storage/shared/id-order-key.ts';
import { notificationReads, notificationWrites } from '../../src/storage/sqlite/notifications.ts';
import { readQueries, writeQueries } from '../../src/storage/sqlite/queries.ts';
import { foundQueries, momentQueries } from '../../src/storage/sqlite/search/search.ts';
import { prepareSearch } from '../../src/storage/sqlite/search/word-tables.ts';
import { searchQueries } from '../../src/storage/sqlite/search/index-writes.ts';
import { idsInOrder } from '../../src/testing/sample.ts';

const database = new DatabaseSync(':memory:');
for (const migration of migrations) database.exec(migration);
prepareSearch(database);

const plan = (sql: string): string[] =>
  database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));

describe('query plans: an index, no sort:', () => {
  test.each(
    Object.entries({
      ...readQueries,
      ...writeQueries,
      ...notificationReads,
      ...notificationWrites,
      ...searchQueries,
      ...momentQueries,
    }),
  )('%s', (_, sql) => {
    // Counting scans the results of the inner query.
    const steps = plan(sql).filter((step) => !/^SCAN \(subquery-\d+\)$/.test(step));
    expect(steps.filter((step) => /SCAN|TEMP B-TREE|AUTOMATIC/.test(step))).toEqual([]);
  });

  test.each([
    ['down', 'PRIMARY KEY (room=? AND seq>? AND seq<?)'],
    ['up', 'PRIMARY KEY (room=? AND seq>?)'],
    ['unread', 'PRIMARY KEY (room=? AND seq>? AND seq<?)'],
    ['mentions', 'COVERING INDEX mentions_user (room=? AND user_id=? AND seq>?)'],
    ['removeMentions', 'PRIMARY KEY (room=? AND seq=?)'],
    ['threadDown', 'messages_thread (room=? AND thread=? AND seq>? AND seq<?)'],
    ['threadUp', 'messages_thread (room=? AND thread=? AND seq>?)'],
    ['replies', 'messages_thread (room=? AND thread=?)'],
    ['changedMessages', 'messages_rev (room=? AND rev>?)'],
    ['changedMembers', 'members_rev (room_id=? AND rev>?)'],
    ['banned', 'members_banned (room_id=? AND user_id>?)'],
    ['reports', 'reports_open (room=? AND rev>?)'],
    ['versions', 'PRIMARY KEY (room=? AND message=?)'],
    ['trimVersions', 'PRIMARY KEY (room=? AND message=? AND rev<?)'],
    ['openCalls', 'PRIMARY KEY (room_id>?)'],
    ['openCall', 'PRIMARY KEY (room_id=?)'],
    ['pinned', 'messages_pinned (room=? AND seq>?)'],
    ['pinnedCount', 'messages_pinned (room=?)'],
    ['audit', 'PRIMARY KEY (room=? AND rev<?)'],
    ['pruneReports', 'reports_created (room=? AND created_at<?)'],
    ['members', 'members_here (room_id=? AND user_id>?)'],
    ['storedMessage', 'messages_id (room=? AND id=?)'],
    ['lastSentAt', 'messages_created (room=? AND created_at>?)'],
    ['prune', 'messages_created (room=? AND created_at<?)'],
  ] as const)('%s by %s', (name, by) => {
    expect(plan({ ...readQueries, ...writeQueries }[name]).join('; ')).toContain(by);
  });

  test.each(Object.entries(foundQueries))('%s by words, and each message by its number', (_, sql) => {
    const [words = '', messages = '', ...rest] = plan(sql);
    expect(words).toMatch(/^SCAN \w+_words VIRTUAL TABLE INDEX \d+:M/);
    expect(messages).toContain('PRIMARY KEY (room=? AND seq=?)');
    expect(rest).toEqual([]);
  });

  test('the check detects a missing index', () => {
    expect(plan('SELECT body FROM messages WHERE length(body) > ? ORDER BY id').join()).toMatch(
      /SCAN.*TEMP B-TREE/,
    );
  });
});

describe('stored ids', () => {
  const ids = [
    ...idsInOrder,
    'e\u0301',
    '\uE000',
    '\uFFFD',
    '\u{10FFFF}',
    '\u{10FFFF}\uFFFD',
    'a\uFFFDb',
    'a\u{1F600}',
  ];

  test('are decoded unchanged', () => {
    for (const id of ids) expect(idOf(orderKey(id))).toBe(id);
  });

  test('are unchanged, except for rare characters', () => {
    for (const id of ['ana@example.org', 'sala 7', 'José', '\u{1F600}']) expect(orderKey(id)).toBe(id);
  });

  test('sort in SQLite as they do in JavaScript', () => {
    const sorted = ids.toSorted((a, b) => (a < b ? -1 : 1));
    const values = ids.map(() => '(?)').join(', ');
    const rows = database
      .prepare(`WITH ids (key) AS (VALUES ${values}) SELECT key FROM ids ORDER BY key`)
      .all(...ids.map(orderKey));
    expect(rows.map(({ key }) => idOf(String(key)))).toEqual(sorted);
  });
});
