import { randomUUID } from 'node:crypto';
import type { Room } from '@chat/protocol';
import { immutable } from '../shared/immutable.ts';
import { rejectWhenClosed } from '../shared/reject-when-closed.ts';
import { memoryFiles } from './files.ts';
import { memoryTimeline, type TimelineBounds } from './timeline.ts';
import { memoryNotifications } from './notifications.ts';
import { memoryPresence } from './presence.ts';
import { memoryUsers } from './users.ts';
import { pageOfKeys } from './sorted.ts';
import { isInStartRange, startOrderKey } from '../shared/start-order-key.ts';
import { applyProfileChange, type StoredProfile } from '../contract/profile-store.ts';
import type { ChatStorage, RoomPreferences } from '../contract/storage.ts';
import { rejectUnknownOptions } from '../../errors/unknown-options.ts';

export interface MemoryOptions extends TimelineBounds {
  /** Makes the epoch; a random UUID unless given. */
  id?: () => string;
  /** The clock for leases, in ms from any start; a monotonic one unless given. */
  now?: () => number;
}

const optionNames: Readonly<Record<keyof MemoryOptions, true>> = {
  id: true,
  now: true,
  maxMessages: true,
  maxBytes: true,
  budget: true,
};

/**
 * Stores everything in this process; it is lost when the process ends. Each call creates a separate storage
 * with its own epoch.
 */
export const memoryStorage = (options: MemoryOptions = {}): ChatStorage => {
  rejectUnknownOptions('memoryStorage', options, optionNames);
  const { id = randomUUID, now = () => performance.now(), ...bounds } = options;
  const rooms = new Map<string, Room>();
  const profiles = new Map<string, StoredProfile>();
  const settings = new Map<string, string>();
  const preferences = new Map<string, Map<string, RoomPreferences>>();
  let closed = false;

  const guarded = rejectWhenClosed(() => closed);

  return {
    timeline: guarded<ChatStorage['timeline']>(memoryTimeline(id(), bounds)),
    rooms: guarded<ChatStorage['rooms']>({
      get: (roomId) => rooms.get(roomId) ?? null,
      put: (room) => void rooms.set(room.id, immutable(room)),
      list: (query) => {
        const { keys, hasMore } = pageOfKeys(rooms.keys(), query);
        return { rooms: keys.flatMap((key) => rooms.get(key) ?? []), hasMore };
      },
      starting: (query) => {
        const found = [...rooms.values()].flatMap((room) => {
          const key = startOrderKey(room);
          return key !== null && isInStartRange(key, query) ? [{ key, room }] : [];
        });
        found.sort((one, other) => (one.key < other.key ? -1 : 1));
        return {
          rooms: found.slice(0, query.limit).map(({ room }) => room),
          hasMore: found.length > query.limit,
        };
      },
    }),
    users: guarded<ChatStorage['users']>(memoryUsers()),
    profiles: guarded<ChatStorage['profiles']>({
      get: (userId) => profiles.get(userId) ?? {},
      change: (userId, change) => {
        const changed = immutable(applyProfileChange(profiles.get(userId) ?? {}, change));
        profiles.set(userId, changed);
        return changed;
      },
      forget: (userId) => void profiles.delete(userId),
    }),
    settings: guarded<ChatStorage['settings']>({
      getOrSet: (key, value) => {
        const stored = settings.get(key) ?? value;
        settings.set(key, stored);
        return stored;
      },
    }),
    files: guarded<ChatStorage['files']>(memoryFiles()),
    filesFolder: null,
    preferences: guarded<ChatStorage['preferences']>({
      get: (userId, roomId) => preferences.get(userId)?.get(roomId) ?? {},
      put: (userId, roomId, all) => {
        preferences.set(
          userId,
          (preferences.get(userId) ?? new Map<string, RoomPreferences>()).set(roomId, immutable(all)),
        );
      },
      forget: (userId) => void preferences.delete(userId),
    }),
    notifications: guarded<ChatStorage['notifications']>(memoryNotifications()),
    presence: guarded<ChatStorage['presence']>(memoryPresence(now)),
    // eslint-disable-next-line require-await
    close: async () => {
      closed = true;
    },
  };
};
