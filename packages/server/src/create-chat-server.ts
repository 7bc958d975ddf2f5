import type { IncomingMessage, RequestListener, Server as HttpServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { ChatError, foldName, type User } from '@chat/protocol';
import type { Server } from 'socket.io';
import { identify, type AuthRequest, type Identity } from './auth/authenticate.ts';
import type { Connection } from './connection.ts';
import type { Core } from './context.ts';
import { createDispatch, runToValue, type Dispatch } from './dispatch.ts';
import { handlers } from './features/index.ts';
import { isAllowedOrigin } from './http/allowed-origin.ts';
import { createHttpHandler } from './http/http-handler.ts';
import { widgetDir } from './http/widget-dir.ts';
import { requestConnection } from './request-connection.ts';
import { resolveOptions, type ChatServerOptions } from './options.ts';
import { ownRequests } from './own-requests.ts';
import { createPeople } from './people.ts';
import { createQuota } from './quota.ts';
import { createRoomRegistry } from './room/room-registry.ts';
import { createSession, type Session } from './session.ts';
import { createSocketTransport, type SocketDeps, type SocketTransport } from './socket.ts';
import { createStats, type Stats } from './stats.ts';

/** A running chat. */
export interface ChatServer {
  /** A session of a user in this process: bots, dialects, tests, your own routes. No authentication is asked. Throws `invalid` for a user without a proper id and name. */
  as(user: User): Session;
  /** The HTTP surface, when you would rather mount it yourself. Requests it does not own are answered 404. */
  handler: RequestListener;
  /** Socket.IO itself: the way out. */
  io: Server;
  stats(): Stats;
  /** Ends a user's live connections with `closed { code: 'unauthenticated' }`, so that they have to present themselves again. */
  revoke(userId: string): void;
  /** Refuses what is new, finishes and stores what is under way, tells everyone when to come back, and ends. The http server stays its owner's, as does a storage object that was passed in. */
  close(): Promise<void>;
}

const sweepMs = 30_000;
/** A hook that hangs does not keep the process from ending. */
const drainMs = 10_000;

/**
 * Adds a chat to an http server: one call. It owns every request below its path and leaves all others to whoever else
 * listens. Throws when an option cannot be meant or the storage file cannot be opened.
 */
export const createChatServer = (httpServer: HttpServer, options: ChatServerOptions = {}): ChatServer =>
  chatServerOver(createSocketTransport, httpServer, options);

/** The same over another transport: a simulated network. */
export const chatServerOver = (
  createTransport: (deps: SocketDeps) => SocketTransport,
  httpServer: HttpServer,
  options: ChatServerOptions,
): ChatServer => {
  const resolved = resolveOptions(options);
  const { path, authenticate, storage, limits, logger, now, id, address } = resolved;
  let draining = false;

  const people = createPeople({
    users: storage.users,
    logger,
    now,
    changed: (user) => {
      for (const room of rooms.live()) room.audience.touch(user);
    },
  });
  const rooms = createRoomRegistry({ storage, people, limits, logger, now });
  const quota = createQuota(limits, now);
  const core: Core = {
    storage,
    rooms,
    people,
    limits,
    logger,
    autoCreate: resolved.autoCreate,
    roomDefaults: resolved.roomDefaults,
    uniqueNames: authenticate.unique ?? false,
    now,
    id,
  };
  const dispatch: Dispatch = createDispatch({ core, handlers, hooks: resolved.hooks, quota });

  const identifyRequest = async (request: AuthRequest): Promise<Identity> => {
    quota.takeRequest(request.address);
    return identify(authenticate, request, { settings: storage.settings, now, id }, report);
  };
  const report = (error: unknown, requestId: string): void =>
    logger.error({ err: error, requestId }, 'authenticate failed');

  const welcome = ({ user }: Identity): void => {
    if (core.uniqueNames !== 'server' || !user.guest) return;
    const name = foldName(user.name);
    for (const other of people.users()) {
      if (other.id === user.id || foldName(other.name) !== name) continue;
      throw new ChatError('conflict', 'somebody here has this name', { reason: 'name_taken', field: 'name' });
    }
  };

  const ended = (connection: Connection, onPurpose: boolean): void => {
    stats.ended(connection);
    const graceMs = onPurpose || draining ? 0 : limits.presenceGraceMs;
    for (const roomId of connection.rooms.keys()) {
      rooms.peek(roomId)?.audience.leave(connection, graceMs);
    }
    people.depart(connection, graceMs);
  };

  const admit = (request: IncomingMessage): void => {
    if (draining) throw new ChatError('overloaded', 'the server is closing');
    if (!isAllowedOrigin(request, options.cors))
      throw new ChatError('forbidden', 'origin not allowed', { reason: 'origin' });
    stats.admit(address(request));
  };

  const sockets = createTransport({
    httpServer,
    path,
    limits,
    options: resolved.io,
    corsOrigin: options.cors?.origin,
    logger,
    now,
    address,
    admit,
    identify: identifyRequest,
    welcome,
    dispatch,
    arrived: (connection) => {
      stats.arrived(connection);
      people.arrive(connection);
    },
    ended,
    drained: (connection) => {
      for (const roomId of connection.rooms.keys()) rooms.peek(roomId)?.drained(connection);
    },
  });
  const stats = createStats({ limits, rooms, people });

  const serve = createHttpHandler({
    path,
    limits,
    ...(options.cors ? { cors: options.cors } : {}),
    address,
    identify: identifyRequest,
    run: (identity, command, input) => {
      if (draining) throw new ChatError('overloaded', 'the server is closing', { retryAfterMs: 2_000 });
      return runToValue(dispatch, requestConnection(identity, id()), command, input);
    },
    health: () => ({ status: draining ? 'draining' : 'ok' }),
    logger,
    id,
    now,
    widgetDir: widgetDir(),
  });
  const handler: RequestListener = (request, response) => {
    if (request.url?.startsWith(`${path}/socket`)) return sockets.handle(request, response);
    if (!serve(request, response)) response.writeHead(404).end();
  };
  const disown = ownRequests(httpServer, path, handler);

  const sweeper = setInterval(() => {
    rooms.sweep().catch((error: unknown) => logger.error({ err: error }, 'sweeping rooms failed'));
  }, sweepMs).unref();

  const sessions = new Set<Session>();
  const as = (user: User): Session => {
    const session = createSession(user, {
      dispatch,
      logger,
      id,
      ended: (connection) => {
        sessions.delete(session);
        ended(connection, true);
      },
    });
    sessions.add(session);
    people.arrive(session.connection);
    return session;
  };

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    draining = true;
    clearInterval(sweeper);
    await Promise.race([dispatch.idle(), setTimeout(drainMs, undefined, { ref: false })]);
    await sockets.close();
    for (const session of sessions) session.close();
    await rooms.close();
    await people.settled();
    disown();
    if (resolved.ownsStorage) await storage.close();
  };

  return {
    as,
    handler,
    io: sockets.io,
    stats: stats.read,
    revoke: (userId) => {
      for (const connection of people.connectionsOf(userId)) connection.end('unauthenticated');
    },
    close: () => (closing ??= close()),
  };
};
