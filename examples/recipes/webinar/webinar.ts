// A talk for many: the audience asks and votes, hosts approve links, answer, and put the best on stage.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer, firstOf, guests } from '@chat/server';
import express from 'express';

const host = { id: 'host', name: 'Ada, host' };

/** Adds the chat and its page to a server. Whoever has `hostKey` is the host: in your application, a session. */
export const createWebinar = async (hostKey: string, storage: string | undefined) => {
  const app = express();
  app.use(express.static(join(import.meta.dirname, 'public')));
  const httpServer = createServer(app);
  const chat = createChatServer(httpServer, {
    ...(storage !== undefined && { storage }),
    rooms: { autoCreate: false, create: 'admins' },
    authenticate: firstOf(
      ({ token }) => (token === hostKey ? host : null),
      guests({ reserved: [host.name] }),
    ),
  });
  await chat.as({ ...host, role: 'admin' }).call('room:create', {
    roomId: 'webinar',
    ifExists: 'return',
    title: 'How bees find home',
    // Not `everyone`: a question cannot wait.
    approval: 'links',
    questions: 'anonymous',
    hands: true,
    privateMessages: 'hosts',
    allowedReactions: ['👏', '❤️', '😂', '🎉', '🤔'],
    slowModeSeconds: 5,
    attendance: true,
  });
  return { httpServer, chat };
};
