import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { ChatError, type Limits } from '@chat/protocol';
import type { Socket } from 'socket.io';
import { toChatError } from '../errors/to-chat-error.ts';
import type { Cors } from '../auth/allowed-origin.ts';
import { trustedHeaders } from '../auth/trusted-headers.ts';
import { closeSockets, openSockets } from '../transport/close-sockets.ts';
import type { Logger } from '../logger.ts';
import { openIo } from '../transport/socket-io.ts';
import { routeWhere, passUpgrade } from '../http/request-routing.ts';
import { cutOff, watchConnections } from '../transport/engine-connections.ts';
import { createListenerGuard } from '../async/listener-guard.ts';
import { createHandshakes, presentedTwice } from '../transport/handshakes.ts';
import type { Payer, RateLimits } from '../limits/rate-limits.ts';
import { createCaller, type CallerDeps, type OwnedCaller } from './dialect-caller.ts';
import { refusalOf, type DialectOptions } from './dialect.ts';
import { createFieldReader } from './field-reader.ts';

export interface DialectSocketDeps extends CallerDeps {
  httpServer: HttpServer;
  limits: Limits;
  cors: Cors | undefined;
  logger: Logger;
  now(): number;
  id(): string;
  address(request: IncomingMessage): string;
  /** Throws to reject the request before any of it is read. */
  admit(request: IncomingMessage): void;
  rateLimits: Pick<RateLimits, 'take' | 'chargeRefusal'>;
  /** Counts a new connection. Returns a function to call when it is over. */
  countConnection(address: string): () => void;
}

type Ack = (answer: unknown) => void;

/** A slower reader is disconnected: old front ends cannot catch up. */
const mostUnsentBytes = 4_194_304;

/** Serves one vocabulary on its own Socket.IO path. Returns a function that stops it. */
export const openDialectSocket = <State>(
  options: DialectOptions<State>,
  deps: DialectSocketDeps,
): (() => Promise<void>) => {
  const { limits, logger, httpServer } = deps;
  const path = options.path ?? '/socket.io';
  const io = openIo({
    path,
    serveClient: true,
    maxHttpBufferSize: options.maxFrameBytes ?? limits.maxFrameBytes,
    connectTimeout: limits.authTimeoutMs,
    corsOrigin: deps.cors?.origin,
    admit: deps.admit,
  });
  const callerOf = (socket: Socket): OwnedCaller<State> =>
    createCaller(
      options,
      {
        request: {
          transport: 'socket',
          headers: trustedHeaders(socket.request.headers, deps.cors),
          address: deps.address(socket.request),
        },
        emit: (event, args) => {
          if (unsentBytes(socket) > mostUnsentBytes) socket.disconnect(true);
          else socket.emit(event, ...args);
        },
        end: () => socket.disconnect(true),
      },
      deps,
    );

  const guard = createListenerGuard(logger);
  /** Ends the connection below a socket. */
  const cut = ({ conn }: Socket): void => conn.close(true);
  const handshakes = createHandshakes();
  type Next = (error?: Error) => void;

  const present = (socket: Socket, next: Next): void => {
    const refuse = (error: ChatError): void =>
      next(Object.assign(new Error(error.message), { data: refusalOf(error) }));
    const { conn } = socket;
    if (!handshakes.begin(conn)) return refuse(presentedTwice());
    const caller = callerOf(socket);
    // Before anything is awaited: the connection may end meanwhile.
    const guardedGone = guard('ending a connection', () => caller.onGone(false));
    conn.on('close', guardedGone);
    socket.data = { caller, address: deps.address(socket.request) };
    if (!options.handshake) return next();
    Promise.resolve()
      .then(() => caller.enter(options.handshake?.(createFieldReader(socket.handshake.auth)) ?? {}))
      .then(() => next())
      .catch((error: unknown) => {
        handshakes.release(conn);
        conn.off('close', guardedGone);
        refuse(toChatError(error, 'a handshake', deps));
      });
  };
  io.use(
    guard('authenticating a connection', present, (socket, next) => {
      next(new Error('internal error'));
      cut(socket);
    }),
  );

  const accept = (socket: Socket): void => {
    const { caller, address } = socket.data as { caller: OwnedCaller<State>; address: string };
    const payer: Payer = { kind: 'socket', user: { id: `line/${socket.id}` }, address };
    let pending = 0;
    let last: Promise<void> = Promise.resolve();

    /** An error in the dialect's own code must not prevent the acknowledgement. */
    const refuse = (error: ChatError, event: string, ack: Ack | undefined): void => {
      try {
        options.refused?.(caller, error, event);
      } catch (failure) {
        logger.error({ err: failure, event }, 'a dialect failed');
      }
      ack?.(refusalOf(error));
    };

    const perform = async (event: string, args: unknown[], ack: Ack | undefined): Promise<void> => {
      try {
        const run = Object.hasOwn(options.events, event) ? options.events[event] : undefined;
        if (!run) throw new ChatError('invalid', 'there is no such event', { field: 'event' });
        const value = await run(caller, createFieldReader(args[0]));
        ack?.(options.answer ? options.answer(value) : { ok: true, ...(value as object | undefined) });
      } catch (error) {
        refuse(toChatError(error, event, deps), event, ack);
      }
    };

    const hear = (event: string, ...args: unknown[]): void => {
      if (socket.conn.readyState !== 'open') return;
      const end = args.at(-1);
      const ack = typeof end === 'function' ? (end as Ack) : undefined;
      const rest = ack ? args.slice(0, -1) : args;
      try {
        deps.rateLimits.take(payer, event);
        if (pending >= limits.maxPendingCommands) throw tooMany(limits);
      } catch (error) {
        refuse(toChatError(error, event, deps), event, ack);
        if (deps.rateLimits.chargeRefusal(payer)) cutOff(socket.conn as never);
        return;
      }
      pending += 1;
      last = last
        .then(() => perform(event, rest, ack))
        .catch((error: unknown) => logger.error({ err: error, event }, 'a dialect failed'))
        .finally(() => (pending -= 1));
    };
    const over = (reason: string): void => {
      try {
        caller.onGone(reason === 'client namespace disconnect');
      } finally {
        socket.conn.close();
      }
    };
    const failed = (error: Error): void => logger.debug({ err: error }, 'a socket failed');
    socket.onAny(guard('an event', hear, () => cut(socket)));
    socket.on('error', guard('a failed socket', failed));
    socket.on('disconnect', guard('ending a connection', over));
  };
  io.on('connection', guard('accepting a connection', accept, cut));

  // A server that never listens: Socket.IO attaches to it and gets only the requests below its path.
  const inner = createServer();
  io.attach(inner);
  watchConnections({ ...deps, engine: io.engine, guard });
  const disown = routeWhere(
    httpServer,
    ({ url }) => isBelow(url, path),
    guard(
      'a polling request',
      (request, response) => inner.emit('request', request, response),
      (_request, response) => void response.destroy(),
    ),
    guard(
      'an upgrade',
      (request: IncomingMessage, socket: Duplex, head: Buffer) => passUpgrade(inner, request, socket, head),
      (_request, socket) => void socket.destroy(),
    ),
  );

  return async () => {
    disown();
    // The connections are ended, not the namespace: old front ends then reconnect by themselves.
    await closeSockets(openSockets(io));
    io.engine.close();
  };
};

const tooMany = ({ maxPendingCommands }: Limits): ChatError =>
  new ChatError('rate_limited', `at most ${maxPendingCommands} events may wait for their reply`, {
    retryAfterMs: 1_000,
  });

const isBelow = (url: string | undefined, path: string): boolean => {
  const [target = ''] = (url ?? '').split('?');
  return target === path || target.startsWith(`${path}/`);
};

const unsentBytes = ({ conn }: Socket): number => {
  const { writeBuffer, transport } = conn as unknown as {
    writeBuffer: { data: unknown }[];
    transport: { socket?: { bufferedAmount?: number } };
  };
  const waiting = writeBuffer.reduce(
    (sum, { data }) => sum + (typeof data === 'string' ? data.length : 0),
    0,
  );
  return (transport.socket?.bufferedAmount ?? 0) + waiting;
};
