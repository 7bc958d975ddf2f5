import { randomUUID } from 'node:crypto';
import type { Room } from '@chat/protocol';
import { openDatabase, type Database, type PostgresConnection } from './database.ts';
import { postgresFiles } from './files.ts';
import { postgresNotifications } from './notifications.ts';
import { postgresPreferences, postgresProfiles, postgresUsers } from './users.ts';
import { postgresPresence } from './presence.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';
import { postgresTimeline } from './timeline.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { startOrderKey, startKeyRange } from '../shared/start-order-key.ts';
import type { ChatStorage, RoomStore, SettingStore } from '../contract/storage.ts';
import { rejectUnknownOptions } from '../../errors/unknown-options.ts';
import { rejectWhenClosed } from '../shared/reject-when-closed.ts';

export interface PostgresOptions {
  /** The schema, created if missing; 'chat' unless given. Lower-case letters, digits and underscores. */
  schema?: string;
  /** Maximum of connections; 10 unless given. */
  connections?: number;
  /** Creates the epoch of a new schema; a random UUID unless given. */
  id?: () => string;
  /**
   * Set it for the first start from a restored backup: the schema gets a new epoch, and clients that have
   * seen more than the backup holds load a fresh view. If it stays set, every client loads a fresh view at
   * every start.
   */
  restored?: boolean;
}

const optionNames: Readonly<Record<keyof PostgresOptions, true>> = {
  schema: true,
  connections: true,
  id: true,
  restored: true,
};

/**
 * Stores everything in a schema of a PostgreSQL database, version 13 or newer, with the package `pg`, which
 * the application installs. `connection` is an address such as `postgres://user:password@host/database`, or
 * its parts.
 * Connects with the first call, and again after an outage; while no server is available, calls reject. Throws
 * `invalid` for an invalid schema name, and a TypeError without `connection` or for an unknown option.
 */
export const postgresStorage = (
  connection: string | PostgresConnection,
  options: PostgresOptions = {},
): ChatStorage => {
  if (typeof connection !== 'string' && (typeof connection !== 'object' || connection === null))
    throw new TypeError(
      `postgresStorage: connection must be an address such as 'postgres://user:password@host/database', or an object of its parts; it is ${String(connection)}`,
    );
  rejectUnknownOptions('postgresStorage', options, optionNames);
  const { schema = 'chat', connections = 10, id = randomUUID, restored = false } = options;
  const database = openDatabase(connection, { schema, connections, id, restored });
  let closing: Promise<void> | null = null;
  const guarded = rejectWhenClosed(() => closing !== null);

  return {
    timeline: guarded(postgresTimeline(database)),
    rooms: guarded(postgresRooms(database)),
    users: guarded(postgresUsers(database)),
    profiles: guarded(postgresProfiles(database)),
    settings: guarded(postgresSettings(database)),
    files: guarded(postgresFiles(database)),
    preferences: guarded(postgresPreferences(database)),
    notifications: guarded(postgresNotifications(database)),
    presence: guarded(postgresPresence(database)),
    shared: true,
    close: () => (closing ??= database.close()),
  };
};

const postgresRooms = ({ run }: Database): RoomStore => ({
  get: async (roomId) => {
    const [row] = await run<BodyRow<Room>>('SELECT body FROM {s}.rooms WHERE room_id = $1', [
      orderKey(roomId),
    ]);
    return row === undefined ? null : parseBody(row);
  },
  put: async (room) =>
    void (await run(
      `INSERT INTO {s}.rooms (room_id, body, start_key) VALUES ($1, $2, $3)
        ON CONFLICT (room_id) DO UPDATE SET body = excluded.body, start_key = excluded.start_key`,
      [orderKey(room.id), JSON.stringify(room), startOrderKey(room)],
    )),
  list: async ({ after = '', limit }) => {
    const sql = 'SELECT body FROM {s}.rooms WHERE room_id > $1 ORDER BY room_id LIMIT $2';
    const { rows, hasMore } = pageOf(await run<BodyRow<Room>>(sql, [orderKey(after), limit + 1]), limit);
    return { rooms: rows.map(parseBody), hasMore };
  },
  starting: async (query) => {
    const { above, below } = startKeyRange(query);
    const sql =
      'SELECT body FROM {s}.rooms WHERE start_key > $1 AND start_key < $2 ORDER BY start_key LIMIT $3';
    const found = await run<BodyRow<Room>>(sql, [above, below, query.limit + 1]);
    const { rows, hasMore } = pageOf(found, query.limit);
    return { rooms: rows.map(parseBody), hasMore };
  },
});

const postgresSettings = ({ run }: Database): SettingStore => ({
  getOrSet: async (key, value) => {
    await run('INSERT INTO {s}.settings (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [key, value]);
    const [row] = await run<{ value: string }>('SELECT value FROM {s}.settings WHERE key = $1', [key]);
    return row?.value ?? value;
  },
});
