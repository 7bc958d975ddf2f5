import type { HealthStatus, ServerStats } from '@chat/protocol';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { Metrics } from './metrics.ts';
import type { Stats } from './stats.ts';
import type { StorageHealth } from './storage-health.ts';

/** The state of this node, for load balancers and admins. */
export interface NodeState {
  health(): Promise<HealthStatus>;
  stats(): Promise<ServerStats>;
}

interface NodeStateDeps {
  stats: { read(): Stats };
  metrics: Pick<Metrics, 'commands' | 'refused'>;
  storage: Pick<ChatStorage, 'files'>;
  storageHealth: Pick<StorageHealth, 'isReachable' | 'readMs'>;
  isDraining(): boolean;
  /** ms since the epoch. */
  now(): number;
}

/** Adding up the sizes of all files reads the whole table. */
const fileBytesMs = 60_000;

export const createNodeState = ({
  stats,
  metrics,
  storage,
  storageHealth,
  isDraining,
  now,
}: NodeStateDeps): NodeState => {
  const startedAt = now();
  let files: { at: number; bytes: number } | null = null;

  const health = async (): Promise<HealthStatus> => {
    if (isDraining()) return 'draining';
    return (await storageHealth.isReachable()) ? 'ok' : 'storage_unreachable';
  };

  /** The last known size if the storage cannot be read. */
  const fileBytes = async (isReadable: boolean): Promise<number> => {
    if (isReadable && (!files || now() - files.at >= fileBytesMs))
      files = { at: now(), bytes: await storage.files.bytes() };
    return files?.bytes ?? 0;
  };

  return {
    health,
    stats: async () => {
      const state = await health();
      return {
        at: now(),
        startedAt,
        health: state,
        ...stats.read(),
        memoryBytes: process.memoryUsage.rss(),
        storageMs: storageHealth.readMs,
        fileBytes: await fileBytes(state === 'ok'),
        refused: metrics.refused(),
        commands: metrics.commands(),
      };
    },
  };
};
