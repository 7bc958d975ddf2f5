import type { Logger } from '../logger.ts';
import type { BusTransport } from './node-bus.ts';

/** The part of a Socket.IO server that reaches its adapter. */
interface AdapterServer {
  of(namespace: string): { readonly adapter: unknown };
  on(event: string, listener: (frame: unknown) => void): unknown;
}

/** The part of Socket.IO's adapters that reaches other nodes; all have it but the one that is in memory. */
interface Reaching {
  serverSideEmit(packet: unknown[]): unknown;
}

/**
 * Carries frames by the adapter that Socket.IO was given, whichever it is: Redis, Redis streams, PostgreSQL, MongoDB, cluster.
 * Nobody is asked to acknowledge: that would wait for nodes that are gone. `path` keeps chats apart that share one adapter.
 */
export const adapterTransport = (io: AdapterServer, path: string, logger: Logger): BusTransport => {
  const name = `nodes:${path}`;
  const failed = (error: unknown): void => logger.warn({ err: error }, 'hints for other nodes were not sent');
  return {
    emit: (frame) => {
      try {
        const adapter = io.of('/').adapter as unknown as Reaching;
        // Some answer a promise, which nobody else would look at.
        void Promise.resolve(adapter.serverSideEmit([name, frame])).catch(failed);
      } catch (error) {
        failed(error);
      }
    },
    onFrame: (listener) => void io.on(name, listener),
  };
};
