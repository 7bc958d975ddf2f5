import { Long } from 'mongodb';
import type { Command } from './op-msg.ts';

const writing = new Set(['createIndexes', 'insert', 'update', 'findAndModify']);

/**
 * Responds to the listing of collections, which the test server lacks: returns those that were written to.
 */
export const namedCollections = () => {
  const known = new Set<string>();
  return {
    /** Null for commands that the server handles itself. */
    answer: ({ name, body }: Command): Record<string, unknown> | null => {
      const database = `${String(body['$db'])}.`;
      if (writing.has(name)) known.add(database + String(body[name]));
      if (name !== 'listCollections') return null;
      const firstBatch = [...known]
        .filter((each) => each.startsWith(database))
        .map((each) => ({ name: each.slice(database.length), type: 'collection' }));
      return { ok: 1, cursor: { id: Long.ZERO, ns: `${database}$cmd.listCollections`, firstBatch } };
    },
  };
};
