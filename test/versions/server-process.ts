// Run as a separate process: a chat server over another Socket.IO than the installed one, named by its
// package.
import { createServer } from 'node:http';
import { registerHooks } from 'node:module';
import type { AddressInfo } from 'node:net';
import { runSources } from '../../scripts/run-sources.mjs';

const [socketIo = 'socket.io', compressing] = process.argv.slice(2);
let loaded = '';
runSources();
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier !== 'socket.io') return next(specifier, context);
    const found = next(socketIo, { ...context, parentURL: import.meta.url });
    loaded = found.url;
    return found;
  },
});

const { createChatServer } = await import('@chat/server');
const httpServer = createServer();
const chat = createChatServer(httpServer, {
  limits: { sendBurst: 1_000, maxPendingCommands: 1_000 },
  io: { perMessageDeflate: compressing === 'compressing' },
});
httpServer.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(httpServer.address() as AddressInfo).port} ${loaded}`);
});
process.once('SIGTERM', () => {
  void chat.close().then(() => process.exit());
});
