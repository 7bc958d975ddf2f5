import type { OpenPipe, Pipe } from './pipe.ts';
import { webSocketPipe } from './web-socket-pipe.ts';

// A network that lets no websocket through may let it hang instead of refusing it.
const patienceMs = 5_000;
// A websocket that has worked before may fail so often, as it does while a server is away, before another way is tried.
const missesOnceWorked = 3;

/** The Engine.IO client, loaded when it is first needed: a page hardly ever does. */
const engineIo =
  (...transports: ('websocket' | 'polling')[]): OpenPipe =>
  (url, listeners, timeoutMs) => {
    let pipe: Pipe | undefined;
    let live = true;
    import('./engine-io-pipe.ts').then(
      ({ engineIoPipe }) => {
        if (live) pipe = engineIoPipe(...transports)(url, listeners, timeoutMs);
      },
      () => live && listeners.down(),
    );
    return {
      send: (text) => pipe?.send(text),
      close: () => {
        live = false;
        pipe?.close();
      },
    };
  };

const polling = engineIo('polling', 'websocket');

/** A websocket; where none gets through, polling. */
export const webSocketFirst = (): OpenPipe => {
  let misses = missesOnceWorked;
  return (url, listeners, timeoutMs) => {
    let opened = false;
    const missed = () => !opened && ++misses > missesOnceWorked;
    const poll = () => {
      clearTimeout(patience);
      pipe.close();
      pipe = polling(url, listeners, timeoutMs);
    };
    const patience = setTimeout(() => missed() && poll(), Math.min(patienceMs, timeoutMs / 2));
    const own = webSocketPipe(
      url,
      {
        ...listeners,
        open: (silenceMs) => {
          clearTimeout(patience);
          opened = true;
          misses = 0;
          listeners.open(silenceMs);
        },
        down: () => {
          clearTimeout(patience);
          if (missed()) poll();
          else listeners.down();
        },
      },
      timeoutMs,
    );
    let pipe = own;
    return {
      send: (text) => pipe.send(text),
      close: () => {
        clearTimeout(patience);
        pipe.close();
      },
    };
  };
};

/** The way to connect from this place: Node has the Engine.IO client's. */
export const bestPipe = (): OpenPipe => {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  const isNode = process?.versions?.node !== undefined;
  return isNode || typeof WebSocket === 'undefined' ? engineIo('websocket', 'polling') : webSocketFirst();
};
