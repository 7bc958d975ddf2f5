import { groups as groupsEn, names as namesEn } from './en.ts';
import { groups as groupsEs, names as namesEs } from './es.ts';
import { list } from './list.ts';

/** An emoji, and the words that find it. */
export interface Emoji {
  emoji: string;
  group: number;
  /** It has skin tones. */
  tones: boolean;
  /** Without colons. */
  shortcodes: readonly string[];
  /** Its name, by language. */
  name: Readonly<Record<'es' | 'en', string>>;
  /** Folded words of its names, shortcodes and keywords. */
  words: readonly string[];
}

/** Without case and accents. */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

const read = (): Emoji[] => {
  const en = namesEn.split('|');
  const es = namesEs.split('|');
  return list.split('|').map((row, index) => {
    const [emoji = '', group = '', tones = '', codes = ''] = row.split(' ');
    const [nameEn = '', ...moreEn] = (en[index] ?? '').split(';');
    const [nameEs = '', ...moreEs] = (es[index] ?? '').split(';');
    const shortcodes = codes.split(',').filter(Boolean);
    const phrases = [nameEs, nameEn, ...shortcodes, ...moreEs, ...moreEn].map(fold);
    return {
      emoji,
      // Group 2 has components of emoji, which are not offered.
      group: Number(group) - (Number(group) > 2 ? 1 : 0),
      tones: tones === '1',
      shortcodes,
      name: { es: nameEs, en: nameEn },
      words: [...new Set(phrases.flatMap((each) => [each, ...each.split(/[\s_-]+/)]))],
    };
  });
};

let all: Emoji[] | undefined;

/** Every emoji, in the order in which they are shown. */
export const emojis = (): readonly Emoji[] => (all ??= read());

/** Names of the groups. */
export const groupNames = (language: 'es' | 'en'): readonly string[] =>
  language === 'es' ? groupsEs : groupsEn;

/**
 * Searches in Spanish and English at once. Ranks exact names first, then whole words, prefixes and
 * substrings.
 */
export const search = (query: string, most: number): Emoji[] => {
  const whole = fold(query).trim();
  const wanted = whole.split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const found = emojis().flatMap((emoji) => {
    const ranks = wanted.map((want) => rank(emoji.words, want));
    if (ranks.includes(0)) return [];
    const names = [emoji.name.es, emoji.name.en, ...emoji.shortcodes].map(fold);
    const asNamed = names.includes(whole) ? 4 : names.some((name) => name.startsWith(whole)) ? 2.5 : 0;
    return [{ emoji, rank: Math.max(asNamed, Math.min(...ranks)) }];
  });
  return found
    .toSorted((a, b) => b.rank - a.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji);
};

/** The emoji of a whole shortcode or name, written with `_` for spaces. */
export const named = (code: string): Emoji | undefined => {
  const wanted = fold(code);
  const isIt = (name: string): boolean => fold(name).replace(/\s+/g, '_') === wanted;
  return (
    emojis().find(({ shortcodes }) => shortcodes.includes(wanted)) ??
    emojis().find(({ name }) => isIt(name.es) || isIt(name.en))
  );
};

const rank = (words: readonly string[], want: string): number => {
  if (words.includes(want)) return 3;
  if (words.some((word) => word.startsWith(want))) return 2;
  return want.length > 2 && words.some((word) => word.includes(want)) ? 1 : 0;
};

/** The skin tones, lightest first; none is the yellow one. */
export const tones = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const;

/** An emoji in a skin tone. */
export const inTone = ({ emoji, tones: has }: Emoji, tone: number): string =>
  has && tone > 0 ? emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tones[tone] ?? ''}`) : emoji;
