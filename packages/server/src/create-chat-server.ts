import type { Server as HttpServer } from 'node:http';
import type { ChatServer } from './chat-server.ts';
import { createConnectionLifecycle } from './transport/connection-lifecycle.ts';
import { openDialects } from './dialect/open-dialects.ts';
import { createListenerGuard } from './async/listener-guard.ts';
import { startMaintenance } from './jobs/maintenance.ts';
import { createShutdownSteps } from './operations/shutdown-steps.ts';
import { watchEventLoopLag, type WatchLag } from './operations/event-loop-lag.ts';
import { requestConnection } from './connections/request-connection.ts';
import { pathOf, resolveOptions, type ChatServerOptions, type Resolved } from './options.ts';
import { checkServer, claimPath, routeRequests, rejectUnhandled } from './http/request-routing.ts';
import { createAdmission } from './auth/admission.ts';
import { createRefusalLog } from './auth/refusal-log.ts';
import { createSessions } from './transport/session.ts';
import {
  createSocketTransport,
  type SocketDeps,
  type SocketTransport,
} from './transport/socket-transport.ts';
import { createNodeState } from './operations/node-state.ts';
import { createStats } from './operations/stats.ts';
import { checkAtStart, createStorageHealth } from './operations/storage-health.ts';
import { createCommands } from './setup/create-commands.ts';
import { createHttp } from './setup/create-http.ts';
import { createServices, type Services } from './setup/create-services.ts';

/**
 * Adds a chat to an http server. It handles every request below its path and leaves all others to your own
 * listeners. Throws if an option is invalid or the storage file cannot be opened.
 */
export const createChatServer = (httpServer: HttpServer, options: ChatServerOptions = {}): ChatServer => {
  checkServer(httpServer);
  const free = claimPath(httpServer, pathOf(options.path));
  try {
    const chat = chatServerOver(createSocketTransport, httpServer, options);
    const ready = checkAtStart(chat, typeof options.storage === 'object' ? options.storage : {});
    return { ...chat, ready, close: () => chat.close().finally(free) };
  } catch (error) {
    free();
    throw error;
  }
};

type Admission = ReturnType<typeof createAdmission>;

interface AdmissionParts {
  services: Services;
  refusals: ReturnType<typeof createRefusalLog>;
  isDraining: () => boolean;
}

interface DialectParts extends Pick<ReturnType<typeof createHttp>, 'run' | 'upload'> {
  services: Services;
  admission: Admission;
  as: ReturnType<typeof createSessions>['open'];
}

/** Lets users in: their token, origin, address and limits. */
const openAdmission = (
  resolved: Resolved,
  { hosts, cors }: ChatServerOptions,
  { services, refusals, isDraining }: AdmissionParts,
): Admission => {
  const { exports, displayedUsers, onlineUsers, rateLimits, connectionLimits, metrics, erasures } = services;
  return createAdmission({
    ...resolved,
    refusals,
    hosts: hosts,
    onRefused: metrics.countRefusal,
    onlineUsers,
    displayedUsers: {
      resolve: (identity) => {
        exports.links.seen(identity.user);
        return displayedUsers.resolve(identity);
      },
    },
    rateLimits,
    connectionLimits,
    overlays: services.live.overlays,
    cors: cors,
    isDraining,
    rejectErased: (userId) => erasures.rejectErased(userId),
  });
};

/** Serves old front ends, in their own protocols. */
const dialectsOver = (
  httpServer: HttpServer,
  resolved: Resolved,
  { cors }: ChatServerOptions,
  { services, admission, as, run, upload }: DialectParts,
): (() => Promise<unknown>) => {
  const { connectionLimits, rateLimits, onlineUsers, rooms } = services;
  return openDialects(resolved.dialects, {
    ...resolved,
    httpServer,
    cors: cors,
    admit: admission.admit,
    countConnection: connectionLimits.open,
    takeRequest: admission.takeRequest,
    admitHost: admission.admitHost,
    identify: admission.identify,
    identifyCounted: admission.identifyCounted,
    rateLimits,
    seat: (identity) => (admission.welcome(identity), connectionLimits.addUser(identity.user.id)),
    endGrace: (userId) => {
      if (onlineUsers.connectionsOf(userId).length > 0) return;
      for (const { audience } of rooms.live()) if (audience.find(userId)) audience.expel(userId);
      onlineUsers.forget(userId);
    },
    present: (roomId, userId) =>
      [...(rooms.peek(roomId)?.audience.shownTo(userId) ?? [])].map(({ user }) => onlineUsers.presence(user)),
    as,
    run,
    uploadAs: (identity, roomId, file) => upload(requestConnection(identity, resolved.id()), roomId, file),
  });
};

/** Returns a function that ends the connections of a user on all nodes. */
const revokeOver =
  ({ cluster, exports, onlineUsers }: Services) =>
  (userId: string): void => {
    cluster.ephemeral.revoke(userId);
    exports.links.revoke(userId);
    for (const connection of onlineUsers.connectionsOf(userId)) connection.end('unauthenticated');
  };

/** The same over another transport (a simulated network) and with another lag monitor. */
export const chatServerOver = (
  createTransport: (deps: SocketDeps) => SocketTransport,
  httpServer: HttpServer,
  options: ChatServerOptions,
  watchLag: WatchLag = watchEventLoopLag,
): ChatServer => {
  const resolved = resolveOptions(options);
  const { path, storage, logger, now } = resolved;
  let draining = false;
  const isDraining = () => draining;
  const services = createServices(resolved, watchLag, () => commands.core);
  const { cluster, onlineUsers, displayedUsers, rooms, storeSync, connectionLimits, rateLimits } = services;
  const storageHealth = createStorageHealth({ storage, logger });
  const stats = createStats(services);
  const node = createNodeState({ ...resolved, ...services, stats, storageHealth, isDraining });
  const commands = createCommands(resolved, services, { isDraining, node, revoke: revokeOver(services) });
  const { core, dispatch } = commands;
  const refusals = createRefusalLog({ logger, now });
  const admission = openAdmission(resolved, options, { services, refusals, isDraining });

  const guard = createListenerGuard(logger);
  const lifecycle = createConnectionLifecycle({ ...core, stats, isDraining, guard });

  const isAlone = httpServer.listenerCount('request') === 0;
  const sockets = createTransport({
    ...resolved,
    httpServer,
    options: resolved.io,
    corsOrigin: options.cors?.origin,
    ...admission,
    identify: admission.identifySocket,
    displayedUser: displayedUsers.shown,
    countConnection: connectionLimits.open,
    rateLimits,
    countUser: ({ user }) => connectionLimits.addUser(user.id),
    dispatch,
    ...lifecycle,
    onDrained: (connection) => {
      for (const roomId of connection.rooms.keys()) rooms.peek(roomId)?.onDrained(connection);
    },
  });

  cluster.open(sockets.nodes);
  storeSync.open();
  if (cluster.bus.isOpen) services.calls.open();

  const { handler, run, upload } = createHttp(resolved, options, {
    services,
    commands,
    admission,
    refusals,
    guard,
    sockets,
    health: async () => ({ status: await node.health() }),
  });
  const unhear = isAlone ? rejectUnhandled(httpServer, httpServer.listeners('request')) : null;
  const disown = routeRequests(httpServer, path, handler, sockets.upgrade);

  const { guestDays } = resolved.authenticate;
  const stopMaintenance = startMaintenance({ ...resolved, ...services, ...commands, guestDays });

  const sessions = createSessions({
    ...resolved,
    dispatch,
    upload,
    ready: displayedUsers.ready,
    ...lifecycle,
  });

  const dialectParts = { services, admission, as: sessions.open, run, upload };
  const closeDialects = dialectsOver(httpServer, resolved, options, dialectParts);

  const waitFor = createShutdownSteps(logger);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const { files, pictures, erasures, images, load, calls, groupCalls, polls, push, roomLists } = services;
    const { undoableDeletions, live, questions } = services;
    draining = true;
    storageHealth.close();
    const maintenanceDone = stopMaintenance();
    storeSync.close();
    const open = [files?.uploads, pictures, erasures, services.burstHistory, services.linkCards];
    await waitFor('commands', Promise.all([dispatch.idle(), ...open.map((each) => each?.close())]));
    images.close();
    load.close();
    for (const each of [calls, groupCalls, polls, questions, live, undoableDeletions, files?.lifecycle])
      each?.close();
    push?.close();
    for (const each of [core.translations, core.summaries]) each?.close();
    await waitFor(
      'presence',
      Promise.all([cluster.leave(), services.webhooks?.close(), services.emails?.close()]),
    );
    await Promise.all([sockets.close(), closeDialects()]);
    sessions.close();
    await waitFor('commits', Promise.all([rooms.close(), maintenanceDone]));
    roomLists.close();
    await waitFor('people', onlineUsers.settled());
    cluster.close();
    disown();
    unhear?.();
    await waitFor('files', resolved.closeFiles());
    if (resolved.ownsStorage) await waitFor('storage', storage.close());
  };

  return {
    ready: storageHealth.ready,
    as: (user) => sessions.open(user),
    slash: core.slash.add,
    handler,
    io: sockets.io,
    stats: stats.read,
    metrics: () => services.metrics.text(stats.read(), services.webhooks?.list()),
    webhooks: () => services.webhooks?.list() ?? [],
    revoke: core.revoke,
    exportRoom: services.exports.room,
    isNameTaken: admission.isNameTaken,
    exportUser: services.exports.user,
    eraseUser: services.erasures.erase,
    close: () => (closing ??= close()),
  };
};
