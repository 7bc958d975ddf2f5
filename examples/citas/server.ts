// A portal of video appointments: an Express app that adds the chat with one call.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer, type CallOptions, type ChatServer } from '@chat/server';
import express from 'express';
import { allowOrigins } from './allow-origins.ts';
import { citasApi } from './citas-api.ts';
import { createCitas } from './citas.ts';
import { authenticateIn } from './names.ts';
import { oldVocabulary } from './old-vocabulary.ts';
import { secureHeaders } from './secure-headers.ts';
import { slashCommands } from './slash-commands.ts';
import { createStaff } from './staff.ts';

const { env } = process;
const port = Number(env.PORT || 3500);
const file = env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');

const portalKey = env.PORTAL_KEY || undefined;
// Without a key every user is staff, so only this machine can reach the portal, unless HOST is set.
const host = env.HOST || (portalKey === undefined ? '127.0.0.1' : undefined);
const origins = env.CORS_ORIGIN ? env.CORS_ORIGIN.split(',') : undefined;

const calls: CallOptions = {
  publicRooms: true, // the portal admits the two users of an appointment
  ...(env.STUN_URL ? { iceServers: [{ urls: env.STUN_URL }] } : {}),
  ...(env.TURN_URL && env.TURN_SECRET ? { turn: { urls: env.TURN_URL, secret: env.TURN_SECRET } } : {}),
  ...(env.TURN_ONLY ? { relayOnly: true } : {}),
};

const app = express();
app.disable('x-powered-by');
// Only the proxy can reach the portal then, so its headers can be trusted.
if (env.BEHIND_PROXY) app.set('trust proxy', true);
app.use(secureHeaders);
app.use(express.static(join(import.meta.dirname, 'public')));

const httpServer = createServer(app);
const staff = createStaff();
const chat = openChat();
app.use('/api/citas', allowOrigins(origins), citasApi(createCitas(chat), staff, portalKey));

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  process.exit();
};
// A terminal sends the signal to every process: a second one must not interrupt the close.
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());

httpServer.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE' ? `Port ${port} is in use. Set PORT to another one.` : error.message,
  );
  process.exitCode = 1;
  void close();
});
httpServer.listen({ port, ...(host && { host }) }, () => {
  if (portalKey === undefined)
    console.log(
      env.HOST
        ? `There is no PORTAL_KEY: everybody who reaches ${env.HOST} is staff.`
        : 'There is no PORTAL_KEY: everybody is staff, so only this machine (127.0.0.1) reaches the portal.',
    );
  console.log(`Portal de Citas: http://localhost:${(httpServer.address() as AddressInfo).port}`);
});

function openChat(): ChatServer {
  try {
    return createChatServer(httpServer, {
      storage: file,
      authenticate: authenticateIn(staff.authenticate),
      ...(origins && { cors: { origin: origins } }),
      ...(env.BEHIND_PROXY && { address: (request) => String(request.headers['x-real-ip'] ?? '') }),
      dialects: [oldVocabulary],
      slashCommands,
      calls,
      // Reminds users in the room, and those with a subscribed device, ten minutes before.
      reminders: { beforeMs: [600_000] },
    });
  } catch (error) {
    // A file that is damaged, in use, or of another kind: print one line.
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}
