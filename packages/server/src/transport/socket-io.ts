import type { IncomingMessage } from 'node:http';
import { Server, type ServerOptions } from 'socket.io';

export interface IoOptions extends Partial<ServerOptions> {
  path: string;
  corsOrigin: string | string[] | undefined;
  /** Throws to refuse a request before anything is read of it. */
  admit(request: IncomingMessage): void;
}

/** A Socket.IO server. The one file that loads it. */
export const openIo = ({ admit, corsOrigin, ...options }: IoOptions): Server =>
  new Server({
    // Other websockets of the same http server are not ours to end.
    destroyUpgrade: false,
    transports: ['websocket', 'polling'],
    ...(corsOrigin === undefined ? {} : { cors: { origin: corsOrigin } }),
    ...options,
    // CORS does not hold for websocket upgrades: the origin is checked here, for every transport.
    allowRequest: (request, callback) => {
      try {
        admit(request);
        callback(null, true);
      } catch (error) {
        callback(error instanceof Error ? error.message : 'refused', false);
      }
    },
  });
