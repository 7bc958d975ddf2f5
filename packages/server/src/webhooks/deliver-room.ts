import { ChatError } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import { webhookKey, webhookKind, type WebhookRecord } from '../storage/decide/outbound/webhooks.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { readEvents, type Progress } from './read-events.ts';
import { signedHeaders } from './signature.ts';
import { idOfEvent, type WebhookEvent } from './webhook-events.ts';
import type { WebhookEndpoint } from './webhook-options.ts';

export interface DeliverDeps {
  endpoint: WebhookEndpoint;
  log: DeliveryLog;
  /** Names this process. */
  node: string;
  /** No other process uses the store. */
  isAlone(): boolean;
  isUpdate(roomId: string, rev: number): boolean;
  /** Whether to stop: the server closes. */
  isStopping(): boolean;
  signal: AbortSignal;
  /** Resolves when the room may have changed, or after some time without a change. */
  nextChange(roomId: string): Promise<'changed' | 'quiet'>;
  /** Returns how long to wait after a failure, ms. */
  delayAfter(failures: number, retryAfterMs: number): number;
  onDelivered(): void;
  onFailed(reason: string, retryAt: number): void;
  now(): number;
}

/** A response that is not a success, or none. */
interface Failure {
  reason: string;
  retryAfterMs: number;
}

/** How long a node may be silent before another delivers in its place. Longer than any request. */
const leaseMs = 30_000;
/** The position is stored at least this often: what was delivered since is delivered again after a crash. */
const saveEveryMs = 1_000;
const maxResponseBytes = 64 * 1_024;

/**
 * Delivers the events of a room, one at a time and in order, until there are none. Returns `failed` if the
 * endpoint did not take an event: the room is due again later. Returns at once if another node delivers.
 */
export const deliverRoom = async (room: LiveRoom, deps: DeliverDeps): Promise<'done' | 'failed'> => {
  const { endpoint, node, now } = deps;
  const { createdBy } = room.head.room;
  const about = () => ({
    actor: { id: createdBy, name: createdBy },
    at: now(),
    webhook: endpoint.name,
    node,
  });
  const claimed = await room.commit({
    kind: 'claim-webhook',
    ...about(),
    until: Math.ceil(now()) + leaseMs,
    isAlone: deps.isAlone(),
  });
  if (!claimed.records?.length) return 'done';
  const stored = await room.timeline.record(room.id, webhookKind(endpoint.name), webhookKey);
  const { failures = 0, ...record } = (stored?.body ?? { rev: 0, seq: 0 }) as WebhookRecord;
  let progress: Progress = { rev: record.rev, seq: record.seq, ...(record.scan && { scan: record.scan }) };
  let attempt = failures + 1;
  let savedAt = now();
  const save = async (more: { until?: number; retryAt?: number; failures?: number }): Promise<void> => {
    await room.commit({ kind: 'save-webhook', ...about(), position: progress, failures: 0, ...more });
    savedAt = now();
  };

  const deliverAll = async (): Promise<Failure | null> => {
    while (!deps.isStopping()) {
      const isUpdate = (rev: number): boolean => deps.isUpdate(room.id, rev);
      const batch = await readEvents(room, progress, { now, isUpdate });
      for (const { event, next } of batch.events) {
        if (deps.isStopping()) return null;
        const isIncluded = endpoint.includesRoom(room.head.room) && endpoint.includesEvent(event.type);
        const failure = isIncluded ? await post(room, event, attempt, deps) : null;
        if (failure) return failure;
        attempt = 1;
        progress = next;
        if (now() - savedAt >= saveEveryMs) await save({ until: Math.ceil(now()) + leaseMs });
      }
      progress = batch.end;
      if (batch.isLast && (await deps.nextChange(room.id)) === 'quiet') return null;
    }
    return null;
  };

  try {
    const failure = await deliverAll();
    if (!failure) {
      await save({});
      return 'done';
    }
    if (deps.isStopping()) {
      await save({ failures: attempt - 1 });
      return 'done';
    }
    const retryAt = Math.ceil(now() + deps.delayAfter(attempt, failure.retryAfterMs));
    deps.onFailed(failure.reason, retryAt);
    await save({ retryAt, failures: attempt });
    return 'failed';
  } catch (error) {
    // Another node took over.
    if (error instanceof ChatError && error.code === 'conflict') return 'done';
    throw error;
  }
};

/** Sends one event. Returns null if the endpoint took it. */
const post = async (
  { id: roomId, head }: LiveRoom,
  event: WebhookEvent,
  attempt: number,
  { endpoint, log, signal, isStopping, onDelivered, now }: DeliverDeps,
): Promise<Failure | null> => {
  const { type, rev } = event;
  const id = idOfEvent(event, head);
  const at = now();
  const body = JSON.stringify(event);
  const startedAt = performance.now();
  const entry = { at, id, type, roomId, rev, attempt };
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const { status, headers } = await endpoint.outbound.send(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'chat-webhooks',
        ...signedHeaders(endpoint.secrets, { id, at, body }),
      },
      body,
      timeoutMs: endpoint.timeoutMs,
      maxBytes: maxResponseBytes,
      signal,
    });
    const delivered = status >= 200 && status < 300;
    log.add({ ...entry, delivered, status, durationMs: durationMs() });
    if (delivered) {
      onDelivered();
      return null;
    }
    const seconds = Number(headers['retry-after'] ?? 0);
    return { reason: `status ${status}`, retryAfterMs: seconds > 0 ? seconds * 1_000 : 0 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!isStopping()) log.add({ ...entry, delivered: false, error: reason, durationMs: durationMs() });
    return { reason, retryAfterMs: 0 };
  }
};
