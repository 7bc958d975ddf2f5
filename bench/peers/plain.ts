// Plain Socket.IO, as its documentation shows it: a message goes to everyone in the room, and nothing is kept.
import { createServer } from 'node:http';
import { servePeer } from './peer.ts';
import { SocketServer } from './socket-io.ts';

type Ack = (reply: unknown) => void;

const httpServer = createServer();
const io = new SocketServer(httpServer, { serveClient: false });

io.on('connection', (socket) => {
  const author = { id: socket.id, name: String(socket.handshake.auth.name) };
  socket.on('join', (roomId: string, ack: Ack) => {
    void socket.join(roomId);
    ack({ ok: true });
  });
  socket.on('send', ({ roomId, id, text }: { roomId: string; id: string; text: string }, ack: Ack) => {
    io.to(roomId).emit('message', { id, roomId, author, text, createdAt: Date.now() });
    ack({ ok: true });
  });
});
servePeer(httpServer);
