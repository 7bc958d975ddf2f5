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
 * Adds a chat to an http server: one call. It owns every request below its path and leaves all others to whoever else
 * listens. Throws when an option cannot be meant or the storage file cannot be opened.
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

/** The same over another transport, a simulated network, and with another look at the event loop. */
export const chatServerOver = (
  createTransport: (deps: SocketDeps) => SocketTransport,
  httpServer: HttpServer,
  options: ChatServerOptions,
  watchLag: WatchLag = watchEventLoopLag,
): ChatServer => {
  const resolved = resolveOptions(options);
  const { path, authenticate, storage, limits, logger, now, id, address, fileStore, profiles } = resolved;
  let draining = false;
  const nodes = createCluster({
    ...resolved,
    store: storage.presence,
    parts: () => ({ rooms, onlineUsers: people, roomLists: watch, load }),
  });
  const { bus, presence, ephemeral } = nodes;
  const people = createOnlineUsers({
    users: storage.users,
    logger,
    now,
    knownStatus: (userId) => profiles.known(userId)?.status,
    onChanged: (user) => {
      for (const room of rooms.live()) room.audience.touch(user);
      watch.onPresence(user.id);
    },
    onCameOrWent: (userId) => watch.onPresence(userId),
    publish: (...said) => presence.setUser(...said),
  });
  const introductions = createDisplayedUsers({ profiles, onlineUsers: people, logger });
  const load = createLoadShedding({ limits, logger, watchLag });
  const watch = createRoomListSubscriptions({
    connectionsOf: people.connectionsOf,
    summarise: (connection, roomId) => summaryOf(contextOf(core, connection), roomId),
    logger,
  });
  const following = createStoreSync({
    ...resolved,
    bus,
    rooms: () => rooms,
    roomLists: watch,
    onlineUsers: people,
  });
  const rooms = createRoomRegistry({
    ...resolved,
    onlineUsers: people,
    load,
    presence,
    ...following,
    onMessageDeleted: (roomId, messageId) => files?.lifecycle.messageDeleted(roomId, messageId),
    roomLists: {
      ...watch,
      onPublished: (...it) => [watch, calls, groupCalls].forEach((x) => x.onPublished(...it)),
    },
  });
  const images = createImageSanitizer(limits, (why) =>
    logger.warn({}, `images keep their metadata, and can be saved but not shown: ${why}`),
  );
  const toFiles = {
    images,
    storage,
    rooms: () => rooms,
    limits,
    logger,
    now,
    id,
    path,
    hooks: resolved.hooks,
  };
  const files = fileStore && createFiles({ ...toFiles, store: fileStore });
  const pictures = fileStore && createProfilePictures({ ...toFiles, store: fileStore });
  const push = resolved.push && createNotifier(resolved.push, { ...resolved, onlineUsers: people, rooms });
  const exports = createExports({ storage, rooms, path, now });
  bus.subscribe('revoked', ({ userId }) => exports.links.revoke(userId));
  const erasures = createErasures({
    ...resolved,
    rooms,
    onlineUsers: people,
    pictures,
    files,
    ephemeral,
    bus,
  });
  const metrics = createMetrics();
  const quota = createRateLimits(limits, now);
  const calls = createCalls({
    ...resolved,
    rooms,
    onlineUsers: people,
    rateLimits: quota,
    bus,
    ...(push && { onChanged: push.onCall }),
  });
  const groupCalls = createGroupCalls({
    ...resolved,
    rooms,
    onlineUsers: people,
    roomLists: watch,
    bus,
    onChanged: push?.onGroupCall,
  });
  const caps = createConnectionLimits(limits);
  const core: Core = {
    storage,
    rooms,
    onlineUsers: people,
    roomLists: watch,
    profiles,
    pictures,
    profileChanges: quota.profileChanges,
    invitations: quota.invitations,
    exportQuota: quota.exports,
    roomReads: quota.roomReads,
    devices: quota.devices,
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
    rateLimits: quota,
    onAnswered: metrics.countCommand,
    gate: ({ kind }, name) => {
      if (kind !== 'process') begin(name); // a session in process is the application's own
    },
  });
  const begin = (name: CommandName): void => {
    if (draining) throw new ChatError('overloaded', 'the server is closing', { retryAfterMs: comeBackMs });
    load.admit(name);
  };

  const storageHealth = createStorageHealth({ storage, logger });
  const refusals = createRefusalLog({ logger, now });
  const door = createAdmission({
    ...resolved,
    refusals,
    hosts: options.hosts,
    onRefused: metrics.countRefusal,
    onlineUsers: people,
    introductions: {
      resolve: (identity) => {
        exports.links.seen(identity.user);
        return introductions.resolve(identity);
      },
    },
    rateLimits: quota,
    connectionLimits: caps,
    cors: options.cors,
    isDraining: () => draining,
    rejectErased: (userId) => erasures.rejectErased(userId),
  });

  const stats = createStats({ rooms, people, load, caps });
  const guard = createListenerGuard(logger);
  const isDraining = () => draining;
  const { arrived, ended } = createConnectionLifecycle({ ...core, stats, isDraining, guard });

  const isAlone = httpServer.listenerCount('request') === 0;
  const sockets = createTransport({
    ...resolved,
    httpServer,
    options: resolved.io,
    corsOrigin: options.cors?.origin,
    ...door,
    shown: introductions.shown,
    opened: caps.open,
    rateLimits: quota,
    seated: ({ user }) => caps.addUser(user.id),
    dispatch,
    onConnected: arrived,
    onDisconnected: ended,
    onDrained: (connection) => {
      for (const roomId of connection.rooms.keys()) rooms.peek(roomId)?.onDrained(connection);
    },
  });

  nodes.open(sockets.nodes);
  following.open();
  if (bus.isOpen) calls.open();

  const upload = async (
    connection: Connection,
    roomId: string,
    file: IncomingMessage | GivenFile,
  ): Promise<RoomFile> => {
    if (!files) throw new ChatError('not_found', 'this server takes no files');
    if (connection.kind !== 'process') begin('message:send'); // as much as one, or more
    return files.uploads.take(contextOf(core, connection), parseField(fields.id, roomId, 'roomId'), file);
  };
  const run = (who: KnownIdentity, command: CommandName, input: unknown, from: RequestOrigin) =>
    runToValue(dispatch, requestConnection(who, id(), from), command, input);
  const downloads = createDownloads({ limits, rateLimits: quota, address });
  const serve = createHttpHandler({
    ...resolved,
    ...(options.cors ? { cors: options.cors } : {}),
    identify: door.identify,
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
    admitHost: door.admitHost,
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
    roomLists: watch,
    files,
    erasures,
    push,
    onlineUsers: people,
    pictures,
    guestDays: authenticate.guestDays,
  });

  const sessions = createSessions({
    ...resolved,
    dispatch,
    upload,
    ready: introductions.ready,
    onConnected: arrived,
    onDisconnected: ended,
  });
  const as = sessions.open;

  const closeDialects = openDialects(resolved.dialects, {
    ...resolved,
    httpServer,
    cors: options.cors,
    admit: door.admit,
    opened: caps.open,
    takeRequest: door.takeRequest,
    admitHost: door.admitHost,
    identify: door.identify,
    identifyCounted: door.identifyCounted,
    rateLimits: quota,
    seat: (identity) => (door.welcome(identity), caps.addUser(identity.user.id)),
    endGrace: (userId) => {
      if (people.connectionsOf(userId).length > 0) return;
      for (const { audience } of rooms.live()) if (audience.find(userId)) audience.expel(userId);
      people.forget(userId);
    },
    present: (roomId, userId) =>
      [...(rooms.peek(roomId)?.audience.shownTo(userId) ?? [])].map(({ user }) => people.presence(user)),
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
    following.close();
    const open = [files?.uploads, pictures, erasures];
    await waitFor('commands', Promise.all([dispatch.idle(), ...open.map((each) => each?.close())]));
    images.close();
    load.close();
    for (const each of [calls, groupCalls]) each.close();
    push?.close();
    await waitFor('presence', nodes.leave());
    await Promise.all([sockets.close(), closeDialects()]);
    sessions.close();
    await waitFor('commits', rooms.close());
    watch.close();
    await waitFor('people', people.settled());
    nodes.close();
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
      for (const connection of people.connectionsOf(userId)) connection.end('unauthenticated');
    },
    exportRoom: exports.room,
    isNameTaken: door.isNameTaken,
    exportUser: exports.user,
    eraseUser: erasures.erase,
    close: () => (closing ??= close()),
  };
};
