import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChatServerOptions } from '@chat/server';
import { onTestFinished, vi } from 'vitest';
import { meetingsChat } from '../../examples/meetings/meetings.ts';
import { openStore } from '../../examples/meetings/stores.ts';
import { startServer } from '../../packages/server/test/chat/harness.ts';
import { startFirestore } from './firestore-emulator.ts';
import { askMeetings, secret } from './meeting-tokens.ts';

export const storeNames = ['embedded', 'firestore'] as const;

/** The environment variables of the back end. */
const stores = {
  embedded: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-meetings-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return { file: join(folder, 'chat.sqlite') };
  },
  firestore: async () => {
    vi.stubEnv('FIRESTORE_EMULATOR_HOST', (await startFirestore()).host);
    // Google's library would ask the machine it runs on who it is.
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none');
    onTestFinished(() => void vi.unstubAllEnvs());
    return { file: '/nowhere', projectId: 'meetings' };
  },
};

/** Answers the way to start the meetings on one store: again and again, as after a restart. */
export const prepareMeetings = async (name: (typeof storeNames)[number], options: ChatServerOptions = {}) => {
  const choice = await stores[name]();
  return async () => {
    const store = await openStore(choice);
    const running = await startServer({
      ...meetingsChat({ secret, storage: store.storage }),
      limits: { presenceGraceMs: 300 },
      ...options,
    });
    let stopped: Promise<void> | null = null;
    const stop = (): Promise<void> => (stopped ??= running.stop().then(store.close));
    onTestFinished(stop);
    return { ...running, stop, where: store.where, ask: askMeetings(running.url) };
  };
};
