import { ChatError, type Message } from '@chat/protocol';
import { asChatError } from '../connection/link.ts';
import { noop } from '../platform/noop.ts';
import type { Overlay } from './optimistic-overlay.ts';

export interface Deletions {
  delete(messageId: string): Promise<Message>;
  /** Drops a deletion that was not sent yet, or undoes it. */
  restore(messageId: string): Promise<void>;
  /** The room is live or closed to me: sends the deletions that were made without a connection. */
  flush(): void;
  close(): void;
}

export interface DeletionsOptions {
  overlay: Overlay;
  /** Resolves when the message is stored. */
  stored: (messageId: string) => Promise<void>;
  /** Whether the room will be live again: deletions wait for that. */
  isAway: () => boolean;
  send: (messageId: string) => Promise<Message>;
  restore: (messageId: string) => Promise<unknown>;
  now: () => number;
}

interface Deletion {
  done: Promise<Message>;
  sent: boolean;
  drop: (error: ChatError) => void;
}

// Most attempts after a lost connection.
const mostTries = 5;

/** Deletes messages. They are shown as deleted until the server confirms or rejects it. */
export const createDeletions = (options: DeletionsOptions): Deletions => {
  const { overlay, now } = options;
  const open = new Map<string, Deletion>();
  let waiting: (() => void)[] = [];

  const live = async (): Promise<void> => {
    if (options.isAway()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const flush = () => {
    if (options.isAway()) return;
    for (const resolve of waiting.splice(0)) resolve();
  };

  /** A deletion whose response was lost is sent again: repeating it changes nothing. */
  const send = async (messageId: string, triesLeft = mostTries): Promise<Message> => {
    try {
      return await options.send(messageId);
    } catch (error) {
      if (triesLeft === 0 || asChatError(error).code !== 'disconnected') throw error;
      await live();
      return send(messageId, triesLeft - 1);
    }
  };

  const start = (messageId: string): Deletion => {
    const takeOff = overlay.put(messageId, 'deleted', (message) => tombstoneOf(message, now()));
    let drop: Deletion['drop'] = noop;
    const dropped = new Promise<never>((_, reject) => (drop = reject));
    const ready = Promise.race([options.stored(messageId).then(live), dropped]);
    const sent = ready.then(() => {
      deletion.sent = true;
      return send(messageId);
    });
    const done = Promise.race([sent, dropped]).finally(() => {
      takeOff();
      open.delete(messageId);
    });
    const deletion: Deletion = { done, sent: false, drop };
    return deletion;
  };

  return {
    flush,
    close: () => {
      const closed = new ChatError('disconnected', 'the client was closed');
      for (const { drop } of open.values()) drop(closed);
      waiting = [];
    },
    delete: (messageId) => {
      const known = open.get(messageId);
      if (known) return known.done;
      const deletion = start(messageId);
      open.set(messageId, deletion);
      return deletion.done;
    },
    restore: async (messageId) => {
      const known = open.get(messageId);
      if (known && !known.sent) {
        known.drop(new ChatError('conflict', 'undone before it was sent', { reason: 'discarded' }));
        await known.done.catch(noop);
        return;
      }
      // If the deletion fails, the message is there, and the server says so.
      await known?.done.catch(noop);
      await options.restore(messageId);
    },
  };
};

const tombstoneOf = (message: Message, deletedAt: number): Message => {
  const { data: _data, ...rest } = message;
  return {
    ...rest,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    deletedAt: message.deletedAt ?? deletedAt,
  };
};
