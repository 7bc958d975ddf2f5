// The chat of Socket.IO's "Get started" tutorial as it stands at its end: Express, every message inserted into SQLite with
// its defaults, one room for all, missed messages replayed to who comes. Its argument is the SQLite file.
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import express from 'express';
import { servePeer } from './peer.ts';
import { SocketServer } from './socket-io.ts';

const database = new DatabaseSync(process.argv[2] ?? ':memory:');
database.exec(`CREATE TABLE IF NOT EXISTS messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_offset TEXT UNIQUE,
  content TEXT
)`);
const insert = database.prepare('INSERT INTO messages (content, client_offset) VALUES (?, ?)');
const missed = database.prepare('SELECT id, content FROM messages WHERE id > ?');

const app = express();
const httpServer = createServer(app);
const io = new SocketServer(httpServer, { connectionStateRecovery: {} });

app.get('/', (_request, response) => void response.send('chat'));

io.on('connection', (socket) => {
  socket.on('chat message', (text: string, clientOffset: string, ack: () => void) => {
    const { lastInsertRowid } = insert.run(text, clientOffset);
    io.emit('chat message', text, Number(lastInsertRowid));
    ack();
  });
  if (socket.recovered) return;
  const { serverOffset } = socket.handshake.auth as { serverOffset?: number };
  for (const row of missed.iterate(serverOffset ?? 0)) socket.emit('chat message', row.content, row.id);
});
servePeer(httpServer);
