// A chat server in a process of its own, with a hook that hangs on one text. The test adds the SIGTERM
// handler of the operator's guide.
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
