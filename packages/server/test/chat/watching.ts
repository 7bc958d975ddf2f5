import { DatabaseSync } from 'node:sqlite';
import { commandNames } from '@chat/protocol';
import type { ChatServerOptions, Logger } from '@chat/server';

/** Records every call of every hook. */
export const watchingHooks = () => {
  const calls: { hook: string; userId: string; given: unknown[] }[] = [];
  const hooks = Object.fromEntries(
    commandNames.flatMap((name) =>
      ['before', 'after'].map((when) => [
        `${when}:${name}`,
        ({ user }: { user: { id: string } }, ...given: unknown[]) => {
          calls.push({ hook: `${when}:${name}`, userId: user.id, given: structuredClone(given) });
        },
      ]),
    ),
  ) as NonNullable<ChatServerOptions['hooks']>;
  return { calls, hooks };
};

/** Records every line of the log. */
export const watchingLogger = () => {
  const lines: string[] = [];
  const log = (...given: unknown[]) => void lines.push(JSON.stringify(given));
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  return { lines, logger };
};

/** Returns every row of every table of a SQLite file. */
export const rowsOf = (file: string): { table: string; row: Record<string, unknown> }[] => {
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
  const rows = tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .map((row) => ({ table: String(name), row })),
  );
  database.close();
  return rows;
};

/** Returns a value as text, bytes included. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('latin1') : part,
  );
