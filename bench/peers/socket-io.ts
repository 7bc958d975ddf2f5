import { createRequire } from 'node:module';
import type { Server } from 'socket.io';

// The copy that the chat server uses: every contender that needs Socket.IO runs the same one.
const require = createRequire(import.meta.resolve('@chat/server'));

export const SocketServer = (require('socket.io') as { Server: typeof Server }).Server;
