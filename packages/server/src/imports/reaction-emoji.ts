import { customEmojiName } from '@chat/protocol';
import { emojiNames } from './emoji-names.ts';

let one: RegExp | undefined;
const isEmoji = (text: string): boolean => (one ??= new RegExp('^\\p{RGI_Emoji}$', 'v')).test(text);

/** Returns the form in which an emoji is a reaction: with its variation selector, if it has one. Null if it is none. */
const qualified = (text: string): string | null => {
  const bare = text.replaceAll('\uFE0F', '');
  return [text, `${bare}\uFE0F`, bare, bare.replace('\u20E3', '\uFE0F\u20E3')].find(isEmoji) ?? null;
};

const tones = ['light', 'medium_light', 'medium', 'medium_dark', 'dark'];

/** Splits the skin tone from a name: `+1::skin-tone-2` of Slack, `+1_light_skin_tone` of Mattermost. */
const splitTone = (name: string): { base: string; tone: number } => {
  const [, base = name, number] = /^(.+)::skin-tone-([2-6])$/.exec(name) ?? [];
  if (number !== undefined) return { base, tone: Number(number) - 1 };
  const [, plain = name, word = ''] =
    /^(.+?)_((?:medium_)?(?:light|dark)|medium)_skin_tone$/.exec(name) ?? [];
  return { base: plain, tone: tones.indexOf(word) + 1 };
};

const withTone = (emoji: string, tone: number): string => {
  if (tone === 0) return emoji;
  const [first = '', ...more] = Array.from(emoji);
  const modifier = String.fromCodePoint(0x1f3fa + tone);
  const toned = [first, modifier, ...more.filter((each, at) => at > 0 || each !== '\uFE0F')].join('');
  return isEmoji(toned) ? toned : emoji;
};

/** Returns the emoji of a name such as `thumbsup`, without colons; null for a name that is not a standard one. */
export const namedEmoji = (name: string): string | null => {
  const { base, tone } = splitTone(name);
  const emoji = emojiNames().get(base) ?? emojiNames().get(base.replaceAll('-', '_'));
  return emoji === undefined ? null : withTone(qualified(emoji) ?? emoji, tone);
};

/**
 * Returns a reaction as it is stored: an emoji, or `:name:` of a custom one, which shows once the server has
 * it. Null if it can be neither.
 */
export const reactionEmoji = (given: string): { emoji: string; isCustom: boolean } | null => {
  const emoji = qualified(given) ?? namedEmoji(given.replace(/^:|:$/g, ''));
  if (emoji !== null) return { emoji, isCustom: false };
  const name = given.replace(/^:|:$/g, '').toLowerCase();
  return customEmojiName.test(name) ? { emoji: `:${name}:`, isCustom: true } : null;
};

/** Replaces `:name:` of standard emoji in a text by the emoji, outside of code. */
export const withEmoji = (text: string): string =>
  text.includes(':')
    ? outsideCode(text, (part) =>
        part.replace(/:([\w+-]+(?:::skin-tone-[2-6])?):/g, (all, name: string) => namedEmoji(name) ?? all),
      )
    : text;

/** Applies a change to the parts of a markdown text that are not code. */
export const outsideCode = (text: string, change: (part: string) => string): string =>
  text
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
