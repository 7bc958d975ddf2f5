import * as v from 'valibot';
import { command } from './command.ts';
import { id, limit, time } from './fields.ts';
import type { Message } from './messages.ts';

/** What a message can be asked to bear: a file of any kind, an image, or a link in its text. */
export const searchedFor = ['file', 'image', 'link'] as const;
export type SearchedFor = (typeof searchedFor)[number];

/** Longest text that is searched for, UTF-16 code units. */
export const maxSearchLength = 200;

/** A message that was found, as it now is. */
export interface SearchHit {
  message: Message;
  /** Where in `text` the words stand: UTF-16 offsets, ascending, not overlapping; at most 100. */
  marks: { start: number; end: number }[];
}

/** Hits, the newest first. */
export interface SearchPage {
  hits: SearchHit[];
  hasMore: boolean;
  /** Asks for what follows, with the same question; present when there is more. */
  cursor?: string;
}

const question = {
  // Words, and "words side by side"; the last one may be the beginning of a word.
  q: v.optional(
    v.pipe(v.string(), v.maxLength(maxSearchLength, `must be at most ${maxSearchLength} characters`)),
  ),
  /** Of this user. */
  from: v.optional(id),
  has: v.optional(v.picklist(searchedFor)),
  /** Said before this moment. */
  before: v.optional(time),
  /** Said at this moment or later. */
  after: v.optional(time),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200, 'must be at most 200 characters'))),
  limit,
};

export const searchCommands = {
  'message:search': command<SearchPage>()({
    http: 'GET /rooms/:roomId/search',
    summary: 'Messages of a room that hold words, or are from somebody, or bear a file, an image or a link',
    input: v.strictObject({ roomId: id, ...question }),
  }),
  'message:searchAll': command<SearchPage>()({
    http: 'GET /search',
    summary: 'The same in all my rooms',
    input: v.strictObject(question),
  }),
};
