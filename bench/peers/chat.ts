// This server. The first argument is a SQLite file; without it, memory.
import { createServer } from 'node:http';
import { createChatServer } from '@chat/server';
import { servePeer } from './peer.ts';

const file = process.argv[2];
const httpServer = createServer();
const plenty = 1_000_000;
createChatServer(httpServer, {
  ...(file ? { storage: file } : {}),
  limits: {
    sendsPerSecond: plenty,
    sendBurst: plenty,
    commandsPerSecond: plenty,
    commandBurst: plenty,
    requestsPerSecond: plenty,
    requestBurst: plenty,
  },
});
servePeer(httpServer);
