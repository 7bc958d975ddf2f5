// A chat with the storage of `storage.ts`.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import { openStorage } from './storage.ts';

const { PORT, DATA_FOLDER } = process.env;
const port = Number(PORT || 3560);
const folder = DATA_FOLDER || join(import.meta.dirname, 'data');
mkdirSync(folder, { recursive: true });

const page =
  '<!doctype html><script src="/chat/widget.js" async></script><chat-room room="lobby"></chat-room>';
const httpServer = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(page);
});
createChatServer(httpServer, {
  storage: openStorage(join(folder, 'chat.sqlite')),
});
httpServer.listen(port, () => console.log(`http://localhost:${port}/`));
