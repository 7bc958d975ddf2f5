import { prototypeOf } from '../names/look-alike.ts';

/** A text reduced to how it looks, with the origin of each letter. */
export interface Folded {
  text: string;
  /** For each UTF-16 code unit of `text`: start and end of its characters in the original. */
  from: number[];
  to: number[];
}

// Letters of other alphabets that look like Latin ones, and what remains without marks.
const lookalikes: Record<string, string> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'i',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ѵ: 'v',
  ԛ: 'q',
  ԝ: 'w',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ɑ: 'a',
  ɡ: 'g',
  ı: 'i',
  ł: 'i',
  ø: 'o',
  ß: 's',
  ſ: 's',
  đ: 'd',
  ħ: 'h',
  ᴀ: 'a',
  ʙ: 'b',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ɢ: 'g',
  ʜ: 'h',
  ɪ: 'i',
  ᴊ: 'j',
  ᴋ: 'k',
  ʟ: 'i',
  ᴍ: 'm',
  ɴ: 'n',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
};
/** Digits and signs that stand for letters. */
const signs: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '€': 'e',
  '|': 'i',
  '!': 'i',
};

const invisible = /[\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]/u;
const regionalA = 0x1f1e6;
const isAscii = /^[\0-\x7F]$/;

/** Returns the letter that one of another alphabet, or one in a box, looks like. */
const latinOf = (char: string): string | undefined => {
  const region = (char.codePointAt(0) ?? 0) - regionalA;
  if (region >= 0 && region < 26) return String.fromCharCode(97 + region);
  if (isAscii.test(char) || !/\p{L}/u.test(char)) return undefined;
  const prototype = prototypeOf(char)?.normalize('NFKD').toLowerCase();
  if (prototype === undefined) return undefined;
  const plain = Array.from(prototype, (each) => (invisible.test(each) ? '' : each)).join('');
  return pairs[plain] ?? plain;
};
/** Pairs of letters that are read as one. */
const pairs: Record<string, string> = { rn: 'm', vv: 'w' };

/** A capital has its own shape: a Greek capital nu looks like N, a small one like v. */
const readCapital = (char: string): string | undefined => {
  if (char === char.toLowerCase()) return undefined;
  const latin = latinOf(char);
  return latin !== undefined && /^[a-z]$/.test(latin) ? latin : undefined;
};

interface Placed {
  char: string;
  index: number;
}

/**
 * Returns the characters in displayed order: those behind a right-to-left override in reverse, up to its end.
 */
const shownOrder = (original: string): Placed[] => {
  const shown: Placed[] = [];
  let reversed: Placed[] | null = null;
  let index = 0;
  const close = (): void => {
    if (reversed) shown.push(...reversed.toReversed());
    reversed = null;
  };
  for (const char of original) {
    if (char === '\u202E') {
      close();
      reversed = [];
    } else if (char === '\u202C' || char === '\u2069' || char === '\n') close();
    (reversed ?? shown).push({ char, index });
    index += char.length;
  }
  close();
  return shown;
};

/** `withSigns`: digits and signs count as the letters they look like; else they separate letters. */
export const fold = (original: string, withSigns: boolean): Folded => {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  for (const { char, index } of shownOrder(original)) {
    for (const upper of char.normalize('NFKD')) {
      const capital = readCapital(upper);
      for (const part of capital ?? upper.toLowerCase()) {
        const end = index + char.length;
        if (invisible.test(part)) {
          // It belongs to the letter before it.
          if (to.at(-1) === index) to[to.length - 1] = end;
          continue;
        }
        const plain = lookalikes[part] ?? (withSigns ? signs[part] : undefined) ?? latinOf(part) ?? part;
        // l, I and 1 are the same: many fonts do not distinguish them.
        const shown = plain === 'l' ? 'i' : !withSigns && /\p{N}/u.test(plain) ? ' ' : plain;
        text += shown;
        for (let unit = 0; unit < shown.length; unit += 1) {
          from.push(index);
          to.push(end);
        }
      }
    }
  }
  return { text, from, to };
};
