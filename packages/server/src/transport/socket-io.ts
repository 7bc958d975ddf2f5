import type { IncomingMessage } from 'node:http';
import { Server, type ServerOptions } from 'socket.io';

export interface IoOptions extends Partial<ServerOptions> {
  path: string;
  corsOrigin: string | string[] | undefined;
  /** Throws to reject a request before any of it is read. */
  admit(request: IncomingMessage): void;
}

/** Creates a Socket.IO server. The only file that loads Socket.IO. */
export const openIo = ({ admit, corsOrigin, ...options }: IoOptions): Server =>
  new Server({
    // Other websockets of the same http server must not be closed.
    destroyUpgrade: false,
    transports: ['websocket', 'polling'],
    ...(corsOrigin === undefined ? {} : { cors: { origin: corsOrigin } }),
    ...options,
    // CORS does not apply to websocket upgrades, so the origin is checked here for every transport.
    allowRequest: (request, callback) => {
      try {
        admit(request);
        callback(null, true);
      } catch (error) {
        callback(error instanceof Error ? error.message : 'refused', false);
      }
    },
  });
