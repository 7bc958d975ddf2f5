/**
 * The part of a Firestore database that is used, as returned by `getFirestore()` of `firebase-admin` or `new
 * Firestore()`.
 */
export interface FirestoreDatabase {
  collection(path: string): FirestoreCollection;
}

export interface FirestoreCollection extends FirestoreQuery {
  doc(id: string): {
    get(): Promise<{ data(): Record<string, unknown> | undefined }>;
    set(data: Record<string, unknown>): Promise<unknown>;
  };
}

export interface FirestoreQuery {
  where(field: string, operator: '>' | '<', value: string): FirestoreQuery;
  orderBy(field: string): FirestoreQuery;
  limit(limit: number): FirestoreQuery;
  get(): Promise<{ docs: readonly { data(): Record<string, unknown> }[] }>;
}
