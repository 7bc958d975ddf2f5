import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { OwnMarker, OwnMember, OwnMessage, SourceMember, SourceMessage } from './source.ts';

/** A message with what the export has apart from it. */
export interface SpooledMessage {
  message: SourceMessage | OwnMessage;
  /** The time by which messages are ordered. */
  order: number;
  reactions: { emoji: string; userId: string }[];
  edits: { at: number; text: string }[];
}

/** What is known of another message of the room. */
export interface Spooled {
  at: number;
  thread: string | null;
}

/**
 * The pieces of an export in a temporary file, where they are found by room and in the order of time. Exports
 * have them in other orders, and are larger than the memory.
 */
export interface Spool {
  addMember(member: SourceMember | OwnMember): void;
  addMarker(marker: OwnMarker): void;
  addMessage(message: SourceMessage | OwnMessage): void;
  addReaction(messageId: string, emoji: string, userId: string): void;
  addEdit(messageId: string, at: number, text: string): void;
  /** Ends adding: everything below is called after it. */
  sort(): void;
  rooms(): string[];
  /** Messages of a room, the oldest first; of equal times, in the order of the export. Each id once. */
  messages(roomId: string): Generator<SpooledMessage>;
  find(roomId: string, messageId: string): Spooled | null;
  firstAt(roomId: string): number | undefined;
  members(roomId: string): (SourceMember | OwnMember)[];
  markers(roomId: string): OwnMarker[];
  close(): void;
}

const tables = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
  CREATE TABLE messages (n INTEGER PRIMARY KEY, room TEXT, id TEXT, at INTEGER, place INTEGER, thread TEXT, body TEXT);
  CREATE TABLE reactions (n INTEGER PRIMARY KEY, message TEXT, emoji TEXT, user TEXT);
  CREATE TABLE edits (n INTEGER PRIMARY KEY, message TEXT, at INTEGER, text TEXT);
  CREATE TABLE members (n INTEGER PRIMARY KEY, room TEXT, body TEXT);
  CREATE TABLE markers (n INTEGER PRIMARY KEY, room TEXT, body TEXT);`;

const indexes = `
  COMMIT;
  CREATE INDEX messages_in_order ON messages (room, place, n);
  CREATE INDEX messages_by_id ON messages (room, id);
  CREATE INDEX reactions_of ON reactions (message);
  CREATE INDEX edits_of ON edits (message);
  CREATE INDEX members_of ON members (room);
  CREATE INDEX markers_of ON markers (room);`;

/** Creates a spool in a folder, or where the system has its temporary files. */
export const openSpool = (folder = tmpdir()): Spool => {
  const { DatabaseSync: Database } = process.getBuiltinModule('node:sqlite');
  const path = mkdtempSync(join(folder, 'chat-import-'));
  const database = new Database(join(path, 'spool'));
  const removeFile = (): void => rmSync(path, { recursive: true, force: true });
  database.exec(`${tables} BEGIN`);
  // An open file needs no name: if this process is killed, nothing is left. Windows keeps it until it is closed.
  if (process.platform !== 'win32') removeFile();
  const read = reads(database);
  const insert = (sql: string) => database.prepare(`INSERT INTO ${sql}`);
  const message = insert('messages (room, id, at, place, thread, body) VALUES (?, ?, ?, ?, ?, ?)');
  const reaction = insert('reactions (message, emoji, user) VALUES (?, ?, ?)');
  const edit = insert('edits (message, at, text) VALUES (?, ?, ?)');
  const member = insert('members (room, body) VALUES (?, ?)');
  const marker = insert('markers (room, body) VALUES (?, ?)');
  const placeOf = createPlaces();
  return {
    addMember: (each) => void member.run(each.roomId, JSON.stringify(each)),
    addMarker: (each) => void marker.run(each.roomId, JSON.stringify(each)),
    addMessage: (each) => {
      const { roomId, id, at } = each;
      const thread = ('own' in each ? each.own.threadId : each.thread) ?? null;
      message.run(roomId, id, at, placeOf(each), thread, JSON.stringify(each));
    },
    addReaction: (messageId, emoji, userId) => void reaction.run(messageId, emoji, userId),
    addEdit: (messageId, at, text) => void edit.run(messageId, at, text),
    sort: () => database.exec(indexes),
    ...read,
    close: () => {
      database.close();
      removeFile();
    },
  };
};

/**
 * Returns the place of a message. An own export has a room in its order, which is that of time unless a
 * clock was set back.
 */
const createPlaces = (): ((message: SourceMessage | OwnMessage) => number) => {
  const last = new Map<string, number>();
  return (message) => {
    if (!('own' in message)) return message.order ?? message.at;
    const place = Math.max(message.at, last.get(message.roomId) ?? 0);
    last.set(message.roomId, place);
    return place;
  };
};

type Reads = Pick<Spool, 'rooms' | 'messages' | 'find' | 'firstAt' | 'members' | 'markers'>;

const reads = (database: DatabaseSync): Reads => {
  const all = (sql: string, ...by: string[]): Record<string, unknown>[] => database.prepare(sql).all(...by);
  const found = database.prepare('SELECT at, thread FROM messages WHERE room = ? AND id = ? LIMIT 1');
  const reactions = database.prepare('SELECT emoji, user FROM reactions WHERE message = ? ORDER BY n');
  const edits = database.prepare('SELECT at, text FROM edits WHERE message = ? ORDER BY at, n');
  let hasApart: boolean | undefined;

  const apartFrom = (id: string): Pick<SpooledMessage, 'reactions' | 'edits'> => {
    hasApart ??=
      all('SELECT 1 FROM (SELECT n FROM reactions UNION ALL SELECT n FROM edits) LIMIT 1').length > 0;
    if (!hasApart) return { reactions: [], edits: [] };
    return {
      reactions: reactions.all(id).map(({ emoji, user }) => ({ emoji: String(emoji), userId: String(user) })),
      edits: edits.all(id).map(({ at, text }) => ({ at: Number(at), text: String(text) })),
    };
  };
  const bodies = <T>(table: string, roomId: string): T[] =>
    all(`SELECT body FROM ${table} WHERE room = ? ORDER BY n`, roomId).map(
      ({ body }) => JSON.parse(String(body)) as T,
    );

  return {
    rooms: () =>
      all('SELECT DISTINCT room FROM (SELECT room FROM messages UNION SELECT room FROM members)').map(
        ({ room }) => String(room),
      ),
    messages: function* (roomId) {
      // Of its own: rooms are read at the same time.
      const rows = database.prepare('SELECT id, place, body FROM messages WHERE room = ? ORDER BY place, n');
      let time: unknown = null;
      const ids = new Set<unknown>();
      for (const { id, place, body } of rows.iterate(roomId)) {
        if (place !== time) ids.clear();
        time = place;
        if (ids.has(id)) continue;
        ids.add(id);
        const message = JSON.parse(String(body)) as SourceMessage | OwnMessage;
        yield { message, order: Number(place), ...apartFrom(String(id)) };
      }
    },
    find: (roomId, messageId) => {
      const row = found.get(roomId, messageId);
      if (row === undefined) return null;
      return { at: Number(row['at']), thread: row['thread'] === null ? null : String(row['thread']) };
    },
    firstAt: (roomId) => {
      const [row] = all('SELECT min(at) AS at FROM messages WHERE room = ?', roomId);
      return row?.['at'] == null ? undefined : Number(row['at']);
    },
    members: (roomId) => bodies('members', roomId),
    markers: (roomId) => bodies('markers', roomId),
  };
};
