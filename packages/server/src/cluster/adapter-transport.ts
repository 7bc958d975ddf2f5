import type { Logger } from '../logger.ts';
import type { ChatIo } from '../transport/socket-transport.ts';
import type { NodeWire } from './node-bus.ts';

/** The part of Socket.IO's adapters that reaches other nodes; all have it but the one that is in memory. */
interface Reaching {
  serverSideEmit(packet: unknown[]): unknown;
}

/**
 * Carries frames by the adapter that Socket.IO was given, whichever it is: Redis, Redis streams, PostgreSQL, MongoDB, cluster.
 * Nobody is asked to acknowledge: that would wait for nodes that are gone. `path` keeps chats apart that share one adapter.
 */
export const adapterWire = (io: ChatIo, path: string, logger: Logger): NodeWire => {
  const name = `nodes:${path}`;
  const failed = (error: unknown): void => logger.warn({ err: error }, 'other nodes were not told');
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
    hear: (listener) => void (io as unknown as NodeJS.EventEmitter).on(name, listener),
  };
};
