import type { ChatError } from '@chat/protocol';
import type { Dictionary, Plural, PluralKey, TextKey } from './dictionary.ts';
import { errorText, formsOf, textOf } from './fallback-texts.ts';
import { loadTexts, packOf, replaceTexts } from './language-packs.ts';

/** Texts, numbers and dates in one language. */
export interface Language {
  /** BCP 47 tag, with the region if one was asked for: `es-MX` has Spanish texts and Mexican dates. */
  readonly tag: string;
  /** Which way it is read. */
  readonly dir: 'ltr' | 'rtl';
  text(key: TextKey, values?: Record<string, string>): string;
  /** `forms` in place of the language's own; a text of one form is the same for every number. */
  plural(key: PluralKey, n: number, values?: Record<string, string>, forms?: string | Plural): string;
  /** The text for an error: by `reason`, else by `code`. */
  error(error: Pick<ChatError, 'code' | 'reason'>): string;
  number(n: number): string;
  time(at: number): string;
  /** "Today", "Yesterday", else the date; the year only when it is another. */
  day(at: number, now: number): string;
  dateTime(at: number): string;
  list(names: readonly string[]): string;
}

const made = new Map<string, Language>();

/** Adds a language, or replaces texts of a known one; what it leaves out stays English. */
export const registerLanguage = (tag: string, texts: Partial<Dictionary>): void => {
  replaceTexts(tag, texts);
  made.clear();
};

/** Texts of one element in place of the language's: `{ members: 'Ciudadanos', present: { one: '{n} ciudadano', other: '{n} ciudadanos' } }`. */
export type Labels = Partial<Record<TextKey, string> & Record<PluralKey, string | Plural>>;

/** The same language with other words for some things. */
export const withLabels = (language: Language, labels: Labels): Language => ({
  ...language,
  text: (key, values) => fill(labels[key] ?? language.text(key), values ?? {}),
  plural: (key, n, values) => language.plural(key, n, values, labels[key]),
});

/** Loads the texts that `language` of the same tags needs; null when they are here. Never rejects. */
export const loadLanguage = (...wanted: (string | null | undefined)[]): Promise<void> | null =>
  loadTexts(wanted)?.then(() => made.clear()) ?? null;

/**
 * Returns the first of `wanted` that is loaded, else English. One without a region takes that of a later one in the same
 * language: a British browser reads British dates on a page in `en`.
 */
export const language = (...wanted: (string | null | undefined)[]): Language => {
  for (const tag of wanted) {
    const pack = packOf(tag);
    if (tag && pack) {
      const regional = wanted.find((other) => other?.startsWith(`${tag}-`)) ?? tag;
      return remembered(isTag(regional) ? regional : (tag.split(/[-_]/)[0] ?? tag), pack);
    }
  }
  return remembered('en', packOf('en') ?? {});
};

const isTag = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

const remembered = (tag: string, pack: Partial<Dictionary>): Language => {
  const known = made.get(tag) ?? createLanguage(tag, pack);
  made.set(tag, known);
  return known;
};

const fill = (template: string, values: Record<string, string>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

const capitalise = (text: string, tag: string): string =>
  text.charAt(0).toLocaleUpperCase(tag) + text.slice(1);

/** Whole days between two moments, by the calendar of this place. */
const daysBetween = (from: number, to: number): number => {
  const midnight = (at: number) => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
};

const rightToLeft = /^(?:ar|fa|he|ur)\b/;

const createLanguage = (tag: string, pack: Partial<Dictionary>): Language => {
  const rules = new Intl.PluralRules(tag);
  const numbers = new Intl.NumberFormat(tag);
  const times = new Intl.DateTimeFormat(tag, { timeStyle: 'short' });
  const days = new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' });
  const oldDays = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' });
  const dateTimes = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  /** The last formatted minute: messages come in clusters, and each formats its time twice. */
  let minute = NaN;
  let time = '';
  return {
    tag,
    dir: rightToLeft.test(tag) ? 'rtl' : 'ltr',
    text: (key, values) => fill(pack[key] ?? textOf(key), values ?? {}),
    plural(key, n, values, forms = pack[key] ?? formsOf(key)) {
      const form = typeof forms === 'string' ? forms : (forms[rules.select(n)] ?? forms.other);
      return fill(form, { n: numbers.format(n), ...values });
    },
    error: (error) => errorText(pack, error),
    number: (n) => numbers.format(n),
    time(at) {
      const asked = Math.floor(at / 60_000);
      if (asked !== minute) time = times.format(at);
      minute = asked;
      return time;
    },
    day(at, now) {
      const ago = daysBetween(at, now);
      if (ago === 0 || ago === 1) return capitalise(relative.format(-ago, 'day'), tag);
      const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return capitalise((sameYear ? days : oldDays).format(at), tag);
    },
    dateTime: (at) => dateTimes.format(at),
    list: (names) => lists.format(names),
  };
};
