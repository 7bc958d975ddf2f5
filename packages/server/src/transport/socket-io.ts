import type { IncomingMessage } from 'node:http';
import { Server, type ServerOptions } from 'socket.io';

export interface IoOptions extends Partial<ServerOptions> {
  path: string;
  corsOrigin: string | string[] | undefined;
  /** Throws to reject a request before any of it is read. */
  admit(request: IncomingMessage): void;
}

/** Creates a Socket.IO server. The only file that loads Socket.IO. */
export const openIo = ({ admit, corsOrigin, allowRequest, ...options }: IoOptions): Server =>
  new Server({
    // Other websockets of the same http server must not be closed.
    destroyUpgrade: false,
    transports: ['websocket', 'polling'],
    ...(corsOrigin === undefined ? {} : { cors: { origin: corsOrigin } }),
    ...options,
    // CORS does not apply to websocket upgrades, so the origin is checked here for every transport.
    allowRequest: (request, callback) => {
      const refuse = (error: unknown): void =>
        callback(error instanceof Error ? error.message : 'refused', false);
      const admitNext = (): void => {
        try {
          admit(request);
        } catch (error) {
          return refuse(error);
        }
        callback(null, true);
      };
      if (allowRequest === undefined) return admitNext();
      try {
        allowRequest(request, (error, isAllowed) => (isAllowed ? admitNext() : callback(error, false)));
      } catch (error) {
        refuse(error);
      }
    },
  });
