import type { Message } from '@chat/protocol';
import type { Overlay } from './optimistic-overlay.ts';
import { onPageHidden } from '../platform/page-hidden.ts';
import { noop } from '../platform/noop.ts';

/** A deletion that can still be undone. */
export interface Deletion {
  /** Takes it back and shows the message again; false when it has been sent already. */
  undo(): boolean;
  /** Resolves to the tombstone, to null when it was undone; rejects with `ChatError` when refused: the message is shown again. */
  done: Promise<Message | null>;
}

export interface UndoableDeletes {
  delete(messageId: string, afterMs: number): Deletion;
  /** Sends what waits, at once: the page is going, or nobody is left to undo. */
  flush(): void;
  close(): void;
}

/** Deletes messages after a while; until then they are shown as deleted here, and stand for everybody else. */
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
    promise.catch(noop); // who did not ask sees the message again
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
