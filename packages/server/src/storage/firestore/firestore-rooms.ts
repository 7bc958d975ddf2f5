import type { Room } from '@chat/protocol';
import { orderKey } from '../shared/id-order-key.ts';
import { startOrderKey, startKeyRange } from '../shared/start-order-key.ts';
import type { RoomStore } from '../contract/storage.ts';
import type { FirestoreDatabase } from './firestore-database.ts';

export interface FirestoreRoomsOptions {
  /** The collection that holds them, and nothing else; 'rooms' unless given. */
  collection?: string;
}

/**
 * Keeps the directory of rooms in Firestore, where an application may look into it: each room is a document with its `id`, `type`,
 * `title`, `phase`, `createdBy`, `createdAt`, `startsAt` and `endsAt` to ask by. It is a copy, for listing: messages, and what is true of
 * a room, are in the timeline, and what an application writes here changes no room. To be spread over another storage:
 * `{ ...sqliteStorage(file), rooms: firestoreRooms(db) }`. Ending the storage leaves `db` to who opened it.
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

/** An id of a document may hold no slash and be none of a few names. */
const documentId = (roomId: string): string => `r${Buffer.from(roomId).toString('base64url')}`;

/** The room whole, as JSON: Firestore takes neither lists of lists nor every name of a field. Beside it, what is asked for. */
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
