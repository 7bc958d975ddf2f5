export {
  firestoreRooms,
  type FirestoreCollection,
  type FirestoreDatabase,
  type FirestoreQuery,
  type FirestoreRoomsOptions,
} from './storage/firestore/firestore-rooms.ts';
