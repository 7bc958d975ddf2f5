import type { Phrase, SearchedFor } from '@chat/protocol';
import type { ReadScope } from './storage.ts';

/** A search in one room. */
export interface SearchQuery extends ReadScope {
  phrases: readonly Phrase[];
  /** User id. */
  from?: string;
  has?: SearchedFor;
  /** ms since the epoch. */
  before?: number;
  after?: number;
  /** `seq`. */
  below?: number;
  visibleAfter?: number;
  limit: number;
}
