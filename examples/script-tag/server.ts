// Two origins: a static page on PORT, and the chat on the next port. The chat only knows the page's origin.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';

const port = Number(process.env.PORT || 3510);
const dataFile = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
const others = process.env.CORS_ORIGIN ? process.env.CORS_ORIGIN.split(',') : [];
const pageOrigin = `http://localhost:${port}`;
const chatOrigin = `http://localhost:${port + 1}`;

// Serves the pages unchanged, except for the address, which depends on PORT.
const files: Record<string, [name: string, type: string]> = {
  '/': ['index.html', 'text/html'],
  '/messages': ['messages.html', 'text/html'],
  '/messages.css': ['messages.css', 'text/css'],
};
const pageServer = createServer((request, response) => {
  const file = files[new URL(request.url ?? '/', pageOrigin).pathname];
  if (!file) return response.writeHead(404).end();
  const [name, type] = file;
  const text = readFileSync(join(import.meta.dirname, 'public', name), 'utf8');
  response.setHeader('content-type', `${type}; charset=utf-8`);
  return response.end(text.replace('http://localhost:3511', chatOrigin));
});

const chatHttp = createServer((_request, response) => response.writeHead(404).end());
const chat = createChatServer(chatHttp, { storage: dataFile, cors: { origin: [pageOrigin, ...others] } });

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
