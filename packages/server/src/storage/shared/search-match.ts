import { kindOfType, type Message, type SearchedFor } from '@chat/protocol';
import { isRead } from './visible-to.ts';
import { holds } from './search-phrases.ts';
import type { SearchQuery } from '../contract/search-query.ts';
import { wordsIn } from './tokenizer.ts';

/** What can be searched of a message: its text, and the names of its files, each for itself. */
export const textsOf = ({ text, attachments }: Message): string[] => [
  text,
  ...attachments.map(({ name }) => name),
];

/** What a message bears that can be asked for. */
export const bears = ({ text, attachments }: Message): SearchedFor[] => [
  ...(attachments.length > 0 ? (['file'] as const) : []),
  ...(attachments.some(({ type }) => kindOfType(type) === 'image') ? (['image'] as const) : []),
  ...(/https?:\/\/[^\s/]/i.test(text) ? (['link'] as const) : []),
];

/** The one meaning of `TimelineStore.search` for every store: whether a message is among what is found. */
export const isFound = (message: Message, query: SearchQuery): boolean => {
  const { phrases, from, has, before = Infinity, after = 0, below = Infinity, visibleAfter = 0 } = query;
  if (message.deletedAt !== undefined || !isRead(message, query)) return false;
  if (message.seq <= visibleAfter || message.seq >= below) return false;
  if (message.createdAt >= before || message.createdAt < after) return false;
  if (from !== undefined && message.author.id !== from) return false;
  if (has !== undefined && !bears(message).includes(has)) return false;
  if (phrases.length === 0) return true;
  const texts = textsOf(message).map(wordsIn);
  return phrases.every((phrase) => texts.some((text) => holds(text, phrase)));
};
