import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import {
  ChatError,
  protocolVersion,
  type ClientToServer,
  type Limits,
  type Reply,
  type ServerToClient,
  type Hello,
  type User,
} from '@chat/protocol';
import type { Server, ServerOptions } from 'socket.io';
import type { AuthRequest, Identity, KnownIdentity } from '../auth/authenticate.ts';
import { clientLimitsOf } from '../limits/client-limits.ts';
import type { Connection } from '../connections/connection.ts';
import { rawSocket, whyNotRaw } from './raw-socket.ts';
import type { Dispatch } from '../commands/dispatch.ts';
import { watchConnections } from './engine-connections.ts';
import { createListenerGuard } from '../async/listener-guard.ts';
import { createHandshakes, presentedTwice } from './handshakes.ts';
import type { Logger } from '../logger.ts';
import { toJson } from '../connections/json-cache.ts';
import { takeCommands } from './command-packets.ts';
import { callWith } from './socket-commands.ts';
import { createSocketConnection, type ChatSocket, type SocketConnection } from './socket-connection.ts';
import { closeSockets, openSockets } from './close-sockets.ts';
import { adapterTransport } from '../cluster/adapter-transport.ts';
import type { BusTransport } from '../cluster/node-bus.ts';
import { openIo } from './socket-io.ts';
import { passUpgrade, type UpgradeListener } from '../http/request-routing.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import { toErrorBody, requestIdOf } from '../errors/request-id.ts';
import { whenExpired } from '../auth/token-expiry.ts';

interface SocketData {
  identity: KnownIdentity;
}
export type ChatIo = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** The websocket side of the server. */
export interface SocketTransport {
  io: ChatIo;
  /** Reaches the other nodes; null if there are none. */
  nodes: BusTransport | null;
  /** Handles polling requests below the socket's path. */
  handle: RequestListener;
  /** Handles upgrades below the chat's path. */
  upgrade?: UpgradeListener;
  /** Tells all clients when to reconnect, and ends all connections. The http server stays open. */
  close(): Promise<void>;
}

export interface SocketDeps {
  httpServer: HttpServer;
  path: string;
  limits: Limits;
  options: Partial<ServerOptions>;
  corsOrigin: string | string[] | undefined;
  logger: Logger;
  now(): number;
  id(): string;
  address(request: IncomingMessage): string;
  /** Throws to reject the request before any of it is read. */
  admit(request: IncomingMessage): void;
  rateLimits: Pick<RateLimits, 'chargeRefusal'>;
  /** Counts a new, unauthenticated connection. Returns a function to call when it is over. */
  countConnection(address: string): () => void;
  identify(request: AuthRequest): Promise<KnownIdentity>;
  /** Returns the displayed user now. */
  displayedUser(identity: KnownIdentity): User;
  /** Throws to reject an authenticated user. */
  welcome(identity: Identity): void;
  /** Counts a connection of a user; throws to reject it. Returns a function to call when it is over. */
  countUser(identity: Identity): () => void;
  dispatch: Dispatch;
  onConnected(connection: Connection): void;
  /** `onPurpose`: the client closed it; otherwise it may come back. */
  onDisconnected(connection: Connection, onPurpose: boolean): void;
  /** A connection that was behind has drained. */
  onDrained(connection: Connection): void;
}

/** Clients reconnect within this time, 500 a second if they are many. */
const shortestSpreadMs = 5_000;
const longestSpreadMs = 30_000;
const spreadPerSocketMs = 2;

export const createSocketTransport = (deps: SocketDeps): SocketTransport => {
  const { httpServer, path, limits, options, corsOrigin, logger, now } = deps;
  const guard = createListenerGuard(logger);
  const io = openIo({
    path: `${path}/socket`,
    serveClient: false,
    maxHttpBufferSize: limits.maxFrameBytes,
    connectTimeout: limits.authTimeoutMs,
    corsOrigin,
    ...options,
    admit: deps.admit,
  }) as unknown as ChatIo;

  /** Ends the connection below a socket. */
  const cut = ({ conn }: ChatSocket): void => conn.close(true);
  const handshakes = createHandshakes();

  io.use(
    guard(
      'presenting a socket',
      (socket, next) => {
        const { conn } = socket;
        if (!handshakes.begin(conn)) return next(refusal(presentedTwice(), deps.id()));
        const requestId = requestIdOf(conn.request, deps.id);
        const { token, name, device } = socket.handshake.auth as Record<string, unknown>;
        const request: AuthRequest = {
          transport: 'socket',
          headers: conn.request.headers,
          address: deps.address(conn.request),
          ...(typeof token === 'string' ? { token } : {}),
          ...(typeof name === 'string' ? { name } : {}),
          ...(typeof device === 'string' ? { device } : {}),
          requestId,
        };
        deps
          .identify(request)
          .then((identity) => {
            deps.welcome(identity);
            if (conn.readyState === 'open')
              conn.on('close', guard('freeing a connection slot', deps.countUser(identity)));
            socket.data.identity = identity;
            holdTogether(socket);
            next();
          })
          .catch((error: unknown) => {
            handshakes.release(conn);
            next(refusal(error, requestId));
          });
      },
      (socket, next) => {
        next(new Error('internal error'));
        cut(socket);
      },
    ),
  );

  io.on(
    'connection',
    guard('accepting a socket', (socket: ChatSocket) => accept(socket), cut),
  );
  // A client can emit it too, so it is not worth a warning.
  const failed = (error: Error): void => logger.debug({ err: error }, 'a socket failed');

  let isTested = false;
  /** Logged once: all websockets are alike. */
  const tellIfSlow = (socket: ChatSocket): void => {
    if (isTested || socket.conn.transport.name !== 'websocket') return;
    isTested = true;
    const why = whyNotRaw(socket);
    if (why) logger.warn({}, `every member is written to one packet at a time, which costs more: ${why}`);
  };

  const accept = (socket: ChatSocket): void => {
    const { identity } = socket.data;
    endReplaced(io, socket);
    const { idle } = socket.handshake.auth as Record<string, unknown>;
    // The profile may have changed since authentication.
    const user = deps.displayedUser(identity);
    const connection = createSocketConnection({
      socket,
      user,
      given: identity.given,
      idle: idle === true,
      address: deps.address(socket.request),
      overlay: identity.overlay,
      limits,
      onDrained: deps.onDrained,
    });
    tellIfSlow(socket);
    answerThrough(connection, socket);
    const run = callWith(deps.dispatch, connection, limits.maxPendingCommands, deps.id);
    const call = guard('a command', run, () => cut(socket));
    listenToAll(socket, call);
    takeCommands(socket, call);
    const stopExpiry = whenExpired(identity.expiresAt, now, () => connection.end('expired'));
    const over = (reason: string): void => {
      stopExpiry();
      connection.closed();
      const goodbye = reason === 'client namespace disconnect';
      try {
        deps.onDisconnected(connection, goodbye);
      } finally {
        // Without a namespace only pings would end it.
        if (goodbye) socket.conn.close();
      }
    };
    socket.on('disconnect', guard('ending a socket', over));
    socket.on('error', guard('a failed socket', failed));
    deps.onConnected(connection);
    connection.sendSoon(`2${JSON.stringify(['hello', helloFor({ ...identity, user }, limits)])}`);
    lighten(socket, connection);
  };

  // Attached to a server that never listens, so that no other websocket server of the application sees these
  // upgrades.
  const inner = createServer();
  io.attach(inner);
  httpServer.on(
    'close',
    guard('a closed server', () => inner.emit('close')),
  );
  watchConnections({ ...deps, engine: io.engine, guard });

  return {
    io,
    nodes: options.adapter ? adapterTransport(io, path, logger) : null,
    handle: guard(
      'a polling request',
      (request: IncomingMessage, response: ServerResponse) => io.engine.handleRequest(request, response),
      (_request, response) => response.destroy(),
    ),
    upgrade: guard(
      'an upgrade',
      (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (request.url?.startsWith(`${path}/socket`)) passUpgrade(inner, request, socket, head);
        else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      },
      (_request, socket) => void socket.destroy(),
    ),
    close: async () => {
      // Spread evenly: a restart should not bring everyone back in the same second.
      const sockets = [...io.sockets.sockets.values()];
      const spreadMs = Math.min(
        longestSpreadMs,
        Math.max(shortestSpreadMs, sockets.length * spreadPerSocketMs),
      );
      sockets.forEach((socket, index) => {
        socket.emit('drain', { reconnectInMs: Math.round((index / sockets.length) * spreadMs) });
      });
      await new Promise((resolve) => setImmediate(resolve)); // let the frames out
      for (const socket of sockets) socket.emit('closed', { code: 'shutdown' });
      // The connections are ended, not the namespace: other Socket.IO clients then reconnect by themselves.
      await closeSockets(openSockets(io));
      io.engine.close();
    },
  };
};

/**
 * Ends the previous connection of a page that has reconnected: delayed commands from there would be mixed up
 * with its new ones.
 */
const endReplaced = (io: ChatIo, { handshake, data }: ChatSocket): void => {
  const { replaces } = handshake.auth as Record<string, unknown>;
  const before = typeof replaces === 'string' ? io.sockets.sockets.get(replaces) : undefined;
  if (before?.data.identity.user.id === data.identity.user.id) before.disconnect(true);
};

const empty = Object.freeze({});

/**
 * Nothing after the handshake needs the request, its headers or the token: without them an idle connection is
 * lighter, and a secret is not kept longer than needed. Set, not deleted: an object that loses a property
 * becomes slow.
 */
const lighten = (socket: ChatSocket, { user, given }: Connection): void => {
  (socket.conn as { request?: unknown }).request = undefined;
  Object.assign(socket.handshake, { headers: empty, auth: empty, query: empty, url: '', time: '' });
  socket.data.identity = { user, given };
};

/** A private name of Socket.IO. */
const anyListeners = '_anyListeners';

/** Registers one listener for all events. `onAny` pushes it to an empty array, which reserves space for seventeen. */
const listenToAll = (socket: ChatSocket, guarded: (event: string, ...args: unknown[]) => void): void => {
  Object.assign(socket, { [anyListeners]: [guarded] });
  if (!socket.listenersAny().includes(guarded)) socket.onAny(guarded);
};

/** Sends everything written in this turn and the next, the handshake and `hello`, as one piece. */
const holdTogether = (socket: ChatSocket): void => {
  const direct = rawSocket(socket);
  direct?.cork();
  setImmediate(() => setImmediate(() => direct?.uncork()));
};

/**
 * Acknowledges through the connection. If Socket.IO has no such method nothing changes: it acknowledges
 * itself.
 */
const answerThrough = (connection: SocketConnection, socket: ChatSocket): void => {
  const internals = socket as unknown as { ack(id: number): (reply: Reply<object>) => void };
  internals.ack = (id) => {
    let answered = false;
    return (reply) => {
      if (!answered) connection.sendSoon(`3${id}[${replyJson(reply)}]`);
      answered = true;
    };
  };
};

const replyJson = (reply: Reply<object>): string =>
  reply.ok ? `{"ok":true,"value":${toJson(reply.value)}}` : JSON.stringify(reply);

const refusal = (error: unknown, requestId: string): Error => {
  const body = error instanceof ChatError ? error : new ChatError('internal', 'internal error');
  return Object.assign(new Error(body.message), { data: toErrorBody(body, () => requestId) });
};

const helloFor = ({ user, token, expiresAt }: Identity, limits: Limits): Hello => ({
  v: protocolVersion,
  user,
  limits: clientLimitsOf(limits),
  ...(token === undefined ? {} : { token }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});
