/** A normalized word of a text and its position in UTF-16 offsets. */
export interface Word {
  word: string;
  start: number;
  end: number;
}

// Scripts without spaces between words: each character is a word, so a word is a phrase.
const unspaced =
  '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}]';
const words = new RegExp(
  `${unspaced}\\p{M}*|(?!${unspaced})[\\p{L}\\p{N}](?:(?!${unspaced})[\\p{L}\\p{N}\\p{M}])*|\\p{Extended_Pictographic}`,
  'gu',
);
// Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs and the Arabic elongation stroke.
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]/gu;
const noWord = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu;
const longest = 64;

const folded = (text: string): string => {
  const plain = text.normalize('NFKD').toLowerCase().replace(accents, '').replaceAll('ς', 'σ');
  const word = plain.replace(noWord, '');
  return word.length <= longest ? word : Array.from(word).slice(0, longest).join('');
};

/** Returns the words of a text: without accents, in lower case, in one form for equivalent characters. */
export const tokenize = (text: string): Word[] =>
  [...text.matchAll(words)]
    .map((match) => ({ word: folded(match[0]), start: match.index, end: match.index + match[0].length }))
    .filter(({ word }) => word !== '');
