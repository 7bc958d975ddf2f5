// Feathers with its Socket.IO transport, as its documentation's chat does it: a service whose `created` event is published
// to a channel per room. Messages are kept in an array.
import { feathers, type Params } from '@feathersjs/feathers';
import socketio from '@feathersjs/socketio';
import type { Channel } from '@feathersjs/transport-commons';
import { createServer } from 'node:http';
import { servePeer } from './peer.ts';

interface Incoming {
  id: string;
  roomId: string;
  text: string;
}
interface Kept extends Incoming {
  name: string;
  createdAt: number;
}

const messages: Kept[] = [];
const httpServer = createServer();
const app = feathers();
app.configure(
  socketio((io) => {
    io.on('connection', (socket) => {
      (socket as unknown as { feathers: { name?: string } }).feathers.name = String(
        socket.handshake.auth.name,
      );
    });
  }),
);

app.use('rooms', {
  create: async ({ roomId }: { roomId: string }, { connection }: Params) => {
    if (connection) app.channel(roomId).join(connection);
    return {};
  },
});
app.use('messages', {
  create: async ({ id, roomId, text }: Incoming, { connection }: Params) => {
    const message = { id, roomId, name: String(connection?.['name']), text, createdAt: Date.now() };
    messages.push(message);
    return message;
  },
});
app.service('rooms').publish(() => []);
app.service('messages').publish('created', ({ roomId }: Kept): Channel => app.channel(roomId));

await app.setup(httpServer);
servePeer(httpServer);
