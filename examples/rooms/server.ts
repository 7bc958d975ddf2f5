// A back end of rooms: users with a chosen name that is unique on the server, messages, images.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer, guests, type ChatServer } from '@chat/server';
import express from 'express';
import { oldVocabulary } from './old-vocabulary.ts';

const port = Number(process.env.PORT || 3502);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
const origins = process.env.CORS_ORIGIN?.split(',');

const app = express();
app.disable('x-powered-by');
app.use(express.static(join(import.meta.dirname, 'public')));

const httpServer = createServer(app);
const chat: ChatServer = createChatServer(httpServer, {
  storage: file,
  authenticate: guests({ unique: 'server' }),
  rooms: { autoCreate: false },
  ...(origins ? { cors: { origin: origins } } : {}),
  dialects: [oldVocabulary(() => chat)],
});

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  process.exit();
};
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());

httpServer.listen(port, () => {
  console.log(`Rooms: http://localhost:${(httpServer.address() as AddressInfo).port}`);
});
