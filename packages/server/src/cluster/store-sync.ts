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

/** Keeps one node in sync with a store that other nodes write to, and tells them what is written here. */
export interface StoreSync {
  /** Whether others may write to the same store: there is a bus, or the store says so. */
  isShared(): boolean;
  /** A room was changed here. `users`: users whose room lists it may enter or leave. */
  onCommitted(roomId: string, head: Pick<Head, 'epoch' | 'rev'>, users: readonly string[]): void;
  /** Starts, once the bus is attached. */
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
    // A room served here updates the lists itself after reading.
    if (rooms().onRemoteRev(roomId, epoch, rev)) return;
    roomLists.include(roomId, users);
    for (const userId of users) roomLists.markChanged(roomId, userId);
    if (roomLists.has(roomId)) roomLists.markChanged(roomId, null, 'outside');
  });

  const renew = async (userId: string): Promise<void> => {
    const profile = await profiles.read(userId);
    if (onlineUsers.find(userId)) onlineUsers.renew(userId, (given) => profiles.shown(given, profile));
  };
  bus.subscribe('profile', ({ userId }) => {
    profiles.invalidate(userId);
    // Profiles of other users are read on demand.
    if (!onlineUsers.find(userId)) return;
    renew(userId).catch((error: unknown) =>
      logger.warn({ err: error, userId }, 'a profile could not be read'),
    );
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
