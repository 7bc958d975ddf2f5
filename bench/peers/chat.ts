// This server with everything switched on: tokens checked, presence told, messages kept. The first argument is a SQLite
// file, or `memory`; with `quiet` as the second nothing of who comes and goes is told while the benchmark runs.
import { createServer } from 'node:http';
import { createChatServer, jwt } from '@chat/server';
import { tokenSecret } from '../load/token.ts';
import { servePeer } from './peer.ts';

const [, , file = 'memory', presence] = process.argv;
const ignore = (): void => undefined;
const httpServer = createServer();
/** A load generator is a crowd in one process: what protects a server from that is opened wide. */
const plenty = 1_000_000;
createChatServer(httpServer, {
  authenticate: jwt({ secret: tokenSecret }),
  // How late its event loop is, is measured from outside.
  logger: { debug: ignore, info: ignore, warn: ignore, error: (fields, text) => console.error(text, fields) },
  ...(file === 'memory' ? {} : { storage: file }),
  limits: {
    maxConnections: plenty,
    maxConnectionsPerAddress: plenty,
    sendsPerSecond: plenty,
    sendBurst: plenty,
    commandsPerSecond: plenty,
    commandBurst: plenty,
    joinsPerSecond: plenty,
    joinBurst: plenty,
    requestsPerSecond: plenty,
    requestBurst: plenty,
    ...(presence === 'quiet' ? { presenceWindowMs: 3_600_000 } : {}),
  },
});
servePeer(httpServer);
