export { firestoreRooms, type FirestoreRoomsOptions } from './storage/firestore/firestore-rooms.ts';
export type {
  FirestoreCollection,
  FirestoreDatabase,
  FirestoreQuery,
} from './storage/firestore/firestore-database.ts';
