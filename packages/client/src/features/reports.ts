import type { Report, ReportOutcome } from '@chat/protocol';
import type { ChatRoom } from '../room/chat-room.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { noop } from '../platform/noop.ts';

export interface ReportQueue {
  /** Those that wait for a moderator, the longest waiting first. */
  items: readonly Report[];
  hasMore: boolean;
  loaded: boolean;
}

/** Reports of messages: anybody makes them, moderators see them. */
export interface Reports extends Readable<ReportQueue> {
  /** Tells the moderators about a message; a second time changes nothing. */
  report(messageId: string, reason?: string): Promise<void>;
  /** Loads the queue, and keeps it up to date from then on, through every reconnect. For moderators. */
  load(): Promise<void>;
  /** Takes a report out of the queue. */
  resolve(messageId: string, outcome: ReportOutcome): Promise<void>;
}

export interface ReportsFeature {
  api: LazyPart<Reports>;
  /** What was told meanwhile is not known. */
  live(): void;
}

const nothing: ReportQueue = { items: [], hasMore: false, loaded: false };

export const reports = (
  { roomId, call, sync }: RoomContext,
  on: ChatRoom['on'],
  touch: () => void,
): ReportsFeature => {
  let queue = nothing;
  let wanted = false;
  let loading: Promise<void> | null = null;
  let again = false;

  const show = (next: ReportQueue): void => {
    queue = next;
    touch();
  };

  const read = async (): Promise<void> => {
    do {
      again = false;
      const { reports: items, hasMore } = await call('report:list', { roomId });
      show({ items, hasMore, loaded: true });
    } while (again);
  };
  const load = (): Promise<void> => {
    wanted = true;
    again = loading !== null;
    loading ??= read().finally(() => (loading = null));
    return loading;
  };
  /** Who is no moderator any more has no queue. */
  const refresh = (): void => {
    if (!wanted) return;
    if (sync.core.can?.['report:resolve']) load().catch(noop);
    else show(nothing);
  };
  on('report:changed', refresh);
  // What was reported stands in the queue as it now is, or not at all.
  const isReported = (id: string): boolean => queue.items.some(({ messageId }) => messageId === id);
  on('message:updated', ({ message, change }) => change === 'edit' && isReported(message.id) && refresh());
  on('message:deleted', ({ message }) => isReported(message.id) && refresh());
  on('message:expired', () => queue.items.length > 0 && refresh());

  return {
    live: refresh,
    api: {
      get: () => queue,
      load,
      report: async (messageId, reason) =>
        void (await call('message:report', { roomId, messageId, ...(reason ? { reason } : {}) })),
      resolve: async (messageId, outcome) =>
        void (await call('report:resolve', { roomId, messageId, outcome })),
    },
  };
};
