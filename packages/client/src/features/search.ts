import type { Call, Input, SearchPage } from '@chat/protocol';

/** Words, author, attachments and time to search for. `cursor`: of the previous page, for the next one. */
export type SearchQuestion = Input<'message:searchAll'>;

/**
 * Resolves to matching messages, newest first. A string is short for `{ q: text }`. Rejects with `ChatError`.
 */
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
