import type { Logger } from '../logger.ts';
import type { BusTransport } from './node-bus.ts';

/** The part of a Socket.IO server that reaches its adapter. */
interface AdapterServer {
  of(namespace: string): { readonly adapter: unknown };
  on(event: string, listener: (frame: unknown) => void): unknown;
}

/** The part of Socket.IO's adapters that reaches other nodes. All have it except the one in memory. */
interface Reaching {
  serverSideEmit(packet: unknown[]): unknown;
}

/**
 * Sends frames through Socket.IO's adapter: Redis, Redis streams, PostgreSQL, MongoDB, cluster. No
 * acknowledgement is requested: that would wait for dead nodes. `path` separates chats that share one
 * adapter.
 */
export const adapterTransport = (io: AdapterServer, path: string, logger: Logger): BusTransport => {
  const name = `nodes:${path}`;
  const failed = (error: unknown): void => logger.warn({ err: error }, 'hints for other nodes were not sent');
  return {
    emit: (frame) => {
      try {
        const adapter = io.of('/').adapter as Reaching;
        // Some adapters return a promise that would otherwise go unhandled.
        void Promise.resolve(adapter.serverSideEmit([name, frame])).catch(failed);
      } catch (error) {
        failed(error);
      }
    },
    onFrame: (listener) => void io.on(name, listener),
  };
};
