import { createCalls } from '../calls/calls.ts';
import { createCluster } from '../cluster/cluster.ts';
import { createStoreSync } from '../cluster/store-sync.ts';
import type { Core } from '../commands/context.ts';
import { contextOf } from '../commands/dispatch.ts';
import { createEmails } from '../email/emails.ts';
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
import { createLive } from '../live/live.ts';
import { createPolls } from '../tallies/polls.ts';
import { createQuestions } from '../tallies/questions.ts';
import { createNotifier } from '../push/notifier.ts';
import { createBurstHistory } from '../recordings/burst-history.ts';
import { createRoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import { summaryOf } from '../room-list/room-summary.ts';
import { createRoomRegistry, type RoomRegistry } from '../room/room-registry.ts';
import { createUndoableDeletions } from '../room/undoable-deletions.ts';
import type { Change } from '../storage/contract/change.ts';
import { createLinkCards } from '../link-cards/link-cards.ts';
import { createWebhooks } from '../webhooks/webhooks.ts';
import { createDisplayedUsers } from '../users/displayed-user.ts';
import { createOnlineUsers } from '../users/online-users.ts';

/** The services of the commands: rooms, users, nodes, files, calls, and their limits. */
export type Services = ReturnType<typeof createServices>;

const createCards = (
  resolved: Resolved,
  parts: Pick<Parameters<typeof createLinkCards>[0], 'rooms' | 'files' | 'images'>,
) =>
  resolved.linkCards &&
  createLinkCards({
    ...resolved,
    ...parts,
    options: resolved.linkCards,
    admitsGuests: resolved.authenticate.guestDays !== undefined,
  });

const createImages = ({ limits, logger }: Resolved) =>
  createImageSanitizer(limits, (why) =>
    logger.warn({}, `images keep their metadata, and can be saved but not shown: ${why}`),
  );

/** Returns the changes that webhooks and e-mails commit with others. */
const marksOf =
  (
    webhooks: ReturnType<typeof createWebhooks> | null,
    emails: () => ReturnType<typeof createEmails> | null,
  ) =>
  (...[room, from, changes]: Parameters<ReturnType<typeof createWebhooks>['marksFor']>): Change[] => [
    ...(webhooks?.marksFor(room, from, changes) ?? []),
    ...(emails()?.marksFor(room, changes) ?? []),
  ];

/** Creates the services of a chat. `core`: called only after it exists, when a room list is summarised. */
export const createServices = (resolved: Resolved, watchLag: WatchLag, core: () => Core) => {
  const { path, storage, limits, logger, now, fileStore, profiles } = resolved;
  const cluster = createCluster({
    ...resolved,
    store: storage.presence,
    parts: () => ({ rooms, onlineUsers, roomLists, load, live }),
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
  const webhooks =
    resolved.webhooks.length > 0
      ? createWebhooks({
          ...resolved,
          endpoints: resolved.webhooks,
          rooms: { open: (roomId) => rooms.open(roomId), peek: (roomId) => rooms.peek(roomId) },
          isShared: storeSync.isShared,
        })
      : null;
  const rooms: RoomRegistry = createRoomRegistry({
    ...resolved,
    onlineUsers,
    load,
    presence,
    ...storeSync,
    ...((webhooks || resolved.email) && { marksFor: marksOf(webhooks, () => emails) }),
    onCommitted: (roomId, ...how) => {
      storeSync.onCommitted(roomId, ...how);
      webhooks?.onCommitted(roomId);
    },
    onPresence: (...presence) => live.attendance.onPresence(...presence),
    onMessageDeleted: (...deleted) => files?.lifecycle.messageDeleted(...deleted),
    roomLists: {
      ...roomLists,
      onPublished: (...it) =>
        [roomLists, calls, groupCalls, polls, questions, live, webhooks].forEach((each) =>
          each?.onPublished(...it),
        ),
    },
  });
  const images = createImages(resolved);
  const services = { ...resolved, bus, rooms, roomLists, onlineUsers };
  const toFiles = { ...resolved, images, rooms: () => rooms };
  const files = fileStore && createFiles({ ...toFiles, store: fileStore });
  const pictures = fileStore && createProfilePictures({ ...toFiles, store: fileStore });
  const emails = resolved.email && createEmails({ ...services, rules: resolved.email });
  const push = resolved.push && createNotifier(resolved.push, services);
  const exports = createExports({ storage, rooms, path, now });
  bus.subscribe('revoked', ({ userId }) => exports.links.revoke(userId));
  const erasures = createErasures({ ...services, pictures, files, ephemeral });
  const rateLimits = createRateLimits(limits, now);
  const calls = createCalls({ ...services, rateLimits, ...(push && { onChanged: push.onCall }) });
  const groupCalls = createGroupCalls({ ...services, onChanged: push?.onGroupCall });
  const linkCards = createCards(resolved, { rooms, files, images });
  const polls = createPolls({ storage, rooms, logger, now });
  const questions = createQuestions({ storage, rooms, logger, now });
  const live = createLive({ ...services, ephemeral });
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
    emails,
    exports,
    undoableDeletions: createUndoableDeletions(limits, now),
    erasures,
    metrics: createMetrics(),
    rateLimits,
    calls,
    groupCalls,
    polls,
    questions,
    live,
    burstHistory: createBurstHistory({ rooms, logger, now }),
    connectionLimits: createConnectionLimits(limits),
    webhooks,
    linkCards,
  };
};
