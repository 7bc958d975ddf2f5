import { randomUUID } from 'node:crypto';
import type { DurableEvent, ChatEvent, Hello, Message, Reply, RoomSnapshot } from '@chat/protocol';
import { io, type Socket } from 'socket.io-client';
import type { Writing, WritingLog } from './writing.ts';

/**
 * An unmodified socket.io-client without a memory: it sends several at a time, sends again under the same id whatever was
 * not answered, and keeps every event as it came. Where our client would put things right, it hides nothing.
 */
export interface PlainWriter {
  readonly log: PlainLog;
  write(roomId: string): void;
  inFlight(): string[];
  isSettled(): boolean;
  /** For a message about a run that is stuck. */
  state(): unknown;
  close(): void;
}

export interface PlainLog {
  writing: WritingLog;
  /** For every connection and room: the `rev` its snapshot spoke of, and the events that came. */
  heard: { roomId: string; from: number | null; events: DurableEvent[] }[];
}

export interface PlainOptions {
  name: string;
  url: string;
  rooms: readonly string[];
  writing: Writing;
  transport: 'websocket' | 'polling';
  reconnectMs: number;
  /** The storage itself goes away at times: what fails then is tried again. */
  outages?: boolean;
}

/** Transient errors; and those of messages sent before the room was joined again. */
const passing = ['storage_full', 'overloaded', 'rate_limited'];
const inOutages = [...passing, 'internal', 'timeout'];
const againMs = 300;
const apartMs = 100;
const afterCloseMs = 1_000;

export const openPlainWriter = ({
  name,
  url,
  rooms,
  writing,
  transport,
  reconnectMs,
  outages = false,
}: PlainOptions): PlainWriter => {
  const cured = outages ? inOutages : passing;
  const log: PlainLog = { writing, heard: [] };
  const unanswered = new Map<string, { roomId: string; id: string; text: string }>();
  const auth: { name: string; token?: string } = { name };
  const socket: Socket = io(url, {
    path: '/chat/socket',
    transports: [transport],
    forceNew: true,
    reconnectionDelay: reconnectMs,
    reconnectionDelayMax: reconnectMs,
    auth,
  });
  const joined = new Set<string>();

  /** Null when the connection ended before the answer. */
  const call = (name: string, input: object): Promise<Reply<unknown> | null> =>
    socket.emitWithAck(name, input).catch(() => null);

  const deliver = async (message: { roomId: string; id: string; text: string }): Promise<void> => {
    const answer = (await call('message:send', message)) as Reply<Message> | null;
    if (answer === null) return;
    if (!answer.ok && (cured.includes(answer.error.code) || answer.error.reason === 'not_joined')) {
      // In turn: all of them at once would be refused again, until the server ends the connection.
      const before = [...unanswered.keys()].indexOf(message.text) * apartMs;
      const waitMs = (answer.error.retryAfterMs ?? againMs) + before;
      setTimeout(() => socket.connected && void deliver(message), waitMs);
      return;
    }
    unanswered.delete(message.text);
    if (answer.ok) writing.acked(message.text, answer.value);
    else writing.failed(`${message.text}: ${answer.error.message}`);
  };

  const enter = async (roomId: string): Promise<void> => {
    const heard = { roomId, from: null as number | null, events: [] as DurableEvent[] };
    log.heard.push(heard);
    socket.on('events', (events: ChatEvent[]) => {
      for (const event of events) if ('rev' in event && event.roomId === roomId) heard.events.push(event);
    });
    const answer = (await call('room:join', { roomId })) as Reply<RoomSnapshot> | null;
    if (answer === null) return;
    if (!answer.ok && outages && cured.includes(answer.error.code)) {
      setTimeout(() => socket.connected && !joined.has(roomId) && void enter(roomId), againMs);
      return;
    }
    if (!answer.ok) return writing.failed(`${name} cannot join ${roomId}: ${answer.error.message}`);
    heard.from = answer.value.rev;
    joined.add(roomId);
    for (const message of unanswered.values()) if (message.roomId === roomId) void deliver(message);
  };

  socket.on('hello', ({ token }: Hello) => {
    if (token !== undefined) auth.token = token;
    socket.off('events');
    for (const roomId of rooms) void enter(roomId);
  });
  let closedFor: string | null = null;
  socket.on('closed', ({ code }: { code: string }) => {
    closedFor = code;
  });
  socket.on('disconnect', (reason) => {
    joined.clear();
    // Socket.IO leaves it to the application to connect again after the server ended the connection, for example
    // because too much was sent at once after an outage.
    if (outages && reason === 'io server disconnect') setTimeout(() => socket.connect(), afterCloseMs);
  });
  let refusedFor: string | null = null;
  socket.on('connect_error', (error: Error & { data?: { code?: string; message: string } }) => {
    const code = error.data?.code;
    refusedFor = code ?? error.message;
    if (code !== undefined && !cured.includes(code))
      return writing.failed(`${name} is refused: ${error.data?.message}`);
    // A refusal ends its own tries.
    if (!socket.active) setTimeout(() => socket.connect(), againMs);
  });

  return {
    log,
    write: (roomId) => {
      const text = writing.next(roomId);
      const message = { roomId, id: randomUUID(), text };
      unanswered.set(text, message);
      if (joined.has(roomId)) void deliver(message);
    },
    inFlight: () =>
      [...unanswered.values()].filter(({ roomId }) => joined.has(roomId)).map(({ text }) => text),
    isSettled: () => joined.size === rooms.length && unanswered.size === 0,
    state: () => [socket.connected, [...joined], unanswered.size, closedFor, refusedFor],
    close: () => void socket.disconnect(),
  };
};
