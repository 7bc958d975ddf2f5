/** A text as it looks, one letter for each that stands for it, and where each letter came from. */
export interface Folded {
  text: string;
  /** For each UTF-16 code unit of `text`: the index in the original of what it was made from. */
  from: number[];
}

// Letters of other alphabets that look like Latin ones, and what is left when marks are taken off.
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
/** Digits and signs that stand for letters, to those who mean them so. */
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

const invisible = /\p{Cf}|\p{Mn}|\p{Me}/u;

/** `withSigns`: digits and signs count as the letters they look like; else they stand between letters. */
export const fold = (original: string, withSigns: boolean): Folded => {
  let text = '';
  const from: number[] = [];
  let index = 0;
  for (const char of original) {
    for (const part of char.normalize('NFKD').toLowerCase()) {
      if (invisible.test(part)) continue;
      const plain = lookalikes[part] ?? (withSigns ? signs[part] : undefined) ?? part;
      // l, I and 1 are one: nobody sees the difference in every font.
      const shown = plain === 'l' ? 'i' : !withSigns && /\p{N}/u.test(plain) ? ' ' : plain;
      text += shown;
      for (let unit = 0; unit < shown.length; unit += 1) from.push(index);
    }
    index += char.length;
  }
  return { text, from };
};
