import { ChatError, type Report, type ReportOutcome } from '@chat/protocol';
import type { ChatRoom } from '../room/chat-room.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { moderatorQueue } from '../room/moderator-queue.ts';

export interface ReportQueue {
  /** Open reports, oldest first. */
  items: readonly Report[];
  hasMore: boolean;
  loaded: boolean;
}

export interface ReportOptions {
  /**
   * In an encrypted room: reveals the text of this message, as it is then, to the moderators and to the server. No other
   * message can be read with it.
   */
  reveal?: boolean;
}

/** Reports of messages. Any member can report; moderators see the queue. */
export interface Reports extends Readable<ReportQueue> {
  /** Reports a message to the moderators; a second report changes nothing. */
  report(messageId: string, reason?: string, options?: ReportOptions): Promise<void>;
  /** Loads the queue and keeps it current from then on, through every reconnect. For moderators. */
  load(): Promise<void>;
  /** Resolves a report, which removes it from the queue. */
  resolve(messageId: string, outcome: ReportOutcome): Promise<void>;
}

export interface ReportsFeature {
  api: LazyPart<Reports>;
  /** Loads the queue again: events may have been missed. */
  live(): void;
  close(): void;
}

const nothing: ReportQueue = { items: [], hasMore: false, loaded: false };

/** `keyOf`: returns the key of an encrypted message, as it is now. */
export const reports = (
  context: RoomContext,
  on: ChatRoom['on'],
  touch: () => void,
  keyOf: (messageId: string) => Promise<string>,
): ReportsFeature => {
  const { roomId, call } = context;
  const read = async (): Promise<ReportQueue> => {
    const { reports: items, hasMore } = await call('report:list', { roomId });
    return { items, hasMore, loaded: true };
  };
  const { get, load, refresh, close } = moderatorQueue(context, touch, 'report:resolve', nothing, read);
  on('report:changed', refresh);
  // The queue shows reported messages as they are now.
  const isReported = (id: string): boolean => get().items.some(({ messageId }) => messageId === id);
  on('message:updated', ({ message, change }) => {
    // Undoing a deletion opens the report that it resolved.
    if (change === 'restore' || (change === 'edit' && isReported(message.id))) refresh();
  });
  on('message:deleted', ({ message }) => isReported(message.id) && refresh());
  on('message:expired', () => get().items.length > 0 && refresh());

  return {
    live: refresh,
    close,
    api: {
      get,
      load,
      report: async (messageId, reason, { reveal = false } = {}) => {
        const send = async (): Promise<unknown> =>
          call('message:report', {
            roomId,
            messageId,
            ...(reason ? { reason } : {}),
            ...(reveal ? { messageKey: await keyOf(messageId) } : {}),
          });
        await send().catch((error: unknown) => {
          // Edited meanwhile: what is revealed is the message as it is now.
          if (!(error instanceof ChatError && error.field === 'messageKey')) throw error;
          return send();
        });
      },
      resolve: async (messageId, outcome) =>
        void (await call('report:resolve', { roomId, messageId, outcome })),
    },
  };
};
