import { randomUUID } from 'node:crypto';
import type { Room, User } from '@chat/protocol';
import { createWriteQueue, type WriteQueue } from './write-queue.ts';
import { memoryStorage } from '../memory/memory-storage.ts';
import { sqliteNotifications } from './notifications.ts';
import { openDatabase, type OpenDatabase } from './open-database.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { startKeyRange } from '../shared/start-order-key.ts';
import { hasThread, ownThread, sameThread } from './write-targets.ts';
import { readQueries as sql } from './queries.ts';
import { parseBody, query, type BodyRow } from './query.ts';
import { sqliteUserReads, toStoredUser } from './users.ts';
import { sqliteFiles } from './files.ts';
import { indexWhileIdle } from './search/idle-indexing.ts';
import { sqliteTimeline } from './timeline.ts';
import { writeGroup } from './write-transaction.ts';
import { storeWrites } from './writes.ts';
import type { StoredProfile } from '../contract/profile-store.ts';
import type { ChatStorage, RoomPreferences } from '../contract/storage.ts';
import { rejectUnknownOptions } from '../../errors/unknown-options.ts';
import { rejectWhenClosed } from '../shared/reject-when-closed.ts';

export interface SqliteOptions {
  /**
   * Largest size of the database file, bytes; above it, writes are refused with `storage_full`. The disk's
   * size unless given.
   */
  maxBytes?: number;
  /** Creates the epoch of a new file; a random UUID unless given. */
  id?: () => string;
  /**
   * Set it for the first start from a restored backup: the file gets a new epoch, and clients that have seen
   * more than the backup holds load a fresh view. If it stays set, every client loads a fresh view at every
   * start.
   */
  restored?: boolean;
}

const optionNames: Readonly<Record<keyof SqliteOptions, true>> = { maxBytes: true, id: true, restored: true };

/**
 * Stores everything in one SQLite file, created with its folder if missing, or in memory for ':memory:'. Next to
 * it are `-wal` and `-shm`, and `-lock`, which lets one process at a time write. Needs Node >= 22.13. Throws at once,
 * naming file and cause, if the file cannot be used: no database, another application's, newer than this package, or
 * in use.
 */
export const sqliteStorage = (file: string, options: SqliteOptions = {}): ChatStorage =>
  openSqlite(file, options, hasThread());

/** Opens it as `sqliteStorage` does. `inThread`: a thread of its own writes, except to a database in memory. */
export const openSqlite = (file: string, options: SqliteOptions, inThread: boolean): ChatStorage => {
  rejectUnknownOptions('sqliteStorage', options, optionNames);
  const { maxBytes, id = randomUUID, restored = false } = options;
  const opened = openDatabase(file, { maxBytes, id, restored });
  const { database, epoch } = opened;
  const writer = writerFor(opened, maxBytes, inThread);
  const { run } = writer;
  const indexing = indexWhileIdle(database, run);
  const room = query<BodyRow<Room>>(database, sql.room);
  const rooms = query<BodyRow<Room>>(database, sql.rooms);
  const starting = query<BodyRow<Room>>(database, sql.roomsStarting);
  const user = query<BodyRow<User> & { lastSeenAt: number | null }>(database, sql.user);
  const profile = query<BodyRow<StoredProfile>>(database, sql.profile);
  const preferences = query<BodyRow<RoomPreferences>>(database, sql.wishes);
  let closing: Promise<void> | null = null;
  const guarded = rejectWhenClosed(() => closing !== null);

  return {
    timeline: guarded(sqliteTimeline(database, writer, epoch, indexing)),
    rooms: guarded<ChatStorage['rooms']>({
      get: async (roomId) => {
        const row = room.first(orderKey(roomId));
        return row === undefined ? null : parseBody(row);
      },
      put: (record) => run('putRoom', record),
      list: async ({ after = '', limit }) => {
        const rows = rooms.all(orderKey(after), limit + 1);
        return {
          rooms: rows.slice(0, limit).map(parseBody),
          hasMore: rows.length > limit,
        };
      },
      starting: async (asked) => {
        const { above, below } = startKeyRange(asked);
        const rows = starting.all(above, below, asked.limit + 1);
        return { rooms: rows.slice(0, asked.limit).map(parseBody), hasMore: rows.length > asked.limit };
      },
    }),
    users: guarded<ChatStorage['users']>({
      get: async (userId) => {
        const row = user.first(orderKey(userId));
        return row === undefined ? null : toStoredUser(row);
      },
      put: (record) => run('putUser', record),
      forget: (userId) => run('forgetUser', userId),
      ...sqliteUserReads(database),
    }),
    profiles: guarded<ChatStorage['profiles']>({
      get: async (userId) => {
        const row = profile.first(orderKey(userId));
        return row === undefined ? {} : parseBody(row);
      },
      change: (userId, change) => run('changeProfile', userId, change),
      forget: (userId) => run('forgetProfile', userId),
    }),
    settings: guarded<ChatStorage['settings']>({ getOrSet: (key, value) => run('getOrSet', key, value) }),
    files: guarded(sqliteFiles(database, writer)),
    filesFolder: opened.path === ':memory:' ? null : `${opened.path}-files`,
    preferences: guarded<ChatStorage['preferences']>({
      get: async (userId, roomId) => {
        const row = preferences.first(orderKey(userId), orderKey(roomId));
        return row === undefined ? {} : parseBody(row);
      },
      put: (userId, roomId, all) => run('putPreferences', userId, roomId, all),
      forget: (userId) => run('forgetPreferences', userId),
    }),
    notifications: guarded(sqliteNotifications(database, writer)),
    // One process has the file, so ephemeral data stays in its memory.
    presence: guarded<ChatStorage['presence']>(memoryStorage().presence),
    close: () => {
      indexing.close();
      return (closing ??= writer.close().then(opened.close));
    },
  };
};

/**
 * A separate thread writes the file over a second connection; this one reads and never waits for the disk.
 */
const writerFor = (
  { database, path, epoch }: OpenDatabase,
  maxBytes: number | undefined,
  inThread: boolean,
): WriteQueue => {
  if (path === ':memory:' || !inThread)
    return createWriteQueue(sameThread(writeGroup(database, storeWrites(database, epoch))));
  database.exec('PRAGMA query_only = ON');
  return createWriteQueue(ownThread({ path, epoch, maxBytes }));
};
