import type { ChatEvent, ClientToServer, ClosedCode, Limits, ServerToClient, User } from '@chat/protocol';
import type { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';
import type { KnownIdentity } from '../auth/authenticate.ts';
import type { Connection, OverlayScope } from '../connections/connection.ts';
import { toBatches, type Batch } from '../connections/event-batch.ts';
import { rawSocket, forgetLastFrame } from './raw-socket.ts';

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
  overlay?: OverlayScope | undefined;
  limits: Limits;
  /** The connection was behind and has drained. */
  onDrained(connection: Connection): void;
}

/** Packets engine.io may hold for one connection, in addition to the bytes that `maxUnsentBytes` limits. */
const maxQueuedPackets = 256;
/** A stalled reader may never read why its connection ends. */
const lastWordsMs = 1_000;

/** A connection over a socket, with a method to reply to its commands. */
export interface SocketConnection extends Connection {
  /**
   * Sends a packet of Socket.IO's root namespace at the end of this turn, together with other events if
   * possible.
   */
  sendSoon(packet: string): void;
  /** The connection is over: nothing waits for it any more. */
  closed(): void;
}

/** An empty queue. Never written to. */
const none: string[] = [];

/**
 * The write state of one connection. A plain record for shared functions: there are thousands of connections.
 */
interface Line {
  readonly socket: ChatSocket;
  readonly connection: SocketConnection;
  readonly limits: Limits;
  readonly drained: (connection: Connection) => void;
  /** Packets to send at the end of this turn. */
  waiting: string[];
  /** Whether too much was unsent after the last write. */
  wasFull: boolean;
  slowTimer: NodeJS.Timeout | null;
  stopListening: (() => void) | null;
  /** The result of `rawSocket` for this transport. */
  tcp: NetSocket | null;
  transport: unknown;
}

export const createSocketConnection = (deps: SocketConnectionDeps): SocketConnection => {
  const { socket, user, given, idle, address, overlay, limits, onDrained } = deps;
  // No getters: V8 stores an object with getters as a dictionary, which is ten times as large and slower.
  const connection: SocketConnection & { ended: boolean } = {
    id: socket.id,
    user,
    given,
    idle,
    kind: 'socket',
    address,
    ...(overlay && { overlay }),
    ended: false,
    isBehind: () => isBehind(line),
    rooms: new Map(),
    // Sent after a pending reply: a snapshot that came later would undo the events.
    deliver: (events: ChatEvent[]) => {
      sendWaiting(line);
      for (const batch of toBatches(events)) send(line, batch);
    },
    write: (batch) => send(line, batch),
    sendSoon: (packet) => {
      if (line.waiting.length === 0) {
        line.waiting = [];
        setImmediate(sendAnswers, line);
      }
      line.waiting.push(`4${packet}`);
    },
    closed: () => {
      connection.ended = true;
      stopWaiting(line);
    },
    end: (code) => end(line, code),
  };
  const line: Line = {
    socket,
    connection,
    limits,
    drained: onDrained,
    waiting: none,
    wasFull: false,
    slowTimer: null,
    stopListening: null,
    tcp: null,
    transport: null,
  };
  return connection;
};

/** `rawSocket` is called again only when engine.io has changed the transport: this runs on every write. */
const directOf = (line: Line): NetSocket | null => {
  const { conn } = line.socket;
  const { tcp } = line;
  if (tcp === null || conn.transport !== line.transport) {
    line.transport = conn.transport;
    return (line.tcp = rawSocket(line.socket));
  }
  const { writeBuffer } = conn as unknown as { writeBuffer: unknown[] };
  return conn.readyState === 'open' && writeBuffer.length === 0 && tcp.writable ? tcp : null;
};

/** Writes packets of Socket.IO: directly if possible, else through engine.io. */
const send = (line: Line, batch: Batch | null): void => {
  const { waiting: texts, limits, socket } = line;
  line.waiting = none;
  const to = directOf(line);
  if (to) {
    const frame = batch && (batch.frame ??= textFrames([`4${packetOf(batch)}`]));
    if (texts.length > 0) to.write(textFrames(texts, frame ?? undefined));
    else if (frame) to.write(frame);
    line.wasFull = to.writableLength > limits.maxUnsentBytes;
  } else if (socket.conn.readyState === 'open') {
    if (batch) socket.conn.write(packetOf(batch), uncompressed);
    for (const text of texts) socket.conn.write(text.slice(1), uncompressed);
    line.wasFull = isFull(socket, limits);
  }
};

const sendWaiting = (line: Line): void => {
  if (line.waiting.length > 0) send(line, null);
};

/** Runs at the end of a turn with replies. */
const sendAnswers = (line: Line): void => {
  sendWaiting(line);
  forgetLastFrame(line.socket);
};

const isBehind = (line: Line): boolean => {
  if (!line.slowTimer && line.wasFull && isFull(line.socket, line.limits)) waitForDrain(line);
  return line.slowTimer !== null;
};

const waitForDrain = (line: Line): void => {
  line.slowTimer = setTimeout(end, line.limits.slowTimeoutMs, line, 'slow').unref();
  listenForDrain(line);
};

const listenForDrain = (line: Line): void => {
  const to = directOf(line);
  // Calls back when everything before it has left. A stream's own `drain` comes only after its high-water
  // mark was passed.
  if (to) return void to.write(nothing, (error) => onDrain(line, error));
  // Not engine.io's own event, which comes when a packet is handed over, not when it has left.
  const from = line.socket.conn.transport;
  const drained = (): void => onDrain(line);
  from.on('drain', drained);
  line.stopListening = () => void from.off('drain', drained);
};

const onDrain = (line: Line, error?: Error | null): void => {
  if (error || !line.slowTimer) return;
  line.stopListening?.();
  if (isFull(line.socket, line.limits)) return listenForDrain(line);
  stopWaiting(line);
  line.drained(line.connection);
};

const stopWaiting = (line: Line): void => {
  if (line.slowTimer) clearTimeout(line.slowTimer);
  line.slowTimer = null;
  line.stopListening?.();
};

const end = (line: Line, code: ClosedCode): void => {
  const { socket } = line;
  stopWaiting(line);
  sendWaiting(line);
  socket.emit('closed', { code });
  socket.disconnect(code !== 'slow');
  if (code !== 'slow' && code !== 'overloaded') return;
  const websocket = websocketOf(socket);
  // Stop reading, so that further frames stay with their sender.
  if (code === 'overloaded') websocket?.pause?.();
  setTimeout(() => websocket?.terminate?.(), lastWordsMs).unref();
};

const nothing = Buffer.alloc(0);
const uncompressed = { compress: false };
/** A Socket.IO event of the root namespace, without engine.io's prefix. */
const packetOf = ({ json }: Batch): string => `2${json}`;

/**
 * Returns whether a connection holds as much unsent as allowed: in engine.io, or written and not yet taken by
 * the system.
 */
const isFull = (socket: ChatSocket, { maxUnsentBytes }: Limits): boolean => {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] };
  return writeBuffer.length > maxQueuedPackets || (websocketOf(socket)?.bufferedAmount ?? 0) > maxUnsentBytes;
};

/** Returns the `ws` websocket below, or undefined on polling. */
const websocketOf = ({ conn }: ChatSocket): Websocket | undefined =>
  (conn.transport as { socket?: Websocket }).socket;

interface Websocket {
  bufferedAmount?: number;
  pause?(): void;
  terminate?(): void;
}

const finalText = 0x81;

const headerLength = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

const writeHeader = (frame: Buffer, at: number, length: number): number => {
  frame[at] = finalText;
  if (length < 126) {
    frame[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    frame[at + 1] = 126;
    return frame.writeUInt16BE(length, at + 2);
  }
  frame[at + 1] = 127;
  return frame.writeBigUInt64BE(BigInt(length), at + 2);
};

/**
 * Encodes texts as consecutive unmasked, final frames, as a server sends them (RFC 6455, section 5.2), after
 * `before`.
 */
const textFrames = (texts: readonly string[], before?: Buffer): Buffer => {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const size = lengths.reduce((sum, length) => sum + headerLength(length) + length, before?.length ?? 0);
  const frames = Buffer.allocUnsafe(size);
  let at = before?.copy(frames) ?? 0;
  texts.forEach((text, index) => {
    at = writeHeader(frames, at, lengths[index] ?? 0);
    at += frames.write(text, at);
  });
  return frames;
};
