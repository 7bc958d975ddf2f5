import { ChatError, type Input } from '@chat/protocol';
import type { Hooks } from '../commands/hooks.ts';
import { findWords, type Found } from './find-words.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

export interface WordFilterOptions {
  /** Forbidden words and phrases; `mal*` matches every word that begins so. */
  words?: readonly string[];
  /**
   * Finds forbidden words, instead of `words` or in addition: use it with a library that has its own lists.
   */
  find?: (text: string) => readonly Found[];
  /**
   * `refuse` (default): the sender gets `forbidden` / `moderated`. `mask`: the message is sent with the
   * letters hidden. `hold`: the message waits for the approval of a moderator; what cannot wait, such as an
   * edit or a private message, is refused.
   */
  action?: 'refuse' | 'mask' | 'hold';
}

const optionNames: Readonly<Record<keyof WordFilterOptions, true>> = {
  words: true,
  find: true,
  action: true,
};

/**
 * Returns hooks that keep words out of everything users write for others: messages, scheduled ones and edits,
 * polls, questions, lobbies, room titles, names, statuses, profiles and file names. Reports may quote them. It sees
 * through capitals, accents, look-alike letters, digits for letters, and spaced letters; it does not
 * understand meaning. It ignores `data`, which is the application's own.
 */
export const wordFilter = (options: WordFilterOptions): Hooks => {
  rejectUnknownOptions('wordFilter', options, optionNames);
  const { words = [], find, action = 'refuse' } = options;
  const ours = findWords(words);

  const foundIn = (text: string): Found[] => [...ours(text), ...(find?.(text) ?? [])];
  const refused = (text: string, field?: string): string => {
    if (foundIn(text).length > 0) throw moderated(field);
    return text;
  };
  const clean = (text: string): string => {
    if (action !== 'mask') return refused(text);
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
  const inPoll = <I extends { question: string; options: string[] }>(_: unknown, input: I): I => ({
    ...input,
    question: clean(input.question),
    options: input.options.map(clean),
  });
  const inTitle = <I extends { title?: string | undefined }>(_: unknown, input: I): I =>
    input.title === undefined ? input : { ...input, title: clean(input.title) };

  return {
    'before:message:send': (context, input) => {
      if (action !== 'hold' || input.to !== undefined) return inText(context, input);
      if (foundIn(input.text).length > 0) context.requireApproval();
      return input;
    },
    'before:message:edit': inText<Input<'message:edit'>>,
    'before:lobby:send': inText<Input<'lobby:send'>>,
    'before:message:schedule': inText<Input<'message:schedule'>>,
    'before:message:editScheduled': (_, input) =>
      input.text === undefined ? input : { ...input, text: clean(input.text) },
    'before:poll:create': inPoll<Input<'poll:create'>>,
    'before:poll:addOption': inText<Input<'poll:addOption'>>,
    'before:question:text': ({ text }) => ({ text: clean(text) }),
    'before:question:answer': (_, input) =>
      input.text === undefined ? input : { ...input, text: clean(input.text) },
    'before:room:create': inTitle<Input<'room:create'>>,
    'before:room:update': inTitle<Input<'room:update'>>,
    // A guest chooses the name when signing in: it is rejected, never masked.
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
  new ChatError('forbidden', 'this contains a word that is not allowed here', {
    reason: 'moderated',
    ...(field === undefined ? {} : { field }),
  });

/** Every matching letter becomes a dot; spaces stay. */
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
