import type { Socket as NetSocket } from 'node:net';
import type { ChatSocket } from './socket-connection.ts';

const openWebsocket = 1;
/** Of a `ws` receiver: between two frames. */
const betweenFrames = 0;
/** Private names of `ws`. */
const tcpSocket = '_socket';
const frameReceiver = '_receiver';
const receiverState = '_state';
const bufferedBytes = '_bufferedBytes';
const lastMask = '_mask';

/** What is used of engine.io and `ws` below a Socket.IO socket. None of it is public, so all of it is looked at before use. */
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
 * The TCP (or TLS) socket below a websocket, when a whole frame may be written to it now without getting before or into
 * anything that engine.io has still to send; else null, and engine.io does the writing. Null on polling, while packets are
 * queued, and wherever the parts are not as `ws` 7 and 8 and engine.io 4 to 6 have them: that is the self-test, per write.
 */
export const rawSocket = ({ conn }: ChatSocket): NetSocket | null => {
  const { readyState, writeBuffer, transport } = conn as unknown as Below;
  if (readyState !== 'open' || writeBuffer?.length !== 0 || transport?.name !== 'websocket') return null;
  const websocket = transport.socket;
  // A compressing websocket keeps frames back while it compresses.
  if (websocket?.readyState !== openWebsocket || websocket.extensions !== '') return null;
  const socket = websocket[tcpSocket];
  return socket?.writable === true && typeof socket.write === 'function' ? socket : null;
};

/** Why frames are not written directly on this websocket, whatever is queued; null when they are. */
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
 * `ws` keeps the mask of the last frame it has read, four bytes, and with them all that was read with it, up to 64 KB for
 * each idle connection. Between two frames nothing needs it.
 */
export const forgetLastFrame = ({ conn }: ChatSocket): void => {
  const receiver = (conn as unknown as Below).transport?.socket?.[frameReceiver];
  if (receiver?.[receiverState] === betweenFrames && receiver[bufferedBytes] === 0)
    receiver[lastMask] = undefined;
};
