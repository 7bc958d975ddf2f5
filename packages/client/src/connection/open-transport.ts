import type { OpenTransport, Transport } from './transport.ts';
import { webSocketTransport } from './websocket-transport.ts';

// A network that lets no websocket through may let it hang instead of refusing it.
const patienceMs = 5_000;
// A websocket that has worked before may fail so often, as it does while a server is away, before another way is tried.
const missesOnceWorked = 3;

/** `socket.io-client`, loaded when it is first needed: a page hardly ever needs it. */
const socketIo =
  (...transports: ('websocket' | 'polling')[]): OpenTransport =>
  (url, auth, listeners, timeoutMs) => {
    let transport: Transport | undefined;
    let live = true;
    import('./socket-io-transport.ts').then(
      ({ socketIoTransport: socketIoPipe }) => {
        if (live) transport = socketIoPipe(...transports)(url, auth, listeners, timeoutMs);
      },
      () => live && listeners.down(null),
    );
    return {
      emit: (...given) => transport?.emit(...given),
      close: (tells) => {
        live = false;
        transport?.close(tells);
      },
    };
  };

const polling = socketIo('polling', 'websocket');

/** A websocket; where none gets through, polling. */
export const webSocketFirst = (): OpenTransport => {
  let misses = missesOnceWorked;
  return (url, auth, listeners, timeoutMs) => {
    let opened = false;
    const hasFailed = () => !opened && ++misses > missesOnceWorked;
    const poll = () => {
      clearTimeout(patience);
      transport.close(false);
      transport = polling(url, auth, listeners, timeoutMs);
    };
    const patience = setTimeout(() => hasFailed() && poll(), Math.min(patienceMs, timeoutMs / 2));
    let transport = webSocketTransport(
      url,
      auth,
      {
        ...listeners,
        packet: () => {
          clearTimeout(patience);
          opened = true;
          misses = 0;
          listeners.packet();
        },
        down: (error) => {
          clearTimeout(patience);
          if (hasFailed()) poll();
          else listeners.down(error);
        },
      },
      timeoutMs,
    );
    return {
      emit: (...given) => transport.emit(...given),
      close: (tells) => {
        clearTimeout(patience);
        transport.close(tells);
      },
    };
  };
};

/** The way to connect from this place: Node takes `socket.io-client`, whose `ws` knows proxies and certificates. */
export const openTransport = (): OpenTransport => {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  const isNode = process?.versions?.node !== undefined;
  return isNode || typeof WebSocket === 'undefined' ? socketIo('websocket', 'polling') : webSocketFirst();
};
