// A portal of video appointments: an Express app, and the chat added to it with one call.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createChatServer, firstOf, guests, type CallOptions, type ChatServer } from '@chat/server';
import express from 'express';
import { citasApi } from './citas-api.ts';
import { createCitas } from './citas.ts';
import { oldVocabulary } from './old-vocabulary.ts';
import { secureHeaders } from './secure-headers.ts';
import { slashCommands } from './slash-commands.ts';
import { createStaff } from './staff.ts';

const { BEHIND_PROXY } = process.env;
const { env } = process;
const port = Number(process.env.PORT || 3500);
const file = process.env.DATA_FILE || join(import.meta.dirname, 'data', 'chat.sqlite');

const calls: CallOptions = {
  ...(env.STUN_URL ? { iceServers: [{ urls: env.STUN_URL }] } : {}),
  ...(env.TURN_URL && env.TURN_SECRET ? { turn: { urls: env.TURN_URL, secret: env.TURN_SECRET } } : {}),
  ...(env.TURN_ONLY ? { relayOnly: true } : {}),
};

const app = express();
app.disable('x-powered-by');
// Only the proxy reaches us then, so that nobody else can say whose address this is, and how they came.
if (BEHIND_PROXY) app.set('trust proxy', true);
app.use(secureHeaders);
app.use(express.static(join(import.meta.dirname, 'public')));

const httpServer = createServer(app);
const staff = createStaff();
const chat = openChat();
app.use('/api/citas', citasApi(createCitas(chat), staff, process.env.PORTAL_KEY || undefined));

let closing = false;
const close = async (): Promise<void> => {
  if (closing) return;
  closing = true;
  await chat.close();
  process.exit();
};
// A terminal sends the signal to every process in it: the second one must not cut the first one short.
process.on('SIGTERM', () => void close());
process.on('SIGINT', () => void close());

httpServer.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
  void close();
});
httpServer.listen(port, () => {
  console.log(`Portal de Citas: http://localhost:${(httpServer.address() as AddressInfo).port}`);
});

function openChat(): ChatServer {
  try {
    return createChatServer(httpServer, {
      storage: file,
      authenticate: firstOf(staff.authenticate, guests()),
      ...(BEHIND_PROXY && { address: (request) => String(request.headers['x-real-ip'] ?? '') }),
      dialects: [oldVocabulary],
      slashCommands,
      calls,
      // Whoever is in the room, or has a device that is told, hears of it ten minutes before.
      reminders: { beforeMs: [600_000] },
    });
  } catch (error) {
    // A file that is broken, in use, or not ours: one line says which.
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}
