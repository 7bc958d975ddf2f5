// Two origins: a static page on PORT, and the chat, which knows nothing of that page but its origin, on the port after it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';

const port = Number(process.env.PORT || 3510);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
const pageOrigin = `http://localhost:${port}`;
const chatOrigin = `http://localhost:${port + 1}`;

// The page as it is, but for the address, which follows PORT.
const page = readFileSync(join(import.meta.dirname, 'public/index.html'), 'utf8').replace(
  'http://localhost:3511',
  chatOrigin,
);
const pageServer = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
});

const chatHttp = createServer((_request, response) => response.writeHead(404).end());
const chat = createChatServer(chatHttp, { storage: file, cors: { origin: pageOrigin } });

chatHttp.listen(port + 1);
pageServer.listen(port, () => console.log(`page: ${pageOrigin}, chat: ${chatOrigin}`));

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  process.exit();
};
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());
