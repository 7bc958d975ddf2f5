import type { OpenTransport, Transport } from './transport.ts';
import { webSocketTransport } from './websocket-transport.ts';

// A network that blocks websockets may let them hang instead of rejecting them.
const patienceMs = 5_000;
// A websocket that has worked may fail so often before polling is tried: it also fails while the server is
// down.
const missesOnceWorked = 3;

/** `socket.io-client`, loaded at first use: pages hardly ever need it. */
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

/** Uses a websocket, or polling if the network blocks websockets. */
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

/** Returns the best transport: in Node `socket.io-client`, whose `ws` supports proxies and certificates. */
export const openTransport = (): OpenTransport => {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  const isNode = process?.versions?.node !== undefined;
  return isNode || typeof WebSocket === 'undefined' ? socketIo('websocket', 'polling') : webSocketFirst();
};
