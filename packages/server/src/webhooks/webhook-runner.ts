import type { WebhookStatus } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { isUnusable } from '../storage/contract/store-unavailable.ts';
import { webhookKind } from '../storage/decide/outbound/webhooks.ts';
import { deliverRoom } from './deliver-room.ts';
import { createDeliveryLog } from './delivery-log.ts';
import type { WebhookEndpoint } from './webhook-options.ts';

/** Delivers to one endpoint: several rooms at a time, each in order. */
export interface WebhookRunner {
  /** A room has events to deliver. */
  wake(roomId: string): void;
  /** A room may have events; it matters only if its events are being delivered here. */
  notice(roomId: string): void;
  /** Looks for rooms that are due in the store. Called periodically. */
  sweep(): void;
  status(): WebhookStatus;
  /** Resolves when nothing is being delivered. */
  settled(): Promise<void>;
}

interface RunnerDeps {
  storage: ChatStorage;
  rooms: Pick<RoomRegistry, 'open'>;
  logger: Logger;
  /** Names this process. */
  node: string;
  signal: AbortSignal;
  isStopping(): boolean;
  isShared(): boolean;
  isUpdate(roomId: string, rev: number): boolean;
  now(): number;
}

/** A room whose events are being delivered. */
interface Active {
  done: Promise<void>;
  /** It has changed since its delivery last looked. */
  isNoticed: boolean;
  stopWaiting(): void;
}

/** How long a node stays with a room in which nothing happens. */
const quietMs = 1_000;
/** Rooms that are delivered at the same time. */
const parallelRooms = 8;
const maxRoomsBehind = 1_000;
const dueLimit = 100;
const firstDelayMs = 1_000;
const longestDelayMs = 600_000;
const longestRetryAfterMs = 3_600_000;
/** After so many failures in a row, in whatever room, one room at a time tries the endpoint. */
const failuresUntilPause = 3;

/**
 * Returns the delay before the next attempt: doubled each time, at random between half of it and all of it.
 */
export const delayAfter = (failures: number, retryAfterMs: number, random = Math.random): number => {
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
  return Math.max(Math.min(retryAfterMs, longestRetryAfterMs), delayMs * (0.5 + random() / 2));
};

export const createWebhookRunner = (endpoint: WebhookEndpoint, deps: RunnerDeps): WebhookRunner => {
  const { storage, rooms, logger, isStopping, now } = deps;
  const log = createDeliveryLog();
  const active = new Map<string, Active>();
  const waiting = new Set<string>();
  /** Rooms whose events this node knows to be undelivered. */
  const behind = new Set<string>();
  let failures = 0;
  let pausedUntil = 0;
  let sweeping: Promise<void> | null = null;

  const addBounded = (rooms: Set<string>, roomId: string): void => {
    if (rooms.size < maxRoomsBehind) rooms.add(roomId);
  };

  const onDelivered = (): void => {
    if (failures >= failuresUntilPause) logger.info({ webhook: endpoint.name }, 'a webhook works again');
    failures = 0;
    pausedUntil = 0;
  };

  const onFailed = (reason: string, retryAt: number): void => {
    failures += 1;
    const about = { webhook: endpoint.name, reason, failures, retryAt };
    if (failures === 1) logger.warn(about, 'a webhook failed, and is retried');
    if (failures < failuresUntilPause) return;
    pausedUntil = now() + delayAfter(failures - failuresUntilPause + 1, 0);
    if (failures === failuresUntilPause) logger.error(about, 'a webhook keeps failing: its events wait');
  };

  /** Resolves when the room may have changed, or after a while. */
  const nextChange = async (roomId: string): Promise<'changed' | 'quiet'> => {
    const entry = active.get(roomId);
    if (!entry) return 'quiet';
    if (!entry.isNoticed && !isStopping())
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, quietMs);
        entry.stopWaiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const { isNoticed } = entry;
    entry.isNoticed = false;
    return isNoticed ? 'changed' : 'quiet';
  };

  const deliver = async (roomId: string): Promise<'done' | 'failed'> => {
    const room = await rooms.open(roomId);
    if (!room || room.timeline !== storage.timeline) {
      behind.delete(roomId);
      return 'done';
    }
    const result = await deliverRoom(room, {
      ...deps,
      endpoint,
      log,
      isAlone: () => !deps.isShared(),
      nextChange,
      delayAfter,
      onDelivered,
      onFailed,
    });
    if (result === 'done') behind.delete(roomId);
    return result;
  };

  const run = async (roomId: string): Promise<void> => {
    let result: 'done' | 'failed' = 'failed';
    try {
      result = await deliver(roomId);
    } catch (error) {
      // The storage health check reports this. The room stays due, and is found again.
      if (!isUnusable(error))
        logger.error({ err: error, webhook: endpoint.name, roomId }, 'delivering a webhook failed');
    }
    const { isNoticed = false } = active.get(roomId) ?? {};
    active.delete(roomId);
    if (isNoticed && result === 'done') wake(roomId);
    else pump();
  };

  const pump = (): void => {
    const limit = failures >= failuresUntilPause ? 1 : parallelRooms;
    for (const roomId of waiting) {
      if (isStopping() || active.size >= limit || now() < pausedUntil) return;
      if (active.has(roomId)) continue;
      waiting.delete(roomId);
      const entry: Active = { done: Promise.resolve(), isNoticed: false, stopWaiting: () => undefined };
      active.set(roomId, entry);
      entry.done = run(roomId);
    }
  };

  const notice = (roomId: string): void => {
    const entry = active.get(roomId);
    if (!entry) return;
    entry.isNoticed = true;
    entry.stopWaiting();
  };

  const wake = (roomId: string): void => {
    if (isStopping()) return;
    addBounded(behind, roomId);
    if (active.has(roomId)) return notice(roomId);
    addBounded(waiting, roomId);
    pump();
  };

  const findDue = async (): Promise<void> => {
    try {
      const due = await storage.timeline.dueRecords(webhookKind(endpoint.name), {
        at: Math.floor(now()),
        limit: dueLimit,
      });
      for (const { roomId } of due) if (!active.has(roomId)) wake(roomId);
    } catch (error) {
      if (!isUnusable(error))
        logger.error({ err: error, webhook: endpoint.name }, 'due webhooks could not be read');
    }
  };

  return {
    wake,
    notice,
    sweep: () => {
      pump();
      if (!isStopping()) sweeping ??= findDue().finally(() => (sweeping = null));
    },
    status: () => ({
      name: endpoint.name,
      url: `${endpoint.url.origin}${endpoint.url.pathname}`,
      delivered: log.delivered,
      failed: log.failed,
      roomsBehind: behind.size,
      ...(pausedUntil > now() ? { pausedUntil } : {}),
      deliveries: log.list(),
    }),
    settled: async () => {
      for (const entry of active.values()) entry.stopWaiting();
      await Promise.all([...[...active.values()].map(({ done }) => done), sweeping]);
    },
  };
};
