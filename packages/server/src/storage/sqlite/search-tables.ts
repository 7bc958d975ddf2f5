import type { DatabaseSync } from 'node:sqlite';
import { query } from './query.ts';

const tables = ['messages', 'private_messages'] as const;

/** The table that says which words stand in the messages of another. */
export const wordTableOf = (table: (typeof tables)[number]): string => `${table}_words`;

const triggerOf = (table: string, what: string): string => `${table}_words_${what}`;

/**
 * A row per message, its number made of room and `seq`. What is deleted or forgotten leaves the words at once, and nothing
 * of it stays in the file. A word is written with its room before it, so that a question costs what the room holds, whatever
 * other rooms do.
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

/** Whether this Node's SQLite has what keeps words: Node 22.16 and later. */
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
 * Makes the tables of words where they can be had. They hold nothing of their own: where they were not kept for a while,
 * because a Node without them has written, they begin anew.
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

/** Whether words are kept here. */
export const hasWordTables = (database: DatabaseSync): boolean => isPrepared(database);
