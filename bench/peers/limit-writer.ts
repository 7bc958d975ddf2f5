// The thread of the limit that writes: a group of rows in one transaction, on the disk when it answers.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

export interface LimitRow {
  id: string;
  roomId: string;
  seq: number;
  body: string;
}

const database = new DatabaseSync(workerData as string);
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec(
  'CREATE TABLE messages (roomId TEXT, seq INTEGER, id TEXT UNIQUE, body TEXT, PRIMARY KEY (roomId, seq)) WITHOUT ROWID',
);
const insert = database.prepare(
  'INSERT INTO messages (roomId, seq, id, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
);
const stored = database.prepare('SELECT body FROM messages WHERE id = ?');

parentPort?.on('message', (rows: LimitRow[]) => {
  database.exec('BEGIN IMMEDIATE');
  const known = rows.map(({ id, roomId, seq, body }) =>
    insert.run(roomId, seq, id, body).changes === 1 ? null : String(stored.get(id)?.['body']),
  );
  database.exec('COMMIT');
  parentPort?.postMessage(known);
});
