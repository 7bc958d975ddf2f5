import type { Logger } from '../logger.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { Profiles } from '../users/profiles.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { Head } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { Bus } from './node-bus.ts';
import { startHeadPolling } from './head-polling.ts';
import { maxIdsPerMessage } from './bus-messages.ts';

/** Keeps what one node shows of a shared store level with what others write to it, and tells them what is written here. */
export interface StoreSync {
  /** Others may write to the same store: there is a bus, or the store says so. */
  isShared(): boolean;
  /** A room has changed here. `users`: whose lists of rooms it may come into, or go from. */
  onCommitted(roomId: string, head: Pick<Head, 'epoch' | 'rev'>, users: readonly string[]): void;
  /** Begins, when the bus has been attached. */
  open(): void;
  close(): void;
}

interface StoreSyncDeps {
  bus: Bus;
  storage: ChatStorage;
  rooms(): Pick<RoomRegistry, 'onRemoteRev' | 'live'>;
  roomLists: Pick<RoomListSubscriptions, 'has' | 'include' | 'markChanged'>;
  onlineUsers: Pick<OnlineUsers, 'find' | 'renew'>;
  profiles: Profiles;
  logger: Logger;
  now(): number;
  id(): string;
}

export const createStoreSync = (deps: StoreSyncDeps): StoreSync => {
  const { bus, storage, rooms, roomLists, onlineUsers, profiles, logger, now, id } = deps;
  const isShared = (): boolean => bus.isOpen || storage.shared === true;
  let stop: (() => void) | null = null;

  bus.subscribe('changed', ({ roomId, epoch, rev, users = [] }) => {
    // A room that is served here tells the lists what it has read.
    if (rooms().onRemoteRev(roomId, epoch, rev)) return;
    roomLists.include(roomId, users);
    for (const userId of users) roomLists.markChanged(roomId, userId);
    if (roomLists.has(roomId)) roomLists.markChanged(roomId, null, 'elsewhere');
  });

  const renew = async (userId: string): Promise<void> => {
    const profile = await profiles.read(userId);
    if (onlineUsers.find(userId)) onlineUsers.renew(userId, (given) => profiles.shown(given, profile));
  };
  bus.subscribe('profile', ({ userId }) => {
    profiles.invalidate(userId);
    // Of others it is read when it is asked for.
    if (!onlineUsers.find(userId)) return;
    renew(userId).catch((error: unknown) => logger.warn({ err: error, userId }, 'a profile was not read'));
  });

  return {
    isShared,
    onCommitted: (roomId, { epoch, rev }, users) => {
      if (!bus.isOpen) return;
      if (users.length === 0) return bus.publish('changed', { roomId, epoch, rev }, roomId);
      for (let from = 0; from < users.length; from += maxIdsPerMessage)
        bus.publish('changed', { roomId, epoch, rev, users: users.slice(from, from + maxIdsPerMessage) });
    },
    open: () => {
      if (!isShared()) return;
      profiles.share(now, (userId) => bus.publish('profile', { userId }, userId));
      stop = startHeadPolling({ storage, rooms: rooms(), logger, id });
    },
    close: () => stop?.(),
  };
};
