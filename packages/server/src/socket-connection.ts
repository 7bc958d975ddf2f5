import type { ChatEvent, ClientToServer, ClosedCode, Limits, ServerToClient, User } from '@chat/protocol';
import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { KnownIdentity } from './auth/authenticate.ts';
import type { Connection } from './connection.ts';
import { toBatches, type Batch } from './room/batch.ts';
import { directSocket } from './direct-socket.ts';
import { textFrames } from './text-frame.ts';

export type ChatSocket = Socket<
  ClientToServer,
  ServerToClient,
  Record<string, never>,
  { identity: KnownIdentity }
>;

export interface SocketConnectionDeps {
  socket: ChatSocket;
  user: User;
  given: User;
  idle: boolean;
  address: string;
  limits: Limits;
  /** The connection was behind and has drained. */
  drained(connection: Connection): void;
}

/** Packets engine.io may hold for one connection, besides the bytes that `maxUnsentBytes` limits. */
const maxQueuedPackets = 256;
/** A stalled reader may never read why it is ended. */
const lastWordsMs = 1_000;

/** A connection over a socket, and the way to answer its commands. */
export interface SocketConnection extends Connection {
  /** Sends a packet of Socket.IO's root namespace at the end of this turn, together with the events of then where that can be. */
  sendSoon(packet: string): void;
  /** It is over: nothing waits for it any more. */
  closed(): void;
}

export const createSocketConnection = (deps: SocketConnectionDeps): SocketConnection => {
  const { socket, user, given, idle, address, limits } = deps;
  const { conn } = socket;
  let slowTimer: NodeJS.Timeout | null = null;
  /** There was more unsent than may be, after the last write. */
  let wasFull = false;

  let waiting: string[] = [];

  let tcp: NetSocket | null = null;
  let transport: unknown = null;
  /** As `directSocket`, which is asked again only when engine.io has changed the transport: this is done for every write. */
  const direct = (): NetSocket | null => {
    if (tcp === null || conn.transport !== transport) {
      tcp = directSocket(socket);
      ({ transport } = conn);
      return tcp;
    }
    const { writeBuffer } = conn as unknown as { writeBuffer: unknown[] };
    return conn.readyState === 'open' && writeBuffer.length === 0 && tcp.writable ? tcp : null;
  };

  /** Writes packets of Socket.IO: past engine.io when nothing is in the way, else through it. */
  const send = (batch: Batch | null): void => {
    const texts = waiting;
    if (texts.length > 0) waiting = [];
    const to = direct();
    if (to) {
      const frame = batch && (batch.frame ??= textFrames([`4${packetOf(batch)}`]));
      if (texts.length > 0) to.write(textFrames(texts, frame ?? undefined));
      else if (frame) to.write(frame);
      wasFull = to.writableLength > limits.maxUnsentBytes;
    } else if (conn.readyState === 'open') {
      if (batch) conn.write(packetOf(batch), uncompressed);
      for (const text of texts) conn.write(text.slice(1), uncompressed);
      wasFull = isFull(socket, limits);
    }
  };
  const sendWaiting = (): void => {
    if (waiting.length > 0) send(null);
  };

  const onDrain = (error?: Error | null): void => {
    if (error || !slowTimer) return;
    stopListening();
    if (isFull(socket, limits)) return listenForDrain();
    stopWaiting();
    deps.drained(connection);
  };

  let stopListening = (): void => undefined;
  const listenForDrain = (): void => {
    const to = direct();
    // Calls back when all before it has gone. A stream's own `drain` comes only after its high-water mark was passed.
    if (to) return void to.write(nothing, onDrain);
    // Not engine.io's own event: that comes when a packet is handed on, not when it has gone.
    const from = conn.transport;
    const drained = (): void => onDrain();
    from.on('drain', drained);
    stopListening = () => void from.off('drain', drained);
  };
  const stopWaiting = (): void => {
    if (slowTimer) clearTimeout(slowTimer);
    slowTimer = null;
    stopListening();
  };
  const wait = (): void => {
    slowTimer = setTimeout(() => connection.end('slow'), limits.slowTimeoutMs).unref();
    listenForDrain();
  };

  const connection: SocketConnection = {
    id: socket.id,
    user,
    given,
    idle,
    kind: 'socket',
    address,
    get ended() {
      return !socket.connected;
    },
    get behind() {
      if (!slowTimer && wasFull && isFull(socket, limits)) wait();
      return slowTimer !== null;
    },
    rooms: new Map(),
    // Told because of an answer that waits, so after it: a snapshot that came later would wipe them out.
    deliver: (events: ChatEvent[]) => {
      sendWaiting();
      toBatches(events).forEach(send);
    },
    write: send,
    sendSoon: (packet) => {
      if (waiting.length === 0) setImmediate(sendWaiting);
      waiting.push(`4${packet}`);
    },
    closed: stopWaiting,
    end: (code: ClosedCode) => {
      stopWaiting();
      sendWaiting();
      socket.emit('closed', { code });
      socket.disconnect(code !== 'slow');
      if (code === 'slow') setTimeout(() => websocketOf(socket)?.terminate?.(), lastWordsMs).unref();
    },
  };
  return connection;
};

const nothing = Buffer.alloc(0);
const uncompressed = { compress: false };
/** A Socket.IO event of the root namespace, without engine.io's prefix. */
const packetOf = ({ json }: Batch): string => `2${json}`;

/** Whether a reader holds as much unsent as it may: in engine.io, or written and not yet taken by the system. */
const isFull = (socket: ChatSocket, { maxUnsentBytes }: Limits): boolean => {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] };
  return writeBuffer.length > maxQueuedPackets || (websocketOf(socket)?.bufferedAmount ?? 0) > maxUnsentBytes;
};

/** The `ws` websocket below, or undefined on polling. */
const websocketOf = ({ conn }: ChatSocket): { bufferedAmount?: number; terminate?(): void } | undefined =>
  (conn.transport as { socket?: { bufferedAmount?: number; terminate?(): void } }).socket;
