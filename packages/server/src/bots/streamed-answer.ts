import type { Message } from '@chat/protocol';

/** Where an answer grows. */
export interface StreamTarget {
  /** Says the first of it. */
  begin(text: string): Promise<Message>;
  /** Shows all there is by now; `last`: it is whole. */
  grow(message: Message, text: string, last: boolean): Promise<Message>;
}

export interface StreamOptions {
  /** Between two changes of the message, at least, ms. */
  paceMs: number;
  /** Longest text; what is beyond is cut off. */
  maxLength: number;
  now(): number;
}

/** A message is renewed at least so often: one that is not counts as broken off. */
const aliveMs = 5_000;

/** Says pieces of a text as they come, in one message that grows. Null when there was nothing to say. What ends it early, ends the pieces. */
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

  /** The next piece, or nothing when the message is to be shown before it comes. */
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
    // What fails while the message is being shown is met when it is asked for.
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
    // It is not to look as if more were coming.
    if (message) await show(true).catch(() => {});
    throw error;
  }
  await iterator.return?.();
  if (message) await show(true);
  return message;
};
