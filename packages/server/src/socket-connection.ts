import type { ChatEvent, ClientToServer, ClosedCode, Limits, ServerToClient, User } from '@chat/protocol';
import type { Socket } from 'socket.io';
import type { Identity } from './auth/authenticate.ts';
import type { Connection } from './connection.ts';
import type { Batch } from './room/batch.ts';
import { textFrame } from './text-frame.ts';

export type ChatSocket = Socket<
  ClientToServer,
  ServerToClient,
  Record<string, never>,
  { identity: Identity }
>;

export interface SocketConnectionDeps {
  socket: ChatSocket;
  user: User;
  address: string;
  limits: Limits;
  /** The connection was behind and has drained. */
  drained(connection: Connection): void;
}

/** Packets engine.io may hold for one connection, besides the bytes that `maxUnsentBytes` limits. */
const maxQueuedPackets = 256;
/** A stalled reader may never read why it is ended. */
const lastWordsMs = 1_000;

export const createSocketConnection = (deps: SocketConnectionDeps): Connection => {
  const { socket, user, address, limits } = deps;
  const { conn } = socket;
  let slowTimer: NodeJS.Timeout | null = null;

  const onDrain = (): void => {
    if (isFull(socket, limits)) return;
    stopWaiting();
    deps.drained(connection);
  };

  let stopListening = (): void => undefined;
  const wait = (): void => {
    const { transport } = conn;
    slowTimer = setTimeout(() => connection.end('slow'), limits.slowTimeoutMs).unref();
    // The transport's own event: engine.io's comes when a packet is handed on, not when it has gone.
    transport.on('drain', onDrain);
    stopListening = () => void transport.off('drain', onDrain);
  };
  const stopWaiting = (): void => {
    if (slowTimer) clearTimeout(slowTimer);
    slowTimer = null;
    stopListening();
  };
  socket.once('disconnect', stopWaiting);

  const connection: Connection = {
    id: socket.id,
    user,
    kind: 'socket',
    address,
    get ended() {
      return !socket.connected;
    },
    get behind() {
      if (!slowTimer && isFull(socket, limits)) wait();
      return slowTimer !== null;
    },
    rooms: new Map(),
    deliver: (events: ChatEvent[]) => void socket.emit('events', events),
    write: (batch) => writeOnce(socket, batch),
    end: (code: ClosedCode) => {
      stopWaiting();
      socket.emit('closed', { code });
      socket.disconnect(code !== 'slow');
      if (code === 'slow') setTimeout(() => websocketOf(socket)?.terminate?.(), lastWordsMs).unref();
    },
  };
  return connection;
};

/**
 * Gives engine.io a packet whose websocket frame is made once for all readers. What engine.io makes of it is an ordinary
 * packet; on polling, or where it does not know the option, it encodes the text itself. `wsPreEncodedFrame` is what
 * Socket.IO's own adapter passes (socket.io-adapter, in-memory-adapter.ts).
 */
const writeOnce = (socket: ChatSocket, batch: Batch): void => {
  const { conn } = socket;
  if (conn.readyState !== 'open') return;
  const packet = `2${batch.json}`; // a Socket.IO event of the root namespace
  batch.encoded ??= [textFrame(`4${packet}`)];
  const options = { compress: false, wsPreEncodedFrame: batch.encoded };
  conn.write(packet, options);
};

/** Whether a reader holds as much unsent as it may: in engine.io, or written and not yet taken by the system. */
const isFull = (socket: ChatSocket, { maxUnsentBytes }: Limits): boolean => {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] };
  return writeBuffer.length > maxQueuedPackets || (websocketOf(socket)?.bufferedAmount ?? 0) > maxUnsentBytes;
};

/** The `ws` websocket below, or undefined on polling. */
const websocketOf = ({ conn }: ChatSocket): { bufferedAmount?: number; terminate?(): void } | undefined =>
  (conn.transport as { socket?: { bufferedAmount?: number; terminate?(): void } }).socket;
