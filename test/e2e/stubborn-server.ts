// A chat with a hook that hangs on one text, in a process of its own. The test adds what the operator's guide says of SIGTERM.
import { createServer } from 'node:http';
import { createChatServer } from '@chat/server';

export const httpServer = createServer();
export const chat = createChatServer(httpServer, {
  storage: process.env.DATA_FILE ?? '',
  hooks: {
    'before:message:send': (_context, { text }) =>
      text === 'hang' ? new Promise<void>(() => {}) : undefined,
  },
  limits: { maxUnsentBytes: 1_000, sendsPerSecond: 1_000 },
});
httpServer.listen(Number(process.env.PORT), () => {
  process.stdout.write('ready\n');
});
