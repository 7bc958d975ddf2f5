import type { Room } from '@chat/protocol';
import { orderKey } from '../shared/id-order-key.ts';
import { startOrderKey, startKeyRange } from '../shared/start-order-key.ts';
import type { RoomStore } from '../contract/storage.ts';
import type { FirestoreDatabase } from './firestore-database.ts';

export interface FirestoreRoomsOptions {
  /** The collection of the rooms, which holds nothing else; 'rooms' unless given. */
  collection?: string;
}

/**
 * Stores the directory of rooms in Firestore, where an application can read it: each room is a document with
 * its `id`, `type`, `title`, `phase`, `createdBy`, `createdAt`, `startsAt` and `endsAt` for queries. It is a
 * copy for listing: messages and the state of a room are in the timeline, and writes by the application do
 * not change a room. Spread it over another storage: `{ ...sqliteStorage(file), rooms: firestoreRooms(db) }`.
 * Closing the storage does not close `db`.
 */
export const firestoreRooms = (
  db: FirestoreDatabase,
  { collection = 'rooms' }: FirestoreRoomsOptions = {},
): RoomStore => {
  const rooms = db.collection(collection);
  return {
    get: async (roomId) => {
      const found = (await rooms.doc(documentId(roomId)).get()).data();
      return found === undefined ? null : toRoom(found);
    },
    put: async (room) => void (await rooms.doc(documentId(room.id)).set(toDocument(room))),
    list: async ({ after = '', limit }) => {
      const asked = rooms
        .where('key', '>', orderKey(after))
        .orderBy('key')
        .limit(limit + 1);
      const { docs } = await asked.get();
      return {
        rooms: docs.slice(0, limit).map((found) => toRoom(found.data())),
        hasMore: docs.length > limit,
      };
    },
    starting: async (query) => {
      const { above, below } = startKeyRange(query);
      const asked = rooms
        .where('startKey', '>', above)
        .where('startKey', '<', below)
        .orderBy('startKey')
        .limit(query.limit + 1);
      const { docs } = await asked.get();
      return {
        rooms: docs.slice(0, query.limit).map((found) => toRoom(found.data())),
        hasMore: docs.length > query.limit,
      };
    },
  };
};

/** A document id must not contain a slash or be one of a few reserved names. */
const documentId = (roomId: string): string => `r${Buffer.from(roomId).toString('base64url')}`;

/**
 * The whole room as JSON, since Firestore accepts neither nested lists nor every field name, and next to it
 * the fields for queries.
 */
const toDocument = (room: Room): Record<string, unknown> => {
  const { id, type, title, phase, createdBy, createdAt, startsAt, endsAt } = room;
  const shown = { id, type, title, phase, createdBy, createdAt, startsAt, endsAt };
  return {
    ...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
    key: orderKey(id),
    ...(startsAt === undefined ? {} : { startKey: startOrderKey(room) }),
    body: JSON.stringify(room),
  };
};

const toRoom = ({ body }: Record<string, unknown>): Room => JSON.parse(String(body)) as Room;
