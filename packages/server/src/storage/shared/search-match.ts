import { kindOfType, type Message, type SearchedFor } from '@chat/protocol';
import { isVisibleTo } from './visible-to.ts';
import { containsPhrase } from './search-phrases.ts';
import type { SearchQuery } from '../contract/search-query.ts';
import { tokenize } from './tokenizer.ts';

/** Returns the searchable texts of a message: its text and the name of each file. */
export const searchableTexts = ({ text, attachments }: Message): string[] => [
  text,
  ...attachments.map(({ name }) => name),
];

/** Returns what a message contains that a search can ask for. */
export const searchKindsOf = ({ text, attachments }: Message): SearchedFor[] => [
  ...(attachments.length > 0 ? (['file'] as const) : []),
  ...(attachments.some(({ type }) => kindOfType(type) === 'image') ? (['image'] as const) : []),
  ...(/https?:\/\/[^\s/]/i.test(text) ? (['link'] as const) : []),
];

/** Whether a message matches a search: the single definition of `TimelineStore.search` for every store. */
export const matchesSearch = (message: Message, query: SearchQuery): boolean => {
  const { phrases, from, has, before = Infinity, after = 0, below = Infinity, visibleAfter = 0 } = query;
  if (message.deletedAt !== undefined || !isVisibleTo(message, query)) return false;
  if (message.seq <= visibleAfter || message.seq >= below) return false;
  if (message.createdAt >= before || message.createdAt < after) return false;
  if (from !== undefined && message.author.id !== from) return false;
  if (has !== undefined && !searchKindsOf(message).includes(has)) return false;
  if (phrases.length === 0) return true;
  const texts = searchableTexts(message).map(tokenize);
  return phrases.every((phrase) => texts.some((text) => containsPhrase(text, phrase)));
};
