import { ChatError, type Limits, type Message } from '@chat/protocol';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Logger } from '../logger.ts';
import type { SummaryOptions } from './summary-options.ts';

/** Summaries of messages, by the language model of the operator. */
export interface Summaries {
  /** Resolves to plain text. Rejects with `rate_limited`, or `overloaded` if the model does not respond. */
  summarize(userId: string, messages: readonly Message[], language: string | undefined): Promise<string>;
  close(): void;
}

interface SummariesDeps {
  options: SummaryOptions;
  limits: Pick<Limits, 'summaryCharactersPerHour'>;
  logger: Logger;
  now(): number;
}

const maxLength = 4_000;
const timeoutMs = 60_000;

/** Leaves out what is not text, and what turns the direction of other text. */
const plain = (text: string): string =>
  text
    .replace(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, maxLength);

export const createSummaries = ({ options, limits, logger, now }: SummariesDeps): Summaries => {
  const perHour = Math.max(1, limits.summaryCharactersPerHour);
  const buckets = createTokenBuckets({ perSecond: perHour / 3_600, burst: perHour, now });
  const closing = new AbortController();
  return {
    summarize: async (userId, messages, language) => {
      const given = messages.map(({ author, text }) => ({ author: author.name, text }));
      const weight = given.reduce((sum, { text }) => sum + text.length, 0);
      const retryAfterMs = buckets.take(userId, Math.max(1, weight));
      if (retryAfterMs > 0)
        throw new ChatError('rate_limited', 'too many messages were summarized for you', { retryAfterMs });
      try {
        const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]);
        const text = await options.summarize({
          messages: given,
          ...(language === undefined ? {} : { language }),
          signal,
        });
        return plain(text);
      } catch (error) {
        if (error instanceof ChatError) throw error;
        logger.warn({ err: error }, 'messages could not be summarized');
        throw new ChatError('overloaded', 'the language model does not respond', {
          reason: 'summary_away',
          retryAfterMs: 5_000,
        });
      }
    },
    close: () => closing.abort(),
  };
};
