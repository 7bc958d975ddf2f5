import type { Message } from '@chat/protocol';
import type { Overlay } from './optimistic-overlay.ts';
import { onPageHidden } from '../platform/page-hidden.ts';
import { noop } from '../platform/noop.ts';

/** A deletion that can still be undone. */
export interface Deletion {
  /** Cancels the deletion and shows the message again; returns false if it has been sent already. */
  undo(): boolean;
  /**
   * Resolves to the tombstone, or to null if it was undone. Rejects with `ChatError`; the message is then
   * shown again.
   */
  done: Promise<Message | null>;
}

export interface UndoableDeletes {
  delete(messageId: string, afterMs: number): Deletion;
  /** Sends all waiting deletions at once. */
  flush(): void;
  close(): void;
}

/** Deletes messages after a while. Until then only this page shows them as deleted. */
export const createUndoableDeletes = (
  overlay: Overlay,
  send: (messageId: string) => Promise<Message>,
  now: () => number,
): UndoableDeletes => {
  const waiting = new Map<string, () => void>();
  let stop: (() => void) | null = null;

  const flush = () => {
    for (const sendNow of waiting.values()) sendNow();
  };
  const start = (messageId: string, afterMs: number): Deletion => {
    const takeOff = overlay.put(messageId, 'deleted', (message) => tombstoneOf(message, now()));
    let resolve: (message: Message | null) => void = noop;
    let reject: (error: unknown) => void = noop;
    const promise = new Promise<Message | null>((...settle) => ([resolve, reject] = settle));
    promise.catch(noop); // without a handler, the message simply shows again
    const end = () => {
      clearTimeout(timer);
      return waiting.delete(messageId);
    };
    const sendNow = () => {
      if (end()) void send(messageId).then(resolve, reject).finally(takeOff);
    };
    const timer = setTimeout(sendNow, afterMs);
    waiting.set(messageId, sendNow);
    const undo = () => {
      if (!end()) return false;
      takeOff();
      resolve(null);
      return true;
    };
    return { undo, done: promise };
  };

  return {
    flush,
    close: () => {
      flush();
      stop?.();
    },
    delete: (messageId, afterMs) => {
      stop ??= onPageHidden(flush);
      waiting.get(messageId)?.();
      return start(messageId, afterMs);
    },
  };
};

const tombstoneOf = (message: Message, deletedAt: number): Message => {
  const { data: _data, ...kept } = message;
  return {
    ...kept,
    text: '',
    attachments: [],
    mentions: [],
    reactions: [],
    deletedAt: message.deletedAt ?? deletedAt,
  };
};
