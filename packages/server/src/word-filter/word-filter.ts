import { ChatError, type Input } from '@chat/protocol';
import type { Hooks } from '../commands/hooks.ts';
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
 * Returns hooks that keep words out of all that users write for others: messages and edits, titles of rooms, names, statuses, profiles
 * and names of files. Reports may quote them. It sees through capitals, accents, letters that look alike, digits for letters, and letters
 * apart; it does not understand what is meant. It does not look into `data`, which is the application's own.
 */
export const wordFilter = ({ words = [], find, action = 'refuse' }: WordFilterOptions): Hooks => {
  const ours = findWords(words);

  const foundIn = (text: string): Found[] => [...ours(text), ...(find?.(text) ?? [])];
  const refused = (text: string, field?: string): string => {
    if (foundIn(text).length > 0) throw moderated(field);
    return text;
  };
  const clean = (text: string): string => {
    if (action === 'refuse') return refused(text);
    const found = foundIn(text);
    return found.length === 0 ? text : mask(text, found);
  };
  const mapValues = <V>(fields: Record<string, V>): Record<string, V> =>
    Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        typeof value === 'string' ? (clean(value) as V) : value,
      ]),
    );
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
    // A guest brings the name along: it is refused, never masked.
    'before:room:join': ({ user }) => {
      if (user.guest && foundIn(user.name).length > 0) throw moderated('name');
    },
    'before:user:update': (_, input) => ({
      ...input,
      ...(input.name === undefined ? {} : { name: refused(input.name, 'name') }),
      ...(input.about === undefined ? {} : { about: clean(input.about) }),
      ...(input.fields && { fields: mapValues(input.fields) }),
    }),
    'before:presence:set': (_, input) =>
      input.text === undefined ? input : { ...input, text: clean(input.text) },
    'before:file:upload': (_, { name }) => ({ name: clean(name) }),
  };
};

const moderated = (field?: string): ChatError =>
  new ChatError('forbidden', 'this holds a word that is not said here', {
    reason: 'moderated',
    ...(field === undefined ? {} : { field }),
  });

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
