import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChatError,
  hasWords,
  translateMasked,
  type Limits,
  type Message,
  type Translation,
} from '@chat/protocol';
import type { Payer } from '../limits/rate-limits.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import {
  translationKey,
  translationKind,
  type StoredTranslation,
} from '../storage/decide/outbound/translation.ts';
import { closestLanguage, isSameLanguage, type TranslationOptions } from './translation-options.ts';

/** Translates messages, each once per language and text. */
export interface Translations {
  /** Whether messages of a room are translated. */
  includes(room: LiveRoom): boolean;
  /** Returns the languages to translate into; undefined if they are unknown. */
  languages(): Promise<readonly string[] | undefined>;
  /**
   * Returns the translation that is stored, or translates the message and stores it. The cost counts against
   * `payer`. `names`: the names of the users that it mentions.
   */
  translate(request: TranslationRequest): Promise<Translation>;
  close(): void;
}

export interface TranslationRequest {
  room: LiveRoom;
  message: Message;
  to: string;
  names: readonly string[];
  payer: Payer;
}

/** A stored translation. */
type Finished = Pick<Translation, 'text' | 'from'>;

interface TranslationDeps {
  options: TranslationOptions;
  limits: Limits;
  /** Whether other processes use the store. */
  isShared(): boolean;
  logger: Logger;
  now(): number;
}

const mostAtOnce = 4;
/** More texts than this at a time are refused. */
const mostWaiting = 200;
/** After so many failures in a row the translator gets nothing for `pauseMs`. */
const mostFailures = 5;
const pauseMs = 30_000;
const languagesForMs = 600_000;
/** How often a node looks whether another one has finished a translation. */
const lookEveryMs = 200;

export const createTranslations = (deps: TranslationDeps): Translations => {
  const { options, limits, isShared, logger, now } = deps;
  const perMinute = (count: number) =>
    createTokenBuckets({ perSecond: count / 60, burst: Math.max(1, count), now });
  const ofUser = perMinute(limits.translationCharactersPerMinute);
  const ofServer = perMinute(limits.serverTranslationCharactersPerMinute);
  const flights = new Map<string, Promise<Finished>>();
  const node = createHash('sha256')
    .update(`${process.pid} ${Math.random()}`)
    .digest('base64url')
    .slice(0, 12);
  const closing = new AbortController();
  const waiting: (() => void)[] = [];
  let running = 0;
  let failures = 0;
  let pausedUntil = 0;
  let known: { languages: Promise<readonly string[]>; until: number } | undefined;

  const signal = (): AbortSignal =>
    AbortSignal.any([closing.signal, AbortSignal.timeout(limits.translationTimeoutMs)]);

  const away = (retryAfterMs: number): ChatError =>
    new ChatError('overloaded', 'the translator does not respond', {
      reason: 'translator_away',
      retryAfterMs,
    });

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting.length >= mostWaiting)
      throw new ChatError('overloaded', 'too many translations at once', { retryAfterMs: 2_000 });
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      if (closing.signal.aborted) throw away(2_000);
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };

  /** Calls the translator unless it has failed too often. */
  const ask = async <T>(work: (until: AbortSignal) => T | Promise<T>): Promise<T> => {
    const pausedMs = pausedUntil - now();
    if (pausedMs > 0) throw away(pausedMs);
    const until = signal();
    try {
      const result = await Promise.race([work(until), aborted(until)]);
      failures = 0;
      return result;
    } catch (error) {
      if (error instanceof ChatError) throw error;
      failures += 1;
      if (failures >= mostFailures) {
        failures = 0;
        pausedUntil = now() + pauseMs;
      }
      if (!closing.signal.aborted) logger.warn({ err: error }, 'the translator failed');
      if (until.aborted && !closing.signal.aborted)
        throw new ChatError('timeout', `no translation within ${limits.translationTimeoutMs} ms`);
      throw away(pausedUntil > now() ? pauseMs : 2_000);
    }
  };

  const languages = async (): Promise<readonly string[] | undefined> => {
    const { languages: listed } = options;
    if (typeof listed !== 'function') return listed;
    if (!known || known.until <= now()) {
      const asked = ask((until) => listed({ signal: until }));
      known = { languages: asked, until: now() + languagesForMs };
      asked.catch(() => (known = undefined));
    }
    return known.languages;
  };

  const charge = ({ kind, user }: Payer, count: number): void => {
    if (kind === 'process') return;
    for (const retryAfterMs of [ofUser.take(user.id, count), ofServer.take('', count)])
      if (retryAfterMs > 0) throw new ChatError('rate_limited', 'too many translations', { retryAfterMs });
  };

  const translated = async (
    { message: { text }, names }: TranslationRequest,
    to: string,
  ): Promise<Finished> => {
    let from: string | undefined;
    const result = await inTurn(() =>
      ask((until) =>
        translateMasked(text, {
          names,
          translate: async (words) => {
            const found = await options.translate(words, from ?? null, to, { signal: until });
            if (typeof found === 'string') return found;
            from ??= found.from;
            return found.text;
          },
        }),
      ),
    );
    // A text in the wanted language stays as it is.
    const isSame = from !== undefined && isSameLanguage(from, to);
    return { text: isSame ? text : result.slice(0, limits.maxTextLength * 4), ...(from ? { from } : {}) };
  };

  /** Translates a text unless another node does, and stores the result with the message. */
  const translateOnce = async (request: TranslationRequest, to: string, key: string): Promise<Finished> => {
    const { room, message } = request;
    const { timeline } = room;
    const actor = { id: message.author.id, name: message.author.name };
    const stored = async (): Promise<Finished | undefined> => {
      const record = await timeline.record(room.id, translationKind, key);
      return finished(record?.body);
    };
    const change = { actor, messageId: message.id, key };
    const until = now() + limits.translationTimeoutMs;
    while (isShared()) {
      const claimed = await room.commit({ kind: 'claim-translation', ...change, at: now(), node, until });
      if ((claimed.records ?? []).length > 0) break;
      const found = await stored();
      if (found) return found;
      if (now() > until || closing.signal.aborted) throw away(2_000);
      await sleep(lookEveryMs);
    }
    const found = await stored();
    if (found) return found;
    const result = await translated(request, to);
    try {
      await room.commit({ kind: 'store-translation', ...change, at: now(), translation: result });
    } catch (error) {
      // It was deleted meanwhile. Any other failure costs another translation later.
      if (error instanceof ChatError && error.code === 'not_found') throw error;
      logger.warn({ err: error, messageId: message.id }, 'a translation could not be stored');
    }
    return result;
  };

  return {
    includes: (room) => options.rooms?.(room.head.room) ?? true,
    languages,
    translate: async (request) => {
      const { room, message, payer, names } = request;
      const { text } = message;
      if (!hasWords(text, names)) return { text, to: request.to };
      if (text.length > limits.maxTranslationLength)
        throw new ChatError(
          'too_large',
          `the message is longer than ${limits.maxTranslationLength} characters`,
        );
      const listed = await languages();
      const to = listed ? closestLanguage(request.to, listed) : request.to.toLowerCase();
      if (to === undefined)
        throw new ChatError('invalid', 'messages are not translated into this language', {
          reason: 'language_unsupported',
          field: 'to',
        });
      const key = translationKey(message.id, to, versionOf(text));
      const record = await room.timeline.record(room.id, translationKind, key);
      const before = finished(record?.body);
      if (before) return { ...before, to };
      const name = `${room.id} ${key}`;
      let flight = flights.get(name);
      if (!flight) {
        charge(payer, text.length);
        flight = translateOnce(request, to, key).finally(() => flights.delete(name));
        flights.set(name, flight);
      }
      return { ...(await flight), to };
    },
    close: () => {
      closing.abort();
      for (const begin of waiting.splice(0)) begin();
      options.close?.();
    },
  };
};

/** Returns a translation unless a node still makes it. */
const finished = (stored: StoredTranslation | undefined): Finished | undefined => {
  if (stored?.text === undefined) return undefined;
  const { text, from } = stored;
  return { text, ...(from === undefined ? {} : { from }) };
};

/** Identifies the text of a message: an edit makes another one. */
const versionOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, 16);

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
