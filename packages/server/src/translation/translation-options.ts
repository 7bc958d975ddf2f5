import type { Room } from '@chat/protocol';
import type { Awaitable } from '../async/awaitable.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';

/** A translated text, and the language that the translator has found it to be in. */
export interface TranslatedText {
  text: string;
  from?: string;
}

/** Aborted when the translation takes too long or the server closes. */
export interface TranslateOptions {
  signal: AbortSignal;
}

/**
 * Translates a text. It may have several lines, and placeholders such as `{{0}}`, which stay as they are.
 * `from`: the language of the text, null if it is unknown. A thrown `ChatError` reaches the user; any other
 * error is logged and becomes `overloaded` with the reason `translator_away`.
 */
export type Translate = (
  text: string,
  from: string | null,
  to: string,
  options: TranslateOptions,
) => Awaitable<string | TranslatedText>;

/** Translates messages for readers of other languages: `libreTranslate({ url })`, or your own function. */
export interface TranslationOptions {
  translate: Translate;
  /** The languages to translate into, or a function that lists them. Default: any. */
  languages?: readonly string[] | ((options: TranslateOptions) => Awaitable<readonly string[]>);
  /** Whether messages of a room are translated. Default: all. */
  rooms?: (room: Room) => boolean;
  /** Called when the server closes. */
  close?: () => void;
}

export const translationOptionNames: Readonly<Record<keyof TranslationOptions, true>> = {
  translate: true,
  languages: true,
  rooms: true,
  close: true,
};

/** Returns the option. Throws if it has no function `translate`. */
export const checkTranslation = (options: TranslationOptions | undefined): TranslationOptions | null => {
  if (options === undefined) return null;
  rejectUnknownOptions('createChatServer: translation', options, translationOptionNames);
  if (typeof options.translate !== 'function')
    throw new Error('createChatServer: translation.translate must be a function');
  return options;
};

/**
 * Returns the language of a list that fits a wanted one best: the same, one of the same script, or the same
 * without a region; undefined if there is none.
 */
export const closestLanguage = (wanted: string, languages: readonly string[]): string | undefined => {
  const lower = wanted.toLowerCase();
  const [base = ''] = lower.split('-');
  const all = languages.map((each) => [each, each.toLowerCase()] as const);
  const found =
    all.find(([, each]) => each === lower) ??
    all.find(([, each]) => each === scriptOf(lower)) ??
    all.find(([, each]) => each === base) ??
    all.find(([, each]) => each.split('-')[0] === base);
  return found?.[0];
};

/** Returns whether two languages are the same, in whatever region. */
export const isSameLanguage = (one: string, other: string): boolean => {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()];
  const isChinese = first.startsWith('zh');
  return isChinese ? scriptOf(first) === scriptOf(second) : first.split('-')[0] === second.split('-')[0];
};

/** Chinese is listed by script. */
const scriptOf = (language: string): string | undefined =>
  /^zh-(tw|hk|mo|hant\b)/.test(language) ? 'zh-hant' : language.startsWith('zh') ? 'zh-hans' : undefined;
