// Plain `ws`: JSON in, JSON out, made once per message and written to each member. Nothing is checked, and nothing kept
// unless the argument names a SQLite file.
import { createServer } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { insertPerMessage } from './insert.ts';
import { servePeer } from './peer.ts';

type Incoming = { type: 'join'; roomId: string } | { type: 'send'; roomId: string; id: string; text: string };

const httpServer = createServer();
const server = new WebSocketServer({ server: httpServer, perMessageDeflate: false });
const [, , file] = process.argv;
const keep = file === undefined ? () => undefined : insertPerMessage(file);
const rooms = new Map<string, Set<WebSocket>>();

server.on('connection', (socket, request) => {
  const name = new URL(request.url ?? '/', 'ws://localhost').searchParams.get('name') ?? '';
  const joined = new Set<Set<WebSocket>>();

  socket.on('message', (data) => {
    const incoming = JSON.parse((data as Buffer).toString()) as Incoming;
    const { roomId } = incoming;
    if (incoming.type === 'join') {
      const room = rooms.get(roomId) ?? new Set();
      rooms.set(roomId, room.add(socket));
      joined.add(room);
      socket.send(JSON.stringify({ type: 'joined', roomId }));
      return;
    }
    const { id, text } = incoming;
    const message = { id, roomId, author: { name }, text, createdAt: Date.now() };
    keep({ id, roomId, text });
    // As a buffer, so that the text is encoded once and not once per member.
    const frame = Buffer.from(JSON.stringify({ type: 'message', message }));
    for (const member of rooms.get(roomId) ?? []) member.send(frame, { binary: false });
  });
  socket.on('close', () => {
    for (const room of joined) room.delete(socket);
  });
});
servePeer(httpServer);
