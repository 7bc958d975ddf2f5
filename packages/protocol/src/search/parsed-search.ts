// What a search means: the same on the server and on a device.
import { ChatError } from '../error.ts';
import { kindOfType } from '../files/file-kind.ts';
import type { Message } from '../features/messages.ts';
import type { SearchedFor, SearchHit } from '../features/search.ts';
import { containsPhrase, highlightsIn, parsePhrases, type Phrase } from './search-phrases.ts';
import { tokenize } from './tokenizer.ts';

/** What a message has to be like to be found. */
export interface ParsedSearch {
  phrases: readonly Phrase[];
  /** User id of its author. */
  from?: string;
  has?: SearchedFor;
  /** ms since the epoch. */
  before?: number;
  after?: number;
}

/** A search as it is asked. */
export interface AskedSearch {
  q?: string | undefined;
  from?: string | undefined;
  has?: SearchedFor | undefined;
  before?: number | undefined;
  after?: number | undefined;
}

/** Parses a search. Null if its text has no word: nothing is found then. Throws `invalid` if it asks for nothing. */
export const parseSearch = ({ q = '', from, has, before, after }: AskedSearch): ParsedSearch | null => {
  const isBlank = q.trim() === '';
  if (isBlank && from === undefined && has === undefined)
    throw new ChatError('invalid', 'q, from or has must say what to look for', { field: 'q' });
  const phrases = parsePhrases(q);
  if (!isBlank && phrases.length === 0) return null;
  return {
    phrases,
    ...(from === undefined ? {} : { from }),
    ...(has === undefined ? {} : { has }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
};

/** Returns the searchable texts of a message: its text and the name of each file. */
export const searchableTexts = ({ text, attachments }: Pick<Message, 'text' | 'attachments'>): string[] => [
  text,
  ...attachments.map(({ name }) => name),
];

/** Returns what a message contains that a search can ask for. */
export const searchKindsOf = ({
  text,
  attachments,
}: Pick<Message, 'text' | 'attachments'>): SearchedFor[] => [
  ...(attachments.length > 0 ? (['file'] as const) : []),
  ...(attachments.some(({ type }) => kindOfType(type) === 'image') ? (['image'] as const) : []),
  ...(/https?:\/\/[^\s/]/i.test(text) ? (['link'] as const) : []),
];

/** Whether a search finds a message. A deleted one is never found. */
export const isFound = (message: Message, search: ParsedSearch): boolean => {
  const { phrases, from, has, before = Infinity, after = 0 } = search;
  if (message.deletedAt !== undefined) return false;
  if (message.createdAt >= before || message.createdAt < after) return false;
  if (from !== undefined && message.author.id !== from) return false;
  if (has !== undefined && !searchKindsOf(message).includes(has)) return false;
  if (phrases.length === 0) return true;
  const texts = searchableTexts(message).map(tokenize);
  return phrases.every((phrase) => texts.some((text) => containsPhrase(text, phrase)));
};

/** Returns a message that was found, with the places of the words in its text. */
export const toHit = (message: Message, { phrases }: ParsedSearch): SearchHit => ({
  message,
  marks: highlightsIn(message.text, phrases),
});
