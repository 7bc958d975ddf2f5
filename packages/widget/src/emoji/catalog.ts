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
}

/** The words that find an emoji, folded. As texts, because searching in texts is fastest. */
interface Words {
  emoji: Emoji;
  /** Its names and shortcodes: `|red heart|heart|`. */
  names: string;
  /** The words of these, with blanks around them. */
  nameWords: string;
  /** The words of its other keywords, with blanks around them. */
  keywords: string;
  /** Below 1, so that it only decides between equals. */
  popularity: number;
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
    return {
      emoji,
      // Group 2 has components of emoji, which are not offered.
      group: Number(group) - (Number(group) > 2 ? 1 : 0),
      tones: tones === '1',
      shortcodes: codes.split(',').filter(Boolean),
      name: { es: (es[index] ?? '').split(';', 1)[0] ?? '', en: (en[index] ?? '').split(';', 1)[0] ?? '' },
    };
  });
};

let all: Emoji[] | undefined;

/** Every emoji, in the order in which they are shown. */
export const emojis = (): readonly Emoji[] => (all ??= read());

const wordsIn = (phrases: readonly string[]): string => ` ${phrases.join(' ').replace(/[_-]/g, ' ')} `;

const readWords = (): Words[] => {
  const en = fold(namesEn).split('|');
  const es = fold(namesEs).split('|');
  const places = new Map(popular().map((emoji, at, { length }) => [emoji, 0.9 * (1 - at / length)]));
  return emojis().map((emoji, index) => {
    const [nameEn = '', ...moreEn] = (en[index] ?? '').split(';');
    const [nameEs = '', ...moreEs] = (es[index] ?? '').split(';');
    const names = [nameEs, nameEn, ...emoji.shortcodes];
    return {
      emoji,
      names: `|${names.join('|')}|`,
      nameWords: wordsIn(names),
      keywords: wordsIn([...moreEs, ...moreEn]),
      popularity: places.get(bare(emoji.emoji)) ?? 0,
    };
  });
};

let words: Words[] | undefined;

let byEmoji: Map<string, Emoji> | undefined;

/** The emoji that a text is, in whatever skin tone. */
export const emojiOf = (text: string): Emoji | undefined => {
  const plain = (each: string): string => bare(each).replace(/[\u{1F3FB}-\u{1F3FF}]/gu, '');
  byEmoji ??= new Map(emojis().map((each) => [plain(each.emoji), each]));
  return byEmoji.get(plain(text));
};

/** An emoji for each group, in their order. */
export const groupIcons = ['😀', '👋', '🐻', '🍔', '✈️', '⚽', '💡', '🔣', '🏳️'] as const;

/** Names of the groups. */
export const groupNames = (language: 'es' | 'en'): readonly string[] =>
  language === 'es' ? groupsEs : groupsEn;

/** Without the sign that asks for a coloured picture. */
const bare = (emoji: string): string => emoji.replace(/\uFE0F/g, '');

/** The most used emoji first: the order decides between two that fit equally well. */
const popular = (): string[] =>
  bare(
    '😂 ❤️ 🤣 👍 😭 🙏 😘 🥰 😍 😊 🎉 😁 💕 🥺 😅 🔥 ☺️ 🤦 ♥️ 🤷 🙄 😆 🤗 😉 🎂 🤔 👏 🙂 😳 🥳 😎 👌 💜 😔 💪 ✨ 💖 👀 😋 😏 😢 👉 💗 😩 💯 🌹 💞 🎈 💙 😃 😡 💐 😜 🙈 🤞 😄 🤤 🙌 🤪 ❣️ 😀 💋 💀 👇 💔 😌 💓 🤩 🙃 😬 😱 😴 🤭 😐 🌞 😒 😇 🌸 😈 🎶 ✌️ 🎊 🥵 😞 💚 ☀️ 🖤 💰 😚 👑 🎁 💥 🙋 ☹️ 😑 🥴 👈 💩 ✅ 👋',
  ).split(' ');

/**
 * Searches in Spanish and English at once. Names and shortcodes come before keywords: those that are the query, those
 * that start with it, then their words; then keywords, and what only contains the query.
 */
export const search = (query: string, most: number): Emoji[] => {
  const whole = fold(query).trim();
  const wanted = whole.split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  words ??= readWords();
  const found = words.flatMap((each) => {
    const ranks = wanted.map((want) => rank(each, want));
    if (ranks.includes(0)) return [];
    const { emoji, names, popularity } = each;
    const asNamed = names.includes(`|${whole}|`) ? 7 : names.includes(`|${whole}`) ? 6 : 0;
    return [{ emoji, rank: Math.max(asNamed, Math.min(...ranks)) + popularity }];
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

const rank = ({ names, nameWords, keywords }: Words, want: string): number => {
  if (nameWords.includes(` ${want} `) || names.includes(`|${want}|`)) return 5;
  if (nameWords.includes(` ${want}`)) return 4;
  if (keywords.includes(` ${want} `)) return 3;
  if (keywords.includes(` ${want}`)) return 2;
  return want.length > 2 && (nameWords.includes(want) || keywords.includes(want)) ? 1 : 0;
};

/** The skin tones, lightest first; none is the yellow one. */
export const tones = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const;

/** An emoji in a skin tone. */
export const inTone = ({ emoji, tones: has }: Emoji, tone: number): string =>
  has && tone > 0 ? emoji.replace(/(\p{Emoji_Modifier_Base})\uFE0F?/gu, `$1${tones[tone] ?? ''}`) : emoji;
