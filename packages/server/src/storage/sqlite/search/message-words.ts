import { searchableTexts, searchKindsOf, tokenize, type Message, type Phrase } from '@chat/protocol';
import type { SearchQuery } from '../../contract/search-query.ts';

// Not part of any word, but a token character for the tokenizer `ascii`.
const sign = '·';
const named = (userId: string): string => Buffer.from(userId).toString('hex');

/** Returns the words of a message and its other search terms, for the room with this key. */
export const wordsOfMessage = (key: number, message: Message): { words: string; marks: string } => {
  const texts = searchableTexts(message).map((text) =>
    tokenize(text)
      .map(({ word }) => `${key}${sign}${word}`)
      .join(' '),
  );
  const readers = message.to === undefined ? [] : new Set([message.author.id, ...message.to]);
  const marks = [
    'any',
    ...searchKindsOf(message),
    `from${sign}${named(message.author.id)}`,
    ...[...readers].map((reader) => `to${sign}${named(reader)}`),
  ];
  // A phrase cannot span two texts.
  return { words: texts.join(` ${sign} `), marks: marks.map((mark) => `${key}${sign}${mark}`).join(' ') };
};

const phrase = (key: number, { words, isPrefix: open }: Phrase): string =>
  `{words} : "${words.map((word) => `${key}${sign}${word}`).join(' ')}"${open ? ' *' : ''}`;
const mark = (key: number, name: string): string => `{marks} : "${key}${sign}${name}"`;

/**
 * Returns a search as an FTS5 expression, made only of words and numbers. `reader`: only private messages of
 * this user.
 */
export const matchExpression = (
  key: number,
  { phrases, from, has }: SearchQuery,
  reader?: string,
): string => {
  const marks = [
    ...(from === undefined ? [] : [`from${sign}${named(from)}`]),
    ...(has === undefined ? [] : [has]),
    ...(reader === undefined ? [] : [`to${sign}${named(reader)}`]),
  ];
  const asked = [
    ...phrases.map((each) => phrase(key, each)),
    ...(marks.length + phrases.length === 0 ? ['any'] : marks).map((name) => mark(key, name)),
  ];
  return asked.join(' AND ');
};
