// This server with its own limits, and a user who belongs to many rooms. The arguments: a SQLite file, and how many rooms.
import { createServer } from 'node:http';
import { createChatServer, jwt } from '@chat/server';
import { tokenSecret } from '../load/token.ts';
import { servePeer } from './peer.ts';

const [, , file = '', rooms = '0'] = process.argv;
const ignore = (): void => undefined;
const httpServer = createServer();
const chat = createChatServer(httpServer, {
  authenticate: jwt({ secret: tokenSecret }),
  storage: file,
  logger: { debug: ignore, info: ignore, warn: ignore, error: (fields, text) => console.error(text, fields) },
});
const owner = chat.as({ id: 'flooder', name: 'Flooder' });
const create = async (first: number): Promise<void> => {
  for (let index = first; index < Number(rooms); index += 20) {
    const { id } = await owner.call('room:create', { roomId: `room-${index}` });
    await owner.call('message:send', { roomId: id, id: crypto.randomUUID(), text: 'hola a todos' });
  }
};
await Promise.all(Array.from({ length: 20 }, (_, first) => create(first)));
servePeer(httpServer);
