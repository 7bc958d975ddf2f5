import { fields, parseField } from '@chat/protocol';

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const isValid = (schema: typeof fields.name | typeof fields.title, text: string): boolean => {
  try {
    parseField(schema, text, 'text');
    return true;
  } catch {
    return false;
  }
};

/** Cuts a text to a number of UTF-16 code units, without splitting a character. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');

const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replace(/(\p{Mn}{3})\p{Mn}+/gu, '$1')
    .trim();

/** Returns a name that users can have here, as close to the given one as possible. */
export const cleanName = (given: string, otherwise: string): string => {
  const short = cut(given.trim(), 64).trim();
  if (isValid(fields.name, short)) return short;
  const name = cut(plain(given), 64).trim();
  return isValid(fields.name, name) ? name : otherwise;
};

/** The same for the title of a room. */
export const cleanTitle = (given: string): string => {
  const short = cut(given.trim(), 200).trim();
  if (isValid(fields.title, short)) return short;
  const title = cut(plain(given), 200).trim();
  return isValid(fields.title, title) ? title : '';
};

/** Returns a text that a message can have. */
export const cleanText = (given: string): string => given.toWellFormed().replaceAll('\u0000', '\uFFFD');

/**
 * Splits a text into parts of at most `most` UTF-16 code units, at the end of a paragraph, a line or a word
 * where that is possible. Nothing is lost but the blanks between two parts.
 */
export const splitText = (text: string, most: number): string[] => {
  const parts: string[] = [];
  let left = text;
  while (left.length > most) {
    const head = cut(left, most);
    const at = ['\n\n', '\n', ' '].map((end) => head.lastIndexOf(end)).find((index) => index > most / 2);
    const part = at === undefined ? head : head.slice(0, at);
    parts.push(part);
    left = left.slice(part.length).trimStart();
  }
  return left === '' && parts.length > 0 ? parts : [...parts, left];
};
