import type { Message } from '@chat/protocol';

/** The message that a stream is written to. */
export interface StreamTarget {
  /** Sends the first part. */
  begin(text: string): Promise<Message>;
  /** Updates the message to the whole text so far; `last`: the text is complete. */
  grow(message: Message, text: string, last: boolean): Promise<Message>;
}

export interface StreamOptions {
  /** Minimum time between two updates of the message, ms. */
  paceMs: number;
  /** Longest text; the rest is cut off. */
  maxLength: number;
  now(): number;
}

/** A message is updated at least this often: without updates it counts as interrupted. */
const aliveMs = 5_000;

/**
 * Sends pieces of text as they arrive, in one message that grows. Returns null if there was no text. Stops
 * the stream if sending fails.
 */
export const streamAnswer = async (
  pieces: AsyncIterable<string>,
  { begin, grow }: StreamTarget,
  { paceMs, maxLength, now }: StreamOptions,
): Promise<Message | null> => {
  const iterator = pieces[Symbol.asyncIterator]();
  let message: Message | null = null;
  let text = '';
  let shown = '';
  let shownAt = 0;

  const show = async (last: boolean): Promise<void> => {
    if (text.trim() === '') return;
    message = message ? await grow(message, text, last) : await begin(text);
    shown = text;
    shownAt = now();
  };

  /** The next piece, or nothing if the message has to be updated before it arrives. */
  const pieceOrPause = async (
    next: Promise<IteratorResult<string>>,
  ): Promise<IteratorResult<string> | null> => {
    const waitMs = text === shown ? aliveMs : shownAt + paceMs - now();
    if (!message) return next;
    if (waitMs <= 0) return null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const pause = new Promise<null>((resolve) => (timer = setTimeout(resolve, waitMs, null)));
    return Promise.race([next, pause]).finally(() => clearTimeout(timer));
  };

  try {
    let next = iterator.next();
    // A failure of an update surfaces when it is awaited.
    next.catch(() => {});
    for (;;) {
      const piece = await pieceOrPause(next);
      if (piece === null) {
        await show(false);
        continue;
      }
      if (piece.done) break;
      text = (text + piece.value).slice(0, maxLength);
      if (!message) await show(false);
      if (text.length >= maxLength) break;
      next = iterator.next();
      next.catch(() => {});
    }
  } catch (error) {
    await iterator.return?.();
    // The message must not look as if more were coming.
    if (message) await show(true).catch(() => {});
    throw error;
  }
  await iterator.return?.();
  if (message) await show(true);
  return message;
};
