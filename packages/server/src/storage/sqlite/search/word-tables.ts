import type { DatabaseSync } from 'node:sqlite';
import { query } from '../query.ts';

const tables = ['messages', 'private_messages'] as const;

/** Returns the name of the table that indexes the words of another. */
export const wordTableOf = (table: (typeof tables)[number]): string => `${table}_words`;

const triggerOf = (table: string, what: string): string => `${table}_words_${what}`;

/**
 * One row per message, whose number combines room and `seq`. Deleted and pruned messages leave the index at
 * once, with no traces in the file. Each word is prefixed with its room, so a search costs only what the room
 * holds.
 */
const create = tables.map(
  (table) => `
    DROP TABLE IF EXISTS ${wordTableOf(table)};
    CREATE VIRTUAL TABLE ${wordTableOf(table)} USING fts5(words, marks, tokenize = 'ascii', columnsize = 0);
    INSERT INTO ${wordTableOf(table)} (${wordTableOf(table)}, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER ${triggerOf(table, 'forgotten')} AFTER DELETE ON ${table}
    BEGIN DELETE FROM ${wordTableOf(table)} WHERE rowid = (old.room << 32) | old.seq; END;
    CREATE TRIGGER ${triggerOf(table, 'deleted')} AFTER UPDATE OF deleted ON ${table} WHEN new.deleted > old.deleted
    BEGIN DELETE FROM ${wordTableOf(table)} WHERE rowid = (new.room << 32) | new.seq; END;`,
);
const triggers = tables.flatMap((table) => [triggerOf(table, 'forgotten'), triggerOf(table, 'deleted')]);

/** Whether this Node's SQLite has the FTS5 module: Node 22.16 and later. */
const supportsWordTables = (database: DatabaseSync): boolean =>
  query(database, "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").first() !== undefined;

const isPrepared = (database: DatabaseSync): boolean => {
  const found = query<{ name: string }>(
    database,
    "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
  ).all();
  return triggers.every((name) => found.some((each) => each.name === name));
};

/**
 * Creates the word tables if possible. They hold derived data only: if a Node without FTS5 has written in the
 * meantime, they are rebuilt.
 */
export const prepareSearch = (database: DatabaseSync, can = supportsWordTables(database)): void => {
  if (!can) database.exec(triggers.map((name) => `DROP TRIGGER IF EXISTS ${name};`).join('\n'));
  else if (!isPrepared(database))
    database.exec(`
      BEGIN IMMEDIATE;
      ${triggers.map((name) => `DROP TRIGGER IF EXISTS ${name};`).join('\n')}
      DELETE FROM search_marks;
      ${create.join('\n')}
      COMMIT;
    `);
};

/** Whether the word tables exist. */
export const hasWordTables = (database: DatabaseSync): boolean => isPrepared(database);
