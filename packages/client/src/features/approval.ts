import { ChatError, type Message, type PendingMessage } from '@chat/protocol';
import type { ChatRoom } from '../room/chat-room.ts';
import type { LazyPart } from '../lazy/lazy.ts';
import type { Outbox, Pending } from '../outbox/outbox.ts';
import type { Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { moderatorQueue } from '../room/moderator-queue.ts';
import { createReload } from '../state/reload.ts';
import { oneAtATime } from '../platform/one-at-a-time.ts';

export interface ApprovalQueue {
  /** Messages that wait for a moderator, oldest first. */
  items: readonly PendingMessage[];
  /** How many wait in the room. */
  count: number;
  hasMore: boolean;
  loaded: boolean;
}

/**
 * Messages that wait for the approval of a moderator. Moderators see the queue. My own are in `room.messages`
 * with the status `pending`, and with `failed` and the error `not_approved` once they were rejected.
 */
export interface Approval extends Readable<ApprovalQueue> {
  /** Loads the queue and keeps it current from then on, through every reconnect. For moderators. */
  load(): Promise<void>;
  /** Loads the next page of the queue. */
  loadMore(): Promise<void>;
  /** Publishes a message. */
  approve(messageId: string): Promise<Message>;
  /** Publishes a message; further messages of its author do not wait. */
  trust(messageId: string): Promise<Message>;
  /** Messages of the user wait again. */
  untrust(userId: string): Promise<void>;
  /** Rejects a message. Its author sees the reason. */
  reject(messageId: string, reason?: string): Promise<void>;
  /** Takes back a message of mine that waits, or dismisses one that was rejected. */
  withdraw(messageId: string): Promise<void>;
}

export interface ApprovalFeature {
  api: LazyPart<Approval>;
  /** Loads the queue and my own messages again: events may have been missed. */
  live(): void;
  close(): void;
}

const nothing: ApprovalQueue = { items: [], count: 0, hasMore: false, loaded: false };

export const approval = (
  context: RoomContext,
  outbox: Pick<Outbox, 'items' | 'show' | 'discard'>,
  on: ChatRoom['on'],
  touch: () => void,
): ApprovalFeature => {
  const { roomId, call, sync, putStored } = context;

  const read = async ({ items: shown }: ApprovalQueue): Promise<ApprovalQueue> => {
    const limit = Math.min(100, Math.max(50, shown.length));
    const { messages: items, count, hasMore } = await call('approval:list', { roomId, limit });
    return { items, count, hasMore, loaded: true };
  };
  const queue = moderatorQueue(context, touch, 'message:moderate', nothing, read);
  const { get, show, load, refresh } = queue;

  /** Brings the messages of mine that wait into the list, from all devices. */
  const readOwn = oneAtATime(async () => {
    const { messages } = await call('approval:list', { roomId, own: true });
    showOwn(messages);
  });
  const showOwn = (own: readonly PendingMessage[]): void => {
    const before = new Map(outbox.items.map((item) => [item.id, item]));
    const ids = new Set(own.map(({ message }) => message.id));
    // Published, or withdrawn on another device.
    for (const item of outbox.items) if (isDecided(item) && !ids.has(item.id)) outbox.discard(item.id);
    const mine = own.flatMap((each) => {
      const known = before.get(each.message.id);
      if (known === undefined) return [toPending(each)];
      if (known.status !== 'failed') return [];
      const error = errorOf(each);
      return [known.error?.reason === error.reason ? known : { ...known, error }];
    });
    const shown = new Set(mine.map(({ id }) => id));
    const next = [...mine, ...outbox.items.filter(({ id }) => !shown.has(id))];
    if (next.some((item, at) => item !== outbox.items[at])) outbox.show(next);
  };

  const ownAgain = createReload(readOwn);
  const refreshOwn = (): void => {
    // Messages still wait after it was turned off.
    const wasOn = sync.core.room?.approval !== undefined;
    if (wasOn || outbox.items.some(isDecided)) ownAgain.run();
  };

  on('approval:changed', () => {
    refresh();
    ownAgain.run();
  });
  on('room:updated', refresh);

  const decided = async (messageId: string, work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => {
      // Another moderator was first.
      if (!(error instanceof ChatError && error.reason === 'not_pending')) throw error;
    });
    const queue = get();
    const items = queue.items.filter(({ message }) => message.id !== messageId);
    if (items.length < queue.items.length) show({ ...queue, items, count: Math.max(0, queue.count - 1) });
  };
  const publish = async (
    command: 'approval:approve' | 'approval:trust',
    messageId: string,
  ): Promise<Message> => {
    let message: Message | undefined;
    await decided(messageId, async () => (message = putStored(await call(command, { roomId, messageId }))));
    return message ?? call('message:get', { roomId, messageId });
  };

  return {
    live: () => {
      refresh();
      refreshOwn();
    },
    close: () => {
      queue.close();
      ownAgain.stop();
    },
    api: {
      get,
      load,
      loadMore: async () => {
        const after = get().items.at(-1)?.key;
        if (after === undefined || !get().hasMore) return;
        const { messages, count, hasMore } = await call('approval:list', { roomId, after });
        const shown = get().items;
        const known = new Set(shown.map(({ key }) => key));
        const items = [...shown, ...messages.filter(({ key }) => !known.has(key))];
        show({ items, count, hasMore, loaded: true });
      },
      approve: (messageId) => publish('approval:approve', messageId),
      trust: (messageId) => publish('approval:trust', messageId),
      untrust: async (userId) => void (await call('approval:untrust', { roomId, userId })),
      reject: (messageId, reason) =>
        decided(messageId, () =>
          call('approval:reject', { roomId, messageId, ...(reason ? { reason } : {}) }),
        ),
      withdraw: async (messageId) => {
        await decided(messageId, () => call('approval:withdraw', { roomId, messageId }));
        outbox.discard(messageId);
      },
    },
  };
};

const reasons = new Set<string | undefined>(['pending_approval', 'not_approved']);

/** Whether the server has a message of the outbox, and has not published it. */
const isDecided = ({ error }: Pending): boolean => reasons.has(error?.reason);

const errorOf = ({ state, reason }: PendingMessage): ChatError =>
  state === 'pending'
    ? new ChatError('forbidden', 'waits for the approval of a moderator', { reason: 'pending_approval' })
    : new ChatError('forbidden', reason ?? '', { reason: 'not_approved' });

const toPending = (own: PendingMessage): Pending => {
  const { id, text, replyTo, threadId, alsoToRoom, mentions, mentionsAll, attachments, data, createdAt } =
    own.message;
  return {
    id,
    content: {
      text,
      mentions,
      attachments,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(threadId === undefined ? {} : { threadId }),
      ...(alsoToRoom ? { alsoToRoom } : {}),
      ...(mentionsAll ? { mentionsAll } : {}),
      ...(data === undefined ? {} : { data }),
    },
    createdAt,
    order: createdAt * 1000,
    status: 'failed',
    error: errorOf(own),
    tries: 0,
  };
};
