import { memoryStorage, type ChatServerOptions, type ChatStorage } from '@chat/server';
import { startServer, type Running } from '../chat/harness.ts';
import { createHub } from './hub.ts';

const soon = { presenceWindowMs: 5, presenceBeatMs: 20 };

/** Nodes of one chat, on one storage, which hear each other unless `hub` is cut. */
export const startNodes = async (
  count: number,
  options: ChatServerOptions = {},
  storage: ChatStorage = memoryStorage(),
) => {
  const hub = createHub();
  const start = (own = storage): Promise<Running> =>
    startServer({
      ...options,
      storage: own,
      limits: { ...soon, ...options.limits },
      io: { adapter: hub.adapter },
    });
  const nodes: Running[] = [];
  while (nodes.length < count) nodes.push(await start());
  return { nodes, hub, storage, start };
};

/** A node that is cut off from the store: for the others it is as dead as one that was killed. */
export const mortal = (sound: ChatStorage) => {
  const life = { isOver: false };
  const presence = Object.fromEntries(
    Object.entries(sound.presence).map(([name, method]) => [
      name,
      (...input: never[]) =>
        life.isOver ? new Promise(() => undefined) : (method as (...given: never[]) => unknown)(...input),
    ]),
  ) as unknown as ChatStorage['presence'];
  return { life, storage: { ...sound, presence } };
};
