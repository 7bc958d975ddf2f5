import { ChatError } from '@chat/protocol';
import type { Outbox } from './outbox.ts';
import type { Readable, Stop } from '../state/readable.ts';
import { noop } from '../platform/noop.ts';

/** Waits until unsent messages are stored. */
export interface WhenSent {
  /** Resolves when a message is not in the outbox any more; rejects with its error if it fails. */
  wait(messageId: string): Promise<void>;
  close(): void;
}

/** `list` changes with the outbox. */
export const whenSent = (outbox: Pick<Outbox, 'items'>, list: Readable<unknown>): WhenSent => {
  const waiting = new Set<(error: ChatError) => void>();

  const outcome = (messageId: string, resolve: () => void, reject: (error: ChatError) => void) => {
    let stop: Stop = noop;
    const end = () => {
      stop();
      waiting.delete(reject);
    };
    const look = () => {
      const item = outbox.items.find(({ id }) => id === messageId);
      if (item && item.status !== 'failed') return;
      end();
      if (item?.error) reject(item.error);
      else resolve();
    };
    waiting.add(reject);
    stop = list.subscribe(look);
    look();
  };
  return {
    wait: async (messageId) => {
      const item = outbox.items.find(({ id }) => id === messageId);
      // A failed message is not waited for: the server reports that it does not exist.
      if (!item || item.status === 'failed') return;
      await new Promise<void>((resolve, reject) => outcome(messageId, resolve, reject));
    },
    close: () => {
      for (const reject of waiting) reject(new ChatError('disconnected', 'the client was closed'));
    },
  };
};
