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
