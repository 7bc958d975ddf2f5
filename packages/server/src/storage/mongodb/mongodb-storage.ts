import { randomUUID } from 'node:crypto';
import type { Room } from '@chat/protocol';
import { openDatabase, type Database } from './database.ts';
import { mongodbFiles } from './files.ts';
import { mongodbNotifications } from './notifications.ts';
import { mongodbPreferences, mongodbProfiles, mongodbUsers } from './users.ts';
import { mongodbPresence } from './presence.ts';
import { pageOf, parseBody, type BodyRow } from './rows.ts';
import { put, type Row } from './table.ts';
import { mongodbTimeline } from './timeline.ts';
import { orderKey } from '../shared/id-order-key.ts';
import { startOrderKey, startKeyRange } from '../shared/start-order-key.ts';
import type { ChatStorage, RoomStore, SettingStore } from '../contract/storage.ts';
import { rejectUnknownOptions } from '../../errors/unknown-options.ts';
import { rejectWhenClosed } from '../shared/reject-when-closed.ts';

export interface MongodbOptions {
  /**
   * The database, which holds nothing else; 'chat' unless given. Lower-case letters, digits and underscores.
   */
  database?: string;
  /** Maximum of connections; 10 unless given. */
  connections?: number;
  /** Creates the epoch of a new database; a random UUID unless given. */
  id?: () => string;
  /**
   * Set it for the first start from a restored backup: the database gets a new epoch, and clients that have
   * seen more than the backup holds load a fresh view. If it stays set, every client loads a fresh view at
   * every start.
   */
  restored?: boolean;
  /**
   * The clock for leases, ms since the epoch, if the server does not report its own, as MongoDB does;
   * Date.now unless given.
   */
  now?: () => number;
}

const optionNames: Readonly<Record<keyof MongodbOptions, true>> = {
  database: true,
  connections: true,
  id: true,
  restored: true,
  now: true,
};

/**
 * Stores everything in a MongoDB database, version 5 or newer, with the package `mongodb`, which the
 * application installs. The server must belong to a replica set or a sharded cluster, since others have no
 * transactions: calls reject with that message. `address` is, for example,
 * `mongodb://user:password@host/?replicaSet=rs0`.
 * Connects with the first call, and again after an outage; while no server is available, calls reject after
 * five seconds. Throws `invalid` for an invalid database name, and a TypeError without `address` or for an
 * unknown option.
 */
export const mongodbStorage = (address: string, options: MongodbOptions = {}): ChatStorage => {
  if (typeof address !== 'string')
    throw new TypeError(
      `mongodbStorage: address must be one such as 'mongodb://user:password@host/?replicaSet=rs0'; it is ${String(address)}`,
    );
  rejectUnknownOptions('mongodbStorage', options, optionNames);
  const {
    database: name = 'chat',
    connections = 10,
    id = randomUUID,
    restored = false,
    now = Date.now,
  } = options;
  const database = openDatabase(address, {
    database: name,
    connections,
    id,
    restored,
    now,
    chance: Math.random,
  });
  let closing: Promise<void> | null = null;
  const guarded = rejectWhenClosed(() => closing !== null);

  return {
    timeline: guarded(mongodbTimeline(database)),
    rooms: guarded(mongodbRooms(database)),
    users: guarded(mongodbUsers(database)),
    profiles: guarded(mongodbProfiles(database)),
    settings: guarded(mongodbSettings(database)),
    files: guarded(mongodbFiles(database)),
    preferences: guarded(mongodbPreferences(database)),
    notifications: guarded(mongodbNotifications(database)),
    presence: guarded(mongodbPresence(database)),
    shared: true,
    close: () => (closing ??= database.close()),
  };
};

interface RoomRow extends BodyRow<Room> {
  startKey?: string;
}

const mongodbRooms = ({ tables }: Database): RoomStore => {
  const rooms = tables<RoomRow>('rooms');
  return {
    get: async (roomId) => {
      const row = await rooms.get(orderKey(roomId));
      return row && parseBody(row);
    },
    put: (room) => {
      const startKey = startOrderKey(room);
      const row = {
        _id: orderKey(room.id),
        body: JSON.stringify(room),
        ...(startKey !== null && { startKey }),
      };
      return rooms.bulk([put<RoomRow>(row)]);
    },
    list: async ({ after = '', limit }) => {
      const all = await rooms.find({ _id: { $gt: orderKey(after) } }, { sort: { _id: 1 }, limit: limit + 1 });
      const { rows, hasMore } = pageOf(all, limit);
      return { rooms: rows.map(parseBody), hasMore };
    },
    starting: async (query) => {
      const { above, below } = startKeyRange(query);
      const asked = { startKey: { $gt: above, $lt: below } };
      const all = await rooms.find(asked, { sort: { startKey: 1 }, limit: query.limit + 1 });
      const { rows, hasMore } = pageOf(all, query.limit);
      return { rooms: rows.map(parseBody), hasMore };
    },
  };
};

interface SettingRow extends Row {
  value: string;
}

const mongodbSettings = ({ tables }: Database): SettingStore => {
  const settings = tables<SettingRow>('settings');
  return {
    getOrSet: async (key, value) => {
      // Of two concurrent calls, the second may fail and then finds the value of the first.
      const row = await settings.upsert(key, { $setOnInsert: { value } }).catch(() => settings.get(key));
      return row?.value ?? value;
    },
  };
};
