// Plain Socket.IO, as its documentation shows it: a message goes to everyone in the room, and nothing is kept.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { Server as SocketServer } from 'socket.io';
import { servePeer } from './peer.ts';

// The copy that the chat server uses.
const require = createRequire(import.meta.resolve('@chat/server'));
const { Server } = require('socket.io') as { Server: typeof SocketServer };

const httpServer = createServer();
const io = new Server(httpServer, { path: '/chat/socket', serveClient: false, transports: ['websocket'] });

io.on('connection', (socket) => {
  const author = { id: socket.id, name: String(socket.handshake.auth.name) };
  socket.on('room:join', ({ roomId }: { roomId: string }, ack: (reply: unknown) => void) => {
    void socket.join(roomId);
    ack({ ok: true });
  });
  socket.on(
    'message:send',
    ({ roomId, text }: { roomId: string; text: string }, ack: (reply: unknown) => void) => {
      io.to(roomId).emit('message', { id: randomUUID(), roomId, author, text, createdAt: Date.now() });
      ack({ ok: true });
    },
  );
});
servePeer(httpServer);
