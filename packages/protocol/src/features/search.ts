import * as v from 'valibot';
import { command } from '../command.ts';
import { id, limit, time } from '../fields.ts';
import { messageSchema, type Message } from './messages.ts';
import { count, schemaOf } from '../outputs.ts';

/** Filters of a search: a file of any kind, an image, or a link in the text. */
export const searchedFor = ['file', 'image', 'link'] as const;
export type SearchedFor = (typeof searchedFor)[number];

/** Longest text that can be searched for, UTF-16 code units. */
export const maxSearchLength = 200;

/** A message that matches, as it is now. */
export interface SearchHit {
  message: Message;
  /** Where the words are in `text`: UTF-16 offsets, ascending, not overlapping; at most 100. */
  marks: { start: number; end: number }[];
}

export const searchHitSchema = schemaOf<SearchHit>()(
  v.object({
    message: messageSchema,
    marks: v.pipe(
      v.array(v.object({ start: count, end: count })),
      v.description('UTF-16 offsets in its text'),
    ),
  }),
);

/** Matches, newest first. */
export interface SearchPage {
  hits: SearchHit[];
  hasMore: boolean;
  /** Pass it with the same question to get the next page; present if there is one. */
  cursor?: string;
}

export const searchPageSchema = schemaOf<SearchPage>()(
  v.object({ hits: v.array(searchHitSchema), hasMore: v.boolean(), cursor: v.optional(v.string()) }),
);

const question = {
  // Words, and "phrases"; the last word may be the beginning of one.
  q: v.optional(
    v.pipe(v.string(), v.maxLength(maxSearchLength, `must be at most ${maxSearchLength} characters`)),
  ),
  /** Written by this user. */
  from: v.optional(id),
  has: v.optional(v.picklist(searchedFor)),
  /** Written before this time. */
  before: v.optional(time),
  /** Written at this time or later. */
  after: v.optional(time),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200, 'must be at most 200 characters'))),
  limit,
};

export const searchCommands = {
  'message:search': command<SearchPage>()({
    http: 'GET /rooms/:roomId/search',
    rate: 'searches',
    summary: 'Search the messages of a room: by words, author, time, or for files, images and links',
    input: v.strictObject({ roomId: id, ...question }),
    output: searchPageSchema,
  }),
  'message:searchAll': command<SearchPage>()({
    http: 'GET /search',
    rate: 'searches',
    summary: 'Search the messages of all my rooms',
    input: v.strictObject(question),
    output: searchPageSchema,
  }),
};
