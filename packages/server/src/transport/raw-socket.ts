import type { Socket as NetSocket } from 'node:net';
import type { ChatSocket } from './socket-connection.ts';

const openWebsocket = 1;
/** State of a `ws` receiver between two frames. */
const betweenFrames = 0;
/** Private names of `ws`. */
const tcpSocket = '_socket';
const frameReceiver = '_receiver';
const receiverState = '_state';
const bufferedBytes = '_bufferedBytes';
const lastMask = '_mask';

/**
 * The parts of engine.io and `ws` below a Socket.IO socket that are used here. None is public, so all are
 * checked before use.
 */
interface Below {
  readyState?: string;
  writeBuffer?: unknown[];
  transport?: {
    name?: string;
    socket?: {
      readyState?: number;
      extensions?: string;
      [tcpSocket]?: NetSocket | null;
      [frameReceiver]?: {
        [receiverState]?: number;
        [bufferedBytes]?: number;
        [lastMask]?: Buffer | undefined;
      };
    };
  };
}

/**
 * Returns the TCP (or TLS) socket below a websocket if a whole frame may be written to it now without
 * overtaking or splitting what engine.io still has to send; else null, and engine.io writes it. Null on
 * polling, while packets are queued, and if the parts are not those of `ws` 7 and 8 and engine.io 4 to 6:
 * this is the self-test, per write.
 */
export const rawSocket = ({ conn }: ChatSocket): NetSocket | null => {
  const { readyState, writeBuffer, transport } = conn as unknown as Below;
  if (readyState !== 'open' || writeBuffer?.length !== 0 || transport?.name !== 'websocket') return null;
  const websocket = transport.socket;
  // A compressing websocket holds frames back while it compresses.
  if (websocket?.readyState !== openWebsocket || websocket.extensions !== '') return null;
  const socket = websocket[tcpSocket];
  return socket?.writable === true && typeof socket.write === 'function' ? socket : null;
};

/** Returns why frames are never written directly on this websocket; null if they are. */
export const whyNotRaw = ({ conn }: ChatSocket): string | null => {
  const { writeBuffer, transport } = conn as unknown as Below;
  if (transport?.name !== 'websocket') return null;
  const { readyState, extensions, [tcpSocket]: tcp } = transport.socket ?? {};
  if (readyState !== undefined && readyState !== openWebsocket) return null;
  if (extensions) return `its websockets use ${extensions}`;
  const known = extensions === '' && Array.isArray(writeBuffer) && typeof tcp?.write === 'function';
  return known ? null : 'the parts below Socket.IO are not as expected';
};

/**
 * `ws` keeps the four-byte mask of the last frame, and with it the whole chunk it was read from, up to 64 KB
 * for each idle connection. Between two frames nothing needs it.
 */
export const forgetLastFrame = ({ conn }: ChatSocket): void => {
  const receiver = (conn as unknown as Below).transport?.socket?.[frameReceiver];
  if (receiver?.[receiverState] === betweenFrames && receiver[bufferedBytes] === 0)
    receiver[lastMask] = undefined;
};
