// The back end of meetings, next to a user service that issues the tokens. It stores meetings, never the
// chat.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import express from 'express';
import { demoTokens } from './demo-tokens.ts';
import { meetingsChat } from './meetings.ts';
import { secureHeaders } from './secure-headers.ts';
import { openStore } from './stores.ts';

const {
  JWT_SECRET,
  FRONTEND_URL,
  DEMO_TOKENS,
  FIREBASE_PROJECT_ID,
  FIREBASE_SERVICE_ACCOUNT_KEY,
  BEHIND_PROXY,
  HOST,
} = process.env;
const port = Number(process.env.PORT || 3001);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');
// A random secret, so that nobody can join by mistake.
const secret = JWT_SECRET || randomBytes(32).toString('base64url');
const hasDemo = DEMO_TOKENS === 'on';
// With demo tokens only this machine can reach the server, unless HOST is set.
const host = HOST || (hasDemo ? '127.0.0.1' : undefined);

const store = await openStore({
  file,
  projectId: FIREBASE_PROJECT_ID,
  serviceAccountKey: FIREBASE_SERVICE_ACCOUNT_KEY,
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return process.exit(1);
});

const app = express();
app.disable('x-powered-by');
app.use(secureHeaders);
app.use('/demo', demoTokens(secret, hasDemo));
app.use(express.static(join(import.meta.dirname, 'public')));

const httpServer = createServer(app);
const chat = createChatServer(httpServer, {
  ...meetingsChat({
    secret,
    storage: store.storage,
    origins: FRONTEND_URL ? FRONTEND_URL.split(',') : undefined,
  }),
  // Only the proxy can reach the server then, so its header can be trusted.
  ...(BEHIND_PROXY && { address: (request) => String(request.headers['x-real-ip'] ?? '') }),
});

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  await store.close();
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
  if (hasDemo)
    console.log(
      HOST
        ? `DEMO_TOKENS is on: anybody who can reach ${HOST} gets a token. Not for production.`
        : 'DEMO_TOKENS is on: anybody gets a token, so only this machine (127.0.0.1) can reach the server.',
    );
  else if (!JWT_SECRET)
    console.log(
      'JWT_SECRET was not given, so nobody has a token. To try it without a user service: DEMO_TOKENS=on',
    );
  const { port: at } = httpServer.address() as AddressInfo;
  console.log(`Meetings: http://localhost:${at}, kept in ${store.where}. What is said is kept nowhere.`);
});
