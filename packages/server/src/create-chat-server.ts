import type { IncomingMessage, RequestListener, Server as HttpServer } from 'node:http';
import { ChatError, parseField, fields, type CommandName, type RoomFile } from '@chat/protocol';
import type { KnownIdentity } from './auth/authenticate.ts';
import { createCalls } from './calls/calls.ts';
import type { ChatServer } from './chat-server.ts';
import { createConnectionLifecycle } from './transport/connection-lifecycle.ts';
import { createConnectionLimits } from './limits/connection-limits.ts';
import type { Connection } from './connections/connection.ts';
import type { Core } from './commands/context.ts';
import { contextOf, createDispatch, runToValue, type Dispatch } from './commands/dispatch.ts';
import { createErasures } from './erasure/user-erasure.ts';
import { createExports } from './exports/exports.ts';
import { handlers } from './features/index.ts';
import { openDialects } from './dialect/open-dialects.ts';
import { createFiles } from './files/files.ts';
import type { GivenFile } from './files/in-process-upload.ts';
import { createImageSanitizer } from './files/image-sanitizer.ts';
import { createFairScheduler } from './async/fair-scheduler.ts';
import { createListenerGuard } from './async/listener-guard.ts';
import { createHttpHandler } from './http/http-handler.ts';
import { createProfilePictures } from './files/profile-pictures.ts';
import { takePicture } from './features/users.ts';
import { createGroupCalls } from './group-calls/group-calls.ts';
import { createDisplayedUsers } from './users/displayed-user.ts';
import { createDownloads } from './http/downloads.ts';
import { createServePicture } from './http/serve-picture.ts';
import { createServeFile } from './http/serve-file.ts';
import { startMaintenance } from './jobs/maintenance.ts';
import { widgetDir } from './http/widget-dir.ts';
import { createMetrics } from './operations/metrics.ts';
import { createStoreSync } from './cluster/store-sync.ts';
import { createCluster } from './cluster/cluster.ts';
import { createShutdownSteps } from './operations/shutdown-steps.ts';
import { createServeExport } from './http/serve-export.ts';
import { createLoadShedding } from './operations/load-shedding.ts';
import { watchEventLoopLag, type WatchLag } from './operations/event-loop-lag.ts';
import { requestConnection, type RequestOrigin } from './connections/request-connection.ts';
import { pathOf, resolveOptions, type ChatServerOptions } from './options.ts';
import { checkServer, claimPath, routeRequests, rejectUnhandled } from './http/request-routing.ts';
import { createOnlineUsers } from './users/online-users.ts';
import { createAdmission } from './auth/admission.ts';
import { createNotifier } from './push/notifier.ts';
import { pushHooks } from './features/notifications.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { createRefusalLog } from './auth/refusal-log.ts';
import { createRoomGuesses } from './room/room-guesses.ts';
import { createRoomRegistry } from './room/room-registry.ts';
import { createRoomListSubscriptions } from './room-list/room-list-subscriptions.ts';
import { summaryOf } from './room-list/room-summary.ts';
import { createSessions } from './transport/session.ts';
import {
  createSocketTransport,
  type SocketDeps,
  type SocketTransport,
} from './transport/socket-transport.ts';
import { createStats } from './operations/stats.ts';
import { checkAtStart, createStorageHealth } from './operations/storage-health.ts';

const comeBackMs = 2_000;

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

/** The same over another transport (a simulated network) and with another lag monitor. */
export const chatServerOver = (
  createTransport: (deps: SocketDeps) => SocketTransport,
  httpServer: HttpServer,
  options: ChatServerOptions,
  watchLag: WatchLag = watchEventLoopLag,
): ChatServer => {
  const resolved = resolveOptions(options);
  const { path, authenticate, storage, limits, logger, now, id, address, fileStore, profiles } = resolved;
  let draining = false;
  const cluster = createCluster({
    ...resolved,
    store: storage.presence,
    parts: () => ({ rooms, onlineUsers, roomLists, load }),
  });
  const { bus, presence, ephemeral } = cluster;
  const onlineUsers = createOnlineUsers({
    users: storage.users,
    logger,
    now,
    knownStatus: (userId) => profiles.known(userId)?.status,
    onChanged: (user) => {
      for (const room of rooms.live()) room.audience.touch(user);
      roomLists.onPresence(user.id);
    },
    onCameOrWent: (userId) => roomLists.onPresence(userId),
    publish: (...change) => presence.setUser(...change),
  });
  const displayedUsers = createDisplayedUsers({ profiles, onlineUsers, logger });
  const load = createLoadShedding({ limits, logger, watchLag });
  const roomLists = createRoomListSubscriptions({
    connectionsOf: onlineUsers.connectionsOf,
    summarise: (connection, roomId) => summaryOf(contextOf(core, connection), roomId),
    logger,
  });
  const storeSync = createStoreSync({ ...resolved, bus, rooms: () => rooms, roomLists, onlineUsers });
  const rooms = createRoomRegistry({
    ...resolved,
    onlineUsers,
    load,
    presence,
    ...storeSync,
    onMessageDeleted: (roomId, messageId) => files?.lifecycle.messageDeleted(roomId, messageId),
    roomLists: {
      ...roomLists,
      onPublished: (...it) => [roomLists, calls, groupCalls].forEach((x) => x.onPublished(...it)),
    },
  });
  const images = createImageSanitizer(limits, (why) =>
    logger.warn({}, `images keep their metadata, and can be saved but not shown: ${why}`),
  );
  const services = { ...resolved, bus, rooms, roomLists, onlineUsers };
  const toFiles = { ...resolved, images, rooms: () => rooms };
  const files = fileStore && createFiles({ ...toFiles, store: fileStore });
  const pictures = fileStore && createProfilePictures({ ...toFiles, store: fileStore });
  const push = resolved.push && createNotifier(resolved.push, services);
  const exports = createExports({ storage, rooms, path, now });
  bus.subscribe('revoked', ({ userId }) => exports.links.revoke(userId));
  const erasures = createErasures({ ...services, pictures, files, ephemeral });
  const metrics = createMetrics();
  const rateLimits = createRateLimits(limits, now);
  const calls = createCalls({ ...services, rateLimits, ...(push && { onChanged: push.onCall }) });
  const groupCalls = createGroupCalls({ ...services, onChanged: push?.onGroupCall });
  const connectionLimits = createConnectionLimits(limits);
  const core: Core = {
    storage,
    rooms,
    onlineUsers,
    roomLists,
    profiles,
    pictures,
    profileChanges: rateLimits.profileChanges,
    invitations: rateLimits.invitations,
    exportQuota: rateLimits.exports,
    roomReads: rateLimits.roomReads,
    devices: rateLimits.devices,
    scheduler: createFairScheduler(),
    exports,
    erasures,
    calls,
    groupCalls,
    bus,
    ephemeral,
    limits,
    files,
    logger,
    autoCreate: resolved.autoCreate,
    mayCreate: resolved.mayCreate,
    guesses: createRoomGuesses(limits, now),
    roomDefaults: resolved.roomDefaults,
    uniqueNames: authenticate.unique ?? false,
    reservedNames: authenticate.reserved,
    push,
    slash: resolved.slash,
    callAs: (connection) => (name, input) => runToValue(dispatch, connection, name, input),
    now,
    id,
  };
  const dispatch: Dispatch = createDispatch({
    core,
    handlers,
    hooks: push ? [...resolved.hooks, pushHooks(push)] : resolved.hooks,
    rateLimits,
    onAnswered: metrics.countCommand,
    gate: ({ kind }, name) => {
      if (kind !== 'process') begin(name); // in-process sessions are the application's own
    },
  });
  const begin = (name: CommandName): void => {
    if (draining) throw new ChatError('overloaded', 'the server is closing', { retryAfterMs: comeBackMs });
    load.admit(name);
  };

  const storageHealth = createStorageHealth({ storage, logger });
  const refusals = createRefusalLog({ logger, now });
  const admission = createAdmission({
    ...resolved,
    refusals,
    hosts: options.hosts,
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
    cors: options.cors,
    isDraining: () => draining,
    rejectErased: (userId) => erasures.rejectErased(userId),
  });

  const stats = createStats({ rooms, onlineUsers, load, connectionLimits });
  const guard = createListenerGuard(logger);
  const isDraining = () => draining;
  const lifecycle = createConnectionLifecycle({ ...core, stats, isDraining, guard });

  const isAlone = httpServer.listenerCount('request') === 0;
  const sockets = createTransport({
    ...resolved,
    httpServer,
    options: resolved.io,
    corsOrigin: options.cors?.origin,
    ...admission,
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
  if (bus.isOpen) calls.open();

  const upload = async (
    connection: Connection,
    roomId: string,
    file: IncomingMessage | GivenFile,
  ): Promise<RoomFile> => {
    if (!files) throw new ChatError('not_found', 'this server takes no files');
    if (connection.kind !== 'process') begin('message:send'); // an upload costs at least as much as a message
    return files.uploads.take(contextOf(core, connection), parseField(fields.id, roomId, 'roomId'), file);
  };
  const run = (who: KnownIdentity, command: CommandName, input: unknown, from: RequestOrigin) =>
    runToValue(dispatch, requestConnection(who, id(), from), command, input);
  const downloads = createDownloads({ limits, rateLimits, address });
  const serve = createHttpHandler({
    ...resolved,
    ...(options.cors ? { cors: options.cors } : {}),
    identify: admission.identify,
    run,
    upload: files && ((identity, ...given) => upload(requestConnection(identity, id()), ...given)),
    picture: pictures && ((who, request) => takePicture(core, requestConnection(who, id()), request)),
    servePicture: pictures && createServePicture({ pictures, downloads, cors: options.cors }),
    serveFile:
      files && createServeFile({ files, records: storage.files, downloads, cors: options.cors, now }),
    serveExport: createServeExport({
      addresses: exports.links,
      open: (order, user) =>
        exports.open(order, contextOf(core, requestConnection({ user, given: user }, id()))),
      downloads,
      cors: options.cors,
    }),
    refusedOrigin: refusals.origin,
    admitHost: admission.admitHost,
    health: async () => ({
      status: draining ? 'draining' : (await storageHealth.isReachable()) ? 'ok' : 'storage_unreachable',
    }),
    widgetDir: widgetDir(),
  });
  const handler: RequestListener = guard(
    'an http request',
    (request, response) => {
      if (request.url?.startsWith(`${path}/socket`)) return sockets.handle(request, response);
      if (!serve(request, response)) response.writeHead(404).end();
    },
    (_request, response) => void response.destroy(),
  );
  const unhear = isAlone ? rejectUnhandled(httpServer, httpServer.listeners('request')) : null;
  const disown = routeRequests(httpServer, path, handler, sockets.upgrade);

  const stopUpkeep = startMaintenance({
    ...resolved,
    rooms,
    roomLists,
    files,
    erasures,
    push,
    onlineUsers,
    pictures,
    guestDays: authenticate.guestDays,
  });

  const sessions = createSessions({
    ...resolved,
    dispatch,
    upload,
    ready: displayedUsers.ready,
    ...lifecycle,
  });
  const as = sessions.open;

  const closeDialects = openDialects(resolved.dialects, {
    ...resolved,
    httpServer,
    cors: options.cors,
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
    uploadAs: (identity, roomId, file) => upload(requestConnection(identity, id()), roomId, file),
  });

  const waitFor = createShutdownSteps(logger);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    draining = true;
    storageHealth.close();
    stopUpkeep();
    storeSync.close();
    const open = [files?.uploads, pictures, erasures];
    await waitFor('commands', Promise.all([dispatch.idle(), ...open.map((each) => each?.close())]));
    images.close();
    load.close();
    for (const each of [calls, groupCalls]) each.close();
    push?.close();
    await waitFor('presence', cluster.leave());
    await Promise.all([sockets.close(), closeDialects()]);
    sessions.close();
    await waitFor('commits', rooms.close());
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
    as: (user) => as(user),
    slash: core.slash.add,
    handler,
    io: sockets.io,
    stats: stats.read,
    metrics: () => metrics.text(stats.read()),
    revoke: (userId) => {
      ephemeral.revoke(userId);
      exports.links.revoke(userId);
      for (const connection of onlineUsers.connectionsOf(userId)) connection.end('unauthenticated');
    },
    exportRoom: exports.room,
    isNameTaken: admission.isNameTaken,
    exportUser: exports.user,
    eraseUser: erasures.erase,
    close: () => (closing ??= close()),
  };
};
