// A game lobby: guests meet, say that they are ready, and get a room for their match. Nothing is stored.
import { randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer, guests } from '@chat/server';
import express from 'express';

/** Adds the chat and its page to a server. A match begins when `players` are ready. */
export const createGameLobby = async (players: number) => {
  /** The users who are ready, by id, with their names. */
  const ready = new Map<string, string>();
  const app = express();
  app.use(express.static(join(import.meta.dirname, 'public')));
  const httpServer = createServer(app);
  const chat = createChatServer(httpServer, {
    rooms: { autoCreate: false, create: 'admins' },
    authenticate: guests({ unique: 'server', reserved: ['Referee'] }),
    slashCommands: {
      ready: {
        description: 'Waits for a match',
        rooms: ({ id }) => id === 'lobby',
        run: ({ user }) => getReady(user),
      },
      roll: {
        description: 'Rolls a die',
        run: async ({ user, room }) => say(room.id, `${user.name} rolls ${randomInt(1, 7)}.`),
      },
    },
  });
  const referee = chat.as({ id: 'referee', name: 'Referee', bot: true, role: 'admin' });
  const say = async (roomId: string, text: string): Promise<void> => {
    await referee.call('room:join', { roomId });
    await referee.call('message:send', { roomId, id: randomUUID(), text });
  };

  const getReady = async (user: { id: string; name: string }): Promise<void> => {
    ready.set(user.id, user.name);
    if (ready.size < players) return say('lobby', `${user.name} is ready: ${ready.size} of ${players}.`);
    const match = [...ready];
    ready.clear();
    const names = match.map(([, name]) => name).join(' and ');
    const title = `Match of ${names}`;
    const { id: roomId } = await referee.call('room:create', {
      type: 'private',
      title,
      retention: 'ephemeral',
    });
    for (const [userId] of match) await referee.call('member:add', { roomId, userId });
    await say(roomId, 'Roll the dice: the higher one begins.');
    return say('lobby', `${names} play. The match is in the list of rooms.`);
  };

  // A player who leaves is no longer ready.
  referee.on('presence:changed', ({ left }) => left.forEach((userId) => ready.delete(userId)));
  await referee.call('room:create', {
    roomId: 'lobby',
    title: 'Lobby',
    retention: 'ephemeral',
    slowModeSeconds: 1,
  });
  await referee.call('room:join', { roomId: 'lobby' });
  return { httpServer, chat };
};
