// Support: each visitor has a private room with all agents, who see the open cases as a list.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer } from '@chat/server';
import express from 'express';

export interface Agent {
  id: string;
  name: string;
  /** In your application: the agent's session. */
  key: string;
}

/** Adds the chat and its pages to a server. */
export const createSupportDesk = (agents: readonly Agent[], storage: string | undefined) => {
  /** Visitors by their token. Store them with your sessions. */
  const visitors = new Map<string, { id: string; name: string }>();
  const app = express();
  app.use(express.static(join(import.meta.dirname, 'public')), express.json());
  const httpServer = createServer(app);
  const chat = createChatServer(httpServer, {
    ...(storage !== undefined && { storage }),
    rooms: { autoCreate: false, create: 'admins' },
    authenticate: ({ token = '' }) => {
      const agent = agents.find(({ key }) => key === token);
      return agent ? { id: agent.id, name: agent.name } : (visitors.get(token) ?? null);
    },
    slashCommands: {
      close: {
        description: 'Closes the case: it can be read, and nobody can write',
        right: 'message:moderate',
        run: async ({ room }) => void (await desk.call('room:end', { roomId: room.id })),
      },
    },
  });
  const desk = chat.as({ id: 'desk', name: 'Support', bot: true, role: 'admin' });

  const openCase = async (name: string): Promise<{ roomId: string; token: string }> => {
    const [token, visitor] = [randomUUID(), { id: `visitor-${randomUUID()}`, name }];
    const { id: roomId } = await desk.call('room:create', { type: 'private', title: name });
    await desk.call('member:add', { roomId, userId: visitor.id });
    for (const { id } of agents) await desk.call('member:add', { roomId, userId: id, role: 'moderator' });
    await desk.call('room:join', { roomId });
    const text = `Hello ${name}, how can we help? Somebody will be here in a minute.`;
    await desk.call('message:send', { roomId, id: randomUUID(), text });
    await desk.call('room:leave', { roomId, keep: true });
    visitors.set(token, visitor);
    return { roomId, token };
  };

  app.post('/cases', (request, response, next) => {
    const { name } = request.body as { name: string };
    openCase(name.slice(0, 40)).then((opened) => response.json(opened), next);
  });
  return { httpServer, chat };
};
