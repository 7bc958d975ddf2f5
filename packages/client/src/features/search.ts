import type { Call, Input, SearchPage } from '@chat/protocol';

/** What to look for: words, and who said it, what it bears, when. `cursor`: the page after the one that answered it. */
export type SearchQuestion = Input<'message:searchAll'>;

/** Messages that hold what is asked, the newest first. A text alone is `{ q: text }`. Rejects with `ChatError`. */
export type Search = (question: string | SearchQuestion) => Promise<SearchPage>;

const toQuestion = (question: string | SearchQuestion): SearchQuestion =>
  typeof question === 'string' ? { q: question } : question;

export const searchIn =
  (call: Call, roomId: string): Search =>
  (question) =>
    call('message:search', { ...toQuestion(question), roomId });

export const searchAll =
  (call: Call): Search =>
  (question) =>
    call('message:searchAll', toQuestion(question));
