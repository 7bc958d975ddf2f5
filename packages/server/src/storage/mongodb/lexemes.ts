import { searchableTexts, searchKindsOf, tokenize, type Message } from '@chat/protocol';
import { orderKey } from '../shared/id-order-key.ts';
import type { SearchQuery } from '../contract/search-query.ts';

// Words have the prefix 'w', kinds of content 'h' and authors 'f', so that one index serves all of them.
const word = (text: string): string => `w${text}`;
const has = (what: string): string => `h${what}`;
const from = (userId: string): string => `f${orderKey(userId)}`;
/** Sorts after every continuation of a word. */
const above = '\u{10FFFF}';

/** Returns the search terms of a message, each once; none for a tombstone. */
export const lexemesOf = (message: Message): string[] =>
  message.deletedAt === undefined
    ? [
        ...new Set([
          ...searchableTexts(message).flatMap((text) => tokenize(text).map((each) => word(each.word))),
          ...['any', ...searchKindsOf(message)].map(has),
          from(message.author.id),
        ]),
      ]
    : [];

type Condition = { words: string } | { words: { $elemMatch: { $gte: string; $lt: string } } };

/**
 * Returns a search as conditions that a message must all meet. The index is walked by the first one: the
 * longest word, which is usually the rarest.
 */
export const searchConditions = ({ phrases, from: author, has: what }: SearchQuery): Condition[] => {
  const words = phrases.flatMap((phrase) =>
    phrase.words.map((each, at) => ({ each, open: phrase.isPrefix && at === phrase.words.length - 1 })),
  );
  const sought = words
    .toSorted((a, b) => Number(a.open) - Number(b.open) || b.each.length - a.each.length)
    .map(({ each, open }): Condition => {
      const lexeme = word(each);
      return open ? { words: { $elemMatch: { $gte: lexeme, $lt: `${lexeme}${above}` } } } : { words: lexeme };
    });
  const marks = [...(author === undefined ? [] : [from(author)]), ...(what === undefined ? [] : [has(what)])];
  const asked = [...sought, ...marks.map((words) => ({ words }))];
  return asked.length === 0 ? [{ words: has('any') }] : asked;
};
