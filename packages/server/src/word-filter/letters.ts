import { fold } from './fold.ts';

/** A letter of a text, as often as it stands in a row; or a space. `start` and `end` are places in the original. */
export interface Letter {
  char: string;
  count: number;
  start: number;
  end: number;
  /** Nothing it could belong to stands right before it, or right after. */
  begins: boolean;
  ends: boolean;
}

const isLetter = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** The letters of a text without the signs between them. Spaces in a row are one. */
export const lettersOf = (original: string, withSigns: boolean): Letter[] => {
  const { text, from, to } = fold(original, withSigns);
  const letters: Letter[] = [];
  let index = 0;
  let afterLetter = false;
  for (const char of text) {
    const [start, end] = [from[index] ?? 0, to[index + char.length - 1] ?? original.length];
    index += char.length;
    const counts = isLetter(char);
    const last = letters.at(-1);
    if (last && !counts && afterLetter) last.ends = true;
    if (counts || /\s/u.test(char)) {
      const shown = counts ? char : ' ';
      if (last?.char === shown) {
        last.count += 1;
        last.start = Math.min(last.start, start);
        last.end = Math.max(last.end, end);
        last.ends = false;
      } else letters.push({ char: shown, count: 1, start, end, begins: !afterLetter, ends: false });
    }
    afterLetter = counts;
  }
  const last = letters.at(-1);
  if (last) last.ends = true;
  return letters;
};

/** Letters that each stand alone, as far as one follows the other. */
export const lonelyOf = (letters: readonly Letter[]): Letter[][] => {
  const groups: Letter[][] = [[]];
  for (const letter of letters) {
    if (letter.char === ' ') continue;
    if (letter.begins && letter.ends) groups.at(-1)?.push(letter);
    else if (groups.at(-1)?.length) groups.push([]);
  }
  return groups;
};
