import { createCalls } from '../calls/calls.ts';
import { createCluster } from '../cluster/cluster.ts';
import { createStoreSync } from '../cluster/store-sync.ts';
import type { Core } from '../commands/context.ts';
import { contextOf } from '../commands/dispatch.ts';
import { createErasures } from '../erasure/user-erasure.ts';
import { createExports } from '../exports/exports.ts';
import { createFiles } from '../files/files.ts';
import { createImageSanitizer } from '../files/image-sanitizer.ts';
import { createProfilePictures } from '../files/profile-pictures.ts';
import { createGroupCalls } from '../group-calls/group-calls.ts';
import { createConnectionLimits } from '../limits/connection-limits.ts';
import { createRateLimits } from '../limits/rate-limits.ts';
import { createLoadShedding } from '../operations/load-shedding.ts';
import type { WatchLag } from '../operations/event-loop-lag.ts';
import { createMetrics } from '../operations/metrics.ts';
import type { Resolved } from '../options.ts';
import { createNotifier } from '../push/notifier.ts';
import { createRoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import { summaryOf } from '../room-list/room-summary.ts';
import { createRoomRegistry } from '../room/room-registry.ts';
import { createUndoableDeletions } from '../room/undoable-deletions.ts';
import { createDisplayedUsers } from '../users/displayed-user.ts';
import { createOnlineUsers } from '../users/online-users.ts';

/** What the commands work with: rooms, users, nodes, files, calls, and the limits of their use. */
export type Services = ReturnType<typeof createServices>;

/** Creates the services of a chat. `core`: called only after it exists, when a room list is summarised. */
export const createServices = (resolved: Resolved, watchLag: WatchLag, core: () => Core) => {
  const { path, storage, limits, logger, now, fileStore, profiles } = resolved;
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
    summarise: (connection, roomId) => summaryOf(contextOf(core(), connection), roomId),
    logger,
  });
  const storeSync = createStoreSync({ ...resolved, bus, rooms: () => rooms, roomLists, onlineUsers });
  const rooms = createRoomRegistry({
    ...resolved,
    onlineUsers,
    load,
    presence,
    ...storeSync,
    onMessageDeleted: (...deleted) => files?.lifecycle.messageDeleted(...deleted),
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
  const undoableDeletions = createUndoableDeletions(limits, now);
  const erasures = createErasures({ ...services, pictures, files, ephemeral });
  const metrics = createMetrics();
  const rateLimits = createRateLimits(limits, now);
  const calls = createCalls({ ...services, rateLimits, ...(push && { onChanged: push.onCall }) });
  const groupCalls = createGroupCalls({ ...services, onChanged: push?.onGroupCall });
  const connectionLimits = createConnectionLimits(limits);
  return {
    cluster,
    onlineUsers,
    displayedUsers,
    load,
    roomLists,
    storeSync,
    rooms,
    images,
    files,
    pictures,
    push,
    exports,
    undoableDeletions,
    erasures,
    metrics,
    rateLimits,
    calls,
    groupCalls,
    connectionLimits,
  };
};
