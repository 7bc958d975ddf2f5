import { ChatError, type Input } from '@chat/protocol';
import type { Hooks } from '../hooks.ts';
import { findWords, type Found } from './find-words.ts';

export interface WordFilterOptions {
  /** Words and phrases that are not to be said; `mal*` is every word that begins so. */
  words?: readonly string[];
  /** Finds what is not to be said, in place of `words` or beside them: the way to use a library with lists of its own. */
  find?: (text: string) => readonly Found[];
  /** `refuse` (default): the sender is told `forbidden` / `moderated`. `mask`: the message goes out with the letters hidden. */
  action?: 'refuse' | 'mask';
}

/**
 * A hook that keeps words out of messages, new and edited, and out of the titles of rooms. It sees through capitals, accents, letters that look alike,
 * digits for letters, and letters apart; it does not understand what is meant.
 */
export const wordFilter = ({ words = [], find, action = 'refuse' }: WordFilterOptions): Hooks => {
  const ours = findWords(words);

  const clean = (text: string): string => {
    const found = [...ours(text), ...(find?.(text) ?? [])];
    if (found.length === 0) return text;
    if (action === 'mask') return mask(text, found);
    throw new ChatError('forbidden', 'this holds a word that is not said here', { reason: 'moderated' });
  };
  const inText = <I extends { text: string }>(_: unknown, input: I): I => ({
    ...input,
    text: clean(input.text),
  });
  const inTitle = <I extends { title?: string | undefined }>(_: unknown, input: I): I =>
    input.title === undefined ? input : { ...input, title: clean(input.title) };

  return {
    'before:message:send': inText<Input<'message:send'>>,
    'before:message:edit': inText<Input<'message:edit'>>,
    'before:room:create': inTitle<Input<'room:create'>>,
    'before:room:update': inTitle<Input<'room:update'>>,
  };
};

/** Every letter found becomes a dot; spaces stay. */
const mask = (text: string, found: readonly Found[]): string => {
  const hidden = Array.from(text).reduce<{ at: number; out: string }>(
    ({ at, out }, char) => {
      const isHidden = found.some(({ start, end }) => at >= start && at < end) && char.trim() !== '';
      return { at: at + char.length, out: out + (isHidden ? '•' : char) };
    },
    { at: 0, out: '' },
  );
  return hidden.out;
};
