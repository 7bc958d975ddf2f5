// Chat rooms of live events: anybody may join with a name, and an event may be large.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer, diskFiles, firstOf, jwt, type ChatServer } from '@chat/server';
import { postgresStorage } from '@chat/server/postgres';
import express from 'express';
import { addressBehind } from './address.ts';
import { guestsOfEvents } from './names.ts';
import { oldVocabulary } from './old-vocabulary.ts';
import { redisWay } from './redis.ts';

const { DATABASE_URL, REDIS_URL, FILES_FOLDER, JWT_SECRET, BEHIND_PROXY, CORS_ORIGIN, EVENTS_KEY, HOST } =
  process.env;
// Without a key anybody may create and end events, so only this machine can reach the server, unless HOST is
// set.
const host = HOST || (EVENTS_KEY ? undefined : '127.0.0.1');
const port = Number(process.env.PORT || 3504);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
const storage = DATABASE_URL ? postgresStorage(DATABASE_URL) : null;
const redis = REDIS_URL ? redisWay(REDIS_URL) : null;

const app = express();
app.disable('x-powered-by');
app.use(express.static(join(import.meta.dirname, 'public')));

const httpServer = createServer(app);
const chat: ChatServer = createChatServer(httpServer, {
  storage: storage ?? file,
  ...(FILES_FOLDER && { files: diskFiles(FILES_FOLDER) }),
  ...(redis && { io: { adapter: redis.adapter } }),
  // A user with a moderator's token may remove, mute and ban, set slow mode and freeze, in every event.
  authenticate: JWT_SECRET
    ? firstOf(jwt({ secret: JWT_SECRET, admin: ({ moderator }) => moderator === true }), guestsOfEvents)
    : guestsOfEvents,
  // Only the proxy can reach the server then, so its header can be trusted.
  ...(BEHIND_PROXY && { address: addressBehind(BEHIND_PROXY) }),
  // Events are created over HTTP, not by joining.
  rooms: { autoCreate: false },
  // Reminds users in a scheduled event, and those with a subscribed device, ten minutes before.
  reminders: { beforeMs: [600_000] },
  // The page also works from another origin, and from a file.
  cors: { origin: CORS_ORIGIN ? CORS_ORIGIN.split(',') : '*' },
  dialects: [oldVocabulary({ chat: () => chat, key: EVENTS_KEY || undefined })],
});

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  await storage?.close();
  redis?.close();
  process.exit();
};
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());

httpServer.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE' ? `Port ${port} is in use. Set PORT to another one.` : error.message,
  );
  process.exit(1);
});
httpServer.listen({ port, ...(host && { host }) }, () => {
  if (!EVENTS_KEY)
    console.log(
      HOST
        ? `There is no EVENTS_KEY: everybody who reaches ${HOST} may make and end events.`
        : 'There is no EVENTS_KEY: anybody may make and end events, so only this machine (127.0.0.1) reaches it.',
    );
  console.log(`Live events: http://localhost:${(httpServer.address() as AddressInfo).port}`);
});
