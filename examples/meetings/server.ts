// The back end of meetings, beside a user service that issues the tokens. Chat is never stored; only meetings are.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer, jwt } from '@chat/server';
import { oldVocabulary } from './old-vocabulary.ts';

const port = Number(process.env.PORT || 3001);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
const { JWT_SECRET: secret, FRONTEND_URL: frontEnd } = process.env;
if (!secret) {
  console.error('JWT_SECRET is missing: the secret that the user service signs its tokens with');
  process.exit(1);
}

const httpServer = createServer((_request, response) => response.writeHead(404).end());
const chat = createChatServer(httpServer, {
  storage: file,
  authenticate: jwt({ secret }),
  // A meeting is made over HTTP, and so is its room; nothing of what is said is kept, files neither.
  rooms: { autoCreate: false, defaults: { retention: 'ephemeral' } },
  files: false,
  ...(frontEnd ? { cors: { origin: frontEnd.split(',') } } : {}),
  dialects: [oldVocabulary],
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
  console.log(`Meetings: http://localhost:${(httpServer.address() as AddressInfo).port}, kept in ${file}`);
});
