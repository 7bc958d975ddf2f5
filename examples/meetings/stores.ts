// The store of meetings: Firestore, or a SQLite file. Messages are never stored, so there is no other store.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { memoryStorage, type ChatStorage } from '@chat/server';
import { firestoreRooms } from '@chat/server/firestore';
import { sqliteStorage } from '@chat/server/sqlite';

export interface Store {
  storage: ChatStorage;
  /** Printed at the start. */
  where: string;
  close(): Promise<void>;
}

export interface StoreChoice {
  /** The embedded store. */
  file: string;
  projectId?: string | undefined;
  /** JSON of a service account. */
  serviceAccountKey?: string | undefined;
}

const embedded = (file: string): Store => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const storage = sqliteStorage(file);
  return {
    storage,
    where: `the embedded store, ${file} (no FIREBASE_PROJECT_ID was given)`,
    close: storage.close,
  };
};

const credentialsOf = (text: string): { project_id?: string; client_email: string; private_key: string } => {
  try {
    const key = JSON.parse(text) as Record<string, unknown>;
    const { project_id: project, client_email: email, private_key: secret } = key;
    if (typeof email === 'string' && typeof secret === 'string')
      return {
        client_email: email,
        private_key: secret,
        ...(typeof project === 'string' && { project_id: project }),
      };
  } catch {
    // Reported below, without its text: it is a secret.
  }
  throw new Error('FIREBASE_SERVICE_ACCOUNT_KEY must be the JSON of a service account');
};

/** Throws if the key of the service account is malformed. Without a key, Firestore finds one by itself. */
export const openStore = async ({ file, projectId, serviceAccountKey }: StoreChoice): Promise<Store> => {
  const credentials = serviceAccountKey ? credentialsOf(serviceAccountKey) : undefined;
  const project = projectId || credentials?.project_id;
  if (!project) return embedded(file);
  const { Firestore } = await import('@google-cloud/firestore');
  const database = new Firestore({ projectId: project, ...(credentials && { credentials }) });
  const storage = memoryStorage();
  return {
    storage: { ...storage, rooms: firestoreRooms(database, { collection: 'meetings' }) },
    where: `Firestore, project ${project}`,
    close: async () => {
      await storage.close();
      await database.terminate();
    },
  };
};
