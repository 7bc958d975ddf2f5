// A lesson: only the teacher writes until they open the room; pupils raise their hands, vote and hand in files.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createChatServer, firstOf, guests, wordFilter } from '@chat/server';
import express from 'express';

const teacher = { id: 'teacher', name: 'Ms. Turing' };

/** Adds the chat and its page to a server. Whoever has `teacherKey` is the teacher: in your application, a session. */
export const createClassroom = async (teacherKey: string, storage: string | undefined) => {
  const app = express();
  app.use(express.static(join(import.meta.dirname, 'public')));
  const httpServer = createServer(app);
  const chat = createChatServer(httpServer, {
    ...(storage !== undefined && { storage }),
    rooms: { autoCreate: false, create: 'admins' },
    authenticate: firstOf(
      ({ token }) => (token === teacherKey ? teacher : null),
      guests({ reserved: [teacher.name] }),
    ),
    hooks: wordFilter({ words: ['stupid', 'idiot*'], action: 'refuse' }),
    slashCommands: {
      open: {
        description: 'Lets everybody write',
        right: 'room:update',
        run: async ({ room, call }) => void (await call('room:update', { roomId: room.id, frozen: false })),
      },
      quiet: {
        description: 'Lets only the teacher write',
        right: 'room:update',
        run: async ({ room, call }) => void (await call('room:update', { roomId: room.id, frozen: true })),
      },
    },
  });
  await chat.as({ ...teacher, role: 'admin' }).call('room:create', {
    roomId: 'class-4b',
    ifExists: 'return',
    title: 'Class 4b, mathematics',
    frozen: true,
    hands: true,
    attendance: true,
    // Homework and questions go to the teacher alone.
    privateMessages: 'hosts',
    allowedReactions: ['👍', '👎', '🎉', '🤔'],
  });
  return { httpServer, chat };
};
