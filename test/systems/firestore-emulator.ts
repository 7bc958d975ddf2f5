import { FirestoreServer } from '@firestore-emulator/server';
import { onTestFinished } from 'vitest';
import { freePort } from '../e2e/free-port.ts';

export interface FirestoreEmulator {
  /** As `FIRESTORE_EMULATOR_HOST` names it. */
  host: string;
  /** All that it holds, as text. */
  content(): string;
}

/** Firestore as Google's own client libraries speak to it, in this process; gone when the test ends. */
export const startFirestore = async (): Promise<FirestoreEmulator> => {
  const server = new FirestoreServer();
  const port = await freePort();
  await server.start(port);
  onTestFinished(() => server.stop());
  return { host: `127.0.0.1:${port}`, content: () => JSON.stringify(server.state.toJSON()) };
};
