import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parsePhrases } from '@chat/protocol';
import { sqliteStorage } from '@chat/server/sqlite';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { prepareSearch } from '../../src/storage/sqlite/search/word-tables.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  edit,
  events,
  remove,
  send,
  seqs,
} from '../../src/testing/sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'chat-search-'));
const at = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const find = async ({ timeline }: ChatStorage, question: string, asked: object = {}) =>
  seqs(await timeline.search('r', { phrases: parsePhrases(question), limit: 500, ...asked }));

/** Indexing waits until nothing is written. */
const eventually = (check: () => void): Promise<unknown> => vi.waitFor(check, { timeout: 15_000 });

/** Reads a file as another program would. */
const look = <T>(file: string, read: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file);
  try {
    return read(database);
  } finally {
    database.close();
  }
};
const rowsOf = (file: string, table: string): unknown[] =>
  look(file, (database) => database.prepare(`SELECT words FROM ${table}`).all());

describe('indexed words in a file', () => {
  test('are indexed while nothing is written, also what an earlier process has left', async () => {
    const file = at('idle.db');
    const storage = sqliteStorage(file);
    const sends = Array.from({ length: 650 }, (_, index) =>
      send(`m${index}`, ana, { text: `palabra ${index}` }),
    );
    events(await storage.timeline.commit('r', [createRoom('r'), ...sends.slice(0, 450)]));
    await storage.close();
    expect(rowsOf(file, 'messages_words').length).toBeLessThan(450);
    const again = sqliteStorage(file);
    await eventually(() => expect(rowsOf(file, 'messages_words').length).toBeGreaterThan(350));
    events(await again.timeline.commit('r', sends.slice(450)));
    await eventually(() => expect(rowsOf(file, 'messages_words').length).toBeGreaterThan(550));
    await again.close();
  });

  test('are indexed by a search, by the writer thread, as far as they are missing', async () => {
    const storage = sqliteStorage(at('search.db'));
    const sends = Array.from({ length: 600 }, (_, index) =>
      send(`m${index}`, ana, { text: `palabra ${index}` }),
    );
    events(await storage.timeline.commit('r', [createRoom('r'), ...sends]));
    const [one, other] = await Promise.all([find(storage, 'palabra'), find(storage, 'palabra')]);
    expect([one.length, other.length, one[0]]).toEqual([500, 500, 601 - 1]);
    events(
      await storage.timeline.commit('r', [edit('m599', 'otra'), send('last', ana, { text: 'palabra' })]),
    );
    expect((await find(storage, 'palabra ', { limit: 2 })).slice(0, 2)).toEqual([601, 599]);
    await storage.close();
    expect(rowsOf(at('search.db'), 'messages_words')).toHaveLength(601);
  });

  test('are removed at once with deleted or pruned messages, and leave nothing in the file', async () => {
    const file = at('gone.db');
    const storage = sqliteStorage(file);
    const said = ['zanahoria', 'berenjena', 'calabacín'].map((text, index) =>
      send(`m${index}`, ana, { text }, 2_000 + index),
    );
    events(await storage.timeline.commit('r', [createRoom('r'), addMember(bo), ...said]));
    const secret = send('p', ana, { text: 'remolacha', to: ['bo'] });
    events(await storage.timeline.commit('r', [secret, send('keep', ana, { text: 'coliflor' }, 9_000)]));
    expect(await find(storage, '', { reader: 'bo' })).toEqual([5, 4, 3, 2, 1]);
    // No search follows.
    events(await storage.timeline.commit('r', [remove('m1'), remove('p')]));
    await storage.timeline.prune('r', 2_001);
    await storage.close();
    expect(rowsOf(file, 'messages_words')).toHaveLength(2);
    expect(rowsOf(file, 'private_messages_words')).toHaveLength(0);
    const bytes = readFileSync(file, 'latin1');
    for (const word of ['zanahoria', 'berenjena', 'remolacha'])
      expect([word, bytes.includes(word)]).toEqual([word, false]);
    expect(bytes).toContain('coliflor');
  });

  test('are replaced by reading all messages if SQLite lacks FTS5, and are rebuilt once it has it', async () => {
    const file = at('without.db');
    const first = sqliteStorage(file);
    events(
      await first.timeline.commit('r', [
        createRoom('r'),
        send('m1', ana, { text: 'uno' }),
        send('m2', ana, { text: 'uno dos' }),
      ]),
    );
    expect(await find(first, 'uno ')).toEqual([2, 1]);
    await first.close();
    // The state that Node before 22.16 leaves: messages are deleted, their words are not.
    look(file, (database) => prepareSearch(database, false));
    look(file, (database) => database.exec('DELETE FROM messages WHERE seq = 1'));
    expect(rowsOf(file, 'messages_words')).toHaveLength(2);
    const again = sqliteStorage(file);
    expect(await find(again, 'uno ')).toEqual([2]);
    await again.close();
    expect(rowsOf(file, 'messages_words')).toHaveLength(1);
  });

  test('are replaced by reading all messages on a full disk', async () => {
    const file = at('full.db');
    const storage = sqliteStorage(file);
    const sends = Array.from({ length: 400 }, (_, index) =>
      send(`m${index}`, ana, { text: `largo ${'x'.repeat(200)} ${index}` }),
    );
    events(await storage.timeline.commit('r', [createRoom('r'), ...sends]));
    await storage.close();
    const pages = look(file, (database) =>
      Number(database.prepare('PRAGMA page_count').get()?.['page_count']),
    );
    const full = sqliteStorage(file, { maxBytes: pages * 4096 });
    expect(await find(full, 'largo')).toHaveLength(400);
    expect(await find(full, '399')).toEqual([400]);
    await full.close();
  });
});
