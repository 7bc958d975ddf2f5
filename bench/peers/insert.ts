import { DatabaseSync } from 'node:sqlite';

export interface Row {
  id: string;
  roomId: string;
  text: string;
}

/** One transaction per message, on the disk when it returns: the plainest durable store. */
export const insertPerMessage = (file: string): ((row: Row) => void) => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE messages (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, roomId TEXT, body TEXT)');
  const insert = database.prepare('INSERT INTO messages (id, roomId, body) VALUES (?, ?, ?)');
  return (row) => void insert.run(row.id, row.roomId, JSON.stringify(row));
};
