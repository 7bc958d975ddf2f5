import type { OpenPipe, Pipe } from './transport.ts';
import { webSocketPipe } from './websocket-transport.ts';

// A network that lets no websocket through may let it hang instead of refusing it.
const patienceMs = 5_000;
// A websocket that has worked before may fail so often, as it does while a server is away, before another way is tried.
const missesOnceWorked = 3;

/** `socket.io-client`, loaded when it is first needed: a page hardly ever needs it. */
const socketIo =
  (...transports: ('websocket' | 'polling')[]): OpenPipe =>
  (url, auth, listeners, timeoutMs) => {
    let pipe: Pipe | undefined;
    let live = true;
    import('./socket-io-transport.ts').then(
      ({ socketIoPipe }) => {
        if (live) pipe = socketIoPipe(...transports)(url, auth, listeners, timeoutMs);
      },
      () => live && listeners.down(null),
    );
    return {
      emit: (...given) => pipe?.emit(...given),
      close: (tells) => {
        live = false;
        pipe?.close(tells);
      },
    };
  };

const polling = socketIo('polling', 'websocket');

/** A websocket; where none gets through, polling. */
export const webSocketFirst = (): OpenPipe => {
  let misses = missesOnceWorked;
  return (url, auth, listeners, timeoutMs) => {
    let opened = false;
    const missed = () => !opened && ++misses > missesOnceWorked;
    const poll = () => {
      clearTimeout(patience);
      pipe.close(false);
      pipe = polling(url, auth, listeners, timeoutMs);
    };
    const patience = setTimeout(() => missed() && poll(), Math.min(patienceMs, timeoutMs / 2));
    let pipe = webSocketPipe(
      url,
      auth,
      {
        ...listeners,
        heard: () => {
          clearTimeout(patience);
          opened = true;
          misses = 0;
          listeners.heard();
        },
        down: (error) => {
          clearTimeout(patience);
          if (missed()) poll();
          else listeners.down(error);
        },
      },
      timeoutMs,
    );
    return {
      emit: (...given) => pipe.emit(...given),
      close: (tells) => {
        clearTimeout(patience);
        pipe.close(tells);
      },
    };
  };
};

/** The way to connect from this place: Node takes `socket.io-client`, whose `ws` knows proxies and certificates. */
export const bestPipe = (): OpenPipe => {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  const isNode = process?.versions?.node !== undefined;
  return isNode || typeof WebSocket === 'undefined' ? socketIo('websocket', 'polling') : webSocketFirst();
};
