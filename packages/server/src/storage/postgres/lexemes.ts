import { searchableTexts, searchKindsOf, tokenize, type Message } from '@chat/protocol';
import type { SearchQuery } from '../contract/search-query.ts';

// Each term has its room's key, so that one index serves all rooms. Words have the prefix 'w', kinds of
// content 'h' and authors 'f', the latter as hex, so that no character of an id is special.
const word = (key: number, text: string): string => `${key}w${text}`;
const has = (key: number, what: string): string => `${key}h${what}`;
const from = (key: number, userId: string): string => `${key}f${Buffer.from(userId).toString('hex')}`;

/** Returns the search terms of a message, each once. None contains a space. */
export const lexemesOf = (key: number, message: Message): string[] => [
  ...new Set([
    ...searchableTexts(message).flatMap((text) => tokenize(text).map((each) => word(key, each.word))),
    ...['any', ...searchKindsOf(message)].map((what) => has(key, what)),
    from(key, message.author.id),
  ]),
];

const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, (char) => char + char)}'`;

/** Returns a search as a text search query for messages with all terms. */
export const searchExpression = (key: number, { phrases, from: author, has: what }: SearchQuery): string => {
  const words = phrases.flatMap((phrase) =>
    phrase.words.map((each, at) => {
      const isOpen = phrase.isPrefix && at === phrase.words.length - 1;
      return `${quoted(word(key, each))}${isOpen ? ':*' : ''}`;
    }),
  );
  const marks = [
    ...(author === undefined ? [] : [from(key, author)]),
    ...(what === undefined ? [] : [has(key, what)]),
  ];
  const asked = [...words, ...marks.map(quoted)];
  return asked.length === 0 ? quoted(has(key, 'any')) : asked.join(' & ');
};
