import { randomUUID } from 'node:crypto';
import { ChatError, type Room } from '@chat/protocol';
import { immutable } from '../shared/immutable.ts';
import { memoryFiles } from './files.ts';
import { memoryTimeline, type TimelineBounds } from './timeline.ts';
import { memoryNotifications } from './notifications.ts';
import { memoryPresence } from './presence.ts';
import { memoryUsers } from './users.ts';
import { pageOfKeys } from './sorted.ts';
import { isWithin, startKeyOf } from '../shared/start-order-key.ts';
import { withParts, type StoredProfile } from '../contract/profile-store.ts';
import type { ChatStorage, Personal } from '../contract/storage.ts';

export interface MemoryOptions extends TimelineBounds {
  /** Makes the epoch; a random UUID unless given. */
  id?: () => string;
  /** The clock that leases are held by, ms of any beginning; one that never steps unless given. */
  now?: () => number;
}

/**
 * Keeps everything in this process, and loses it with the process. Each call makes a storage of its own, with an epoch
 * of its own.
 */
export const memoryStorage = ({
  id = randomUUID,
  now = () => performance.now(),
  ...bounds
}: MemoryOptions = {}): ChatStorage => {
  const rooms = new Map<string, Room>();
  const users = memoryUsers();
  const profiles = new Map<string, StoredProfile>();
  const settings = new Map<string, string>();
  const wishes = new Map<string, Map<string, Personal>>();
  let closed = false;

  /** Runs each method whole, without giving way, as the contract's races ask; what it throws becomes a rejection. */
  const guarded =
    <A extends unknown[], T>(method: (...args: A) => T | Promise<T>) =>
    // eslint-disable-next-line require-await
    async (...args: A): Promise<T> => {
      if (closed) throw new ChatError('internal', 'the storage is closed');
      return method(...args);
    };

  const timeline = memoryTimeline(id(), bounds);
  const files = memoryFiles();
  const notifications = memoryNotifications();
  const presence = memoryPresence(now);
  return {
    timeline: {
      head: guarded(timeline.head),
      commit: guarded(timeline.commit),
      page: guarded(timeline.page),
      search: guarded(timeline.search),
      message: guarded(timeline.message),
      versions: guarded(timeline.versions),
      pinned: guarded(timeline.pinned),
      heads: guarded(timeline.heads),
      changes: guarded(timeline.changes),
      member: guarded(timeline.member),
      members: guarded(timeline.members),
      banned: guarded(timeline.banned),
      reports: guarded(timeline.reports),
      audit: guarded(timeline.audit),
      reacted: guarded(timeline.reacted),
      reactors: guarded(timeline.reactors),
      mark: guarded(timeline.mark),
      read: guarded(timeline.read),
      readBack: guarded(timeline.readBack),
      delivered: guarded(timeline.delivered),
      marks: guarded(timeline.marks),
      unread: guarded(timeline.unread),
      mentions: guarded(timeline.mentions),
      roomsOf: guarded(timeline.roomsOf),
      openCalls: guarded(timeline.openCalls),
      prune: guarded(timeline.prune),
      traces: guarded(timeline.traces),
      authored: guarded(timeline.authored),
      reactions: guarded(timeline.reactions),
      forget: guarded(timeline.forget),
      erase: guarded(timeline.erase),
      erasure: guarded(timeline.erasure),
      erasures: guarded(timeline.erasures),
      erased: guarded(timeline.erased),
    },
    rooms: {
      get: guarded((roomId) => rooms.get(roomId) ?? null),
      put: guarded((room) => void rooms.set(room.id, immutable(room))),
      list: guarded((query) => {
        const { keys, hasMore } = pageOfKeys(rooms.keys(), query);
        return { rooms: keys.flatMap((key) => rooms.get(key) ?? []), hasMore };
      }),
      starting: guarded((query) => {
        const found = [...rooms.values()].flatMap((room) => {
          const key = startKeyOf(room);
          return key !== null && isWithin(key, query) ? [{ key, room }] : [];
        });
        found.sort((one, other) => (one.key < other.key ? -1 : 1));
        return {
          rooms: found.slice(0, query.limit).map(({ room }) => room),
          hasMore: found.length > query.limit,
        };
      }),
    },
    users: {
      get: guarded(users.get),
      put: guarded(users.put),
      forget: guarded(users.forget),
      many: guarded(users.many),
      words: guarded(users.words),
    },
    profiles: {
      get: guarded((userId) => profiles.get(userId) ?? {}),
      change: guarded((userId, change) => {
        const changed = immutable(withParts(profiles.get(userId) ?? {}, change));
        profiles.set(userId, changed);
        return changed;
      }),
      forget: guarded((userId) => void profiles.delete(userId)),
    },
    settings: {
      getOrSet: guarded((key, value) => {
        const stored = settings.get(key) ?? value;
        settings.set(key, stored);
        return stored;
      }),
    },
    files: {
      add: guarded(files.add),
      totals: guarded(files.totals),
      bytes: guarded(files.bytes),
      get: guarded(files.get),
      bind: guarded(files.bind),
      ofMessage: guarded(files.ofMessage),
      list: guarded(files.list),
      ofUser: guarded(files.ofUser),
      due: guarded(files.due),
      setDue: guarded(files.setDue),
      remove: guarded(files.remove),
    },
    filesFolder: null,
    personal: {
      wishes: guarded((userId, roomId) => wishes.get(userId)?.get(roomId) ?? {}),
      wish: guarded((userId, roomId, all) => {
        wishes.set(userId, (wishes.get(userId) ?? new Map<string, Personal>()).set(roomId, immutable(all)));
      }),
      forget: guarded((userId) => void wishes.delete(userId)),
    },
    notifications: {
      settings: guarded(notifications.settings),
      putSettings: guarded(notifications.putSettings),
      subscribe: guarded(notifications.subscribe),
      unsubscribe: guarded(notifications.unsubscribe),
      subscriptions: guarded(notifications.subscriptions),
      follow: guarded(notifications.follow),
      unfollow: guarded(notifications.unfollow),
      followers: guarded(notifications.followers),
      forget: guarded(notifications.forget),
    },
    presence: {
      write: guarded(presence.write),
      nodes: guarded(presence.nodes),
      changes: guarded(presence.changes),
      leave: guarded(presence.leave),
      sweep: guarded(presence.sweep),
    },
    // eslint-disable-next-line require-await
    close: async () => {
      closed = true;
    },
  };
};
