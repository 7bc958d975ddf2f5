import { fold } from './fold.ts';

/** A range of a text, as `slice` takes it. */
export interface Found {
  start: number;
  end: number;
}

/** A tree of words, letter by letter: the minimum number of repetitions of each, and what may follow. */
interface Node {
  next: Map<string, Map<number, Node>>;
  /** A word ends here; `begins`: it may continue. */
  word?: 'whole' | 'begins';
}

const add = (root: Node, letters: readonly Letter[], word: Node['word']): void => {
  let node = root;
  for (const { char, count } of letters) {
    const counts = node.next.get(char) ?? new Map<number, Node>();
    node.next.set(char, counts);
    const child = counts.get(count) ?? { next: new Map() };
    counts.set(count, child);
    node = child;
  }
  if (node.word !== 'begins') node.word = word;
};

const treeOf = (words: readonly string[]): Node => {
  const root: Node = { next: new Map() };
  for (const word of words) {
    const begins = word.endsWith('*');
    const letters = lettersOf((begins ? word.slice(0, -1) : word).trim(), false);
    if (letters.length === 0) throw new Error(`wordFilter: '${word}' is no word`);
    add(root, letters, begins ? 'begins' : 'whole');
  }
  return root;
};

const shortestLonely = 3;

/**
 * Finds words by how they are read, not how they are written: despite capitals, accents, look-alike letters
 * of other alphabets, digits and signs for letters, drawn-out letters, signs between letters, invisible
 * characters, spaced letters. Whole words only; `mal*` matches every word that begins so. Results may
 * overlap.
 */
export const findWords = (words: readonly string[]): ((text: string) => Found[]) => {
  const root = treeOf(words);

  /** Returns the last letters of words that begin at `at`. */
  const endsFrom = (letters: readonly Letter[], at: number, lonely: boolean): Letter[] => {
    const ends: Letter[] = [];
    const walk = (node: Node, index: number): void => {
      const before = letters[index - 1];
      if (node.word && before) {
        if (lonely ? index - at >= shortestLonely : before.ends) ends.push(before);
        else if (node.word === 'begins' && !lonely) ends.push(wordEnd(letters, index) ?? before);
      }
      const letter = letters[index];
      if (!letter) return;
      for (const [count, child] of node.next.get(letter.char) ?? []) {
        if (!lonely && count <= letter.count) walk(child, index + 1);
        const alone = lonely && letters.slice(index, index + count);
        if (alone && alone.length === count && alone.every(({ char }) => char === letter.char))
          walk(child, index + count);
      }
    };
    walk(root, at);
    return ends;
  };

  const findIn = (letters: readonly Letter[], lonely: boolean): Found[] =>
    letters.flatMap((letter, at) =>
      letter.begins && letter.char !== ' '
        ? endsFrom(letters, at, lonely).map((last) => ({
            // Behind an override the first displayed letter is the last one written.
            start: Math.min(letter.start, last.start),
            end: Math.max(letter.end, last.end),
          }))
        : [],
    );

  return (text) => {
    const called = withoutCalls(text);
    const looks = [
      lettersOf(text, false),
      lettersOf(text, true),
      ...(called === text ? [] : [lettersOf(called, true)]),
    ];
    return looks.flatMap((letters) => [
      ...findIn(letters, false),
      ...lonelyOf(letters).flatMap((group) => findIn(group, true)),
    ]);
  };
};

// At the edge of a word these signs are themselves; between letters they may stand for one.
const calls = /(?<![\p{L}\p{N}@$€])[!|]+|[!|]+(?![\p{L}\p{N}@$€!|])/gu;
/** Returns the texts with each of these removed. */
const withoutCalls = (text: string): string => text.replace(calls, (all) => '.'.repeat(all.length));

const wordEnd = (letters: readonly Letter[], from: number): Letter | undefined =>
  letters.slice(from).find(({ ends }) => ends) ?? letters.at(-1);

/** A letter of a text with its repetitions; or a space. `start` and `end` are positions in the original. */
interface Letter {
  char: string;
  count: number;
  start: number;
  end: number;
  /** Nothing that it could belong to is directly before it, or after. */
  begins: boolean;
  ends: boolean;
}

const isLetter = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** Returns the letters of a text without the signs between them. Consecutive spaces are one. */
const lettersOf = (original: string, withSigns: boolean): Letter[] => {
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

/** Letters that each stand alone, as a run. */
const lonelyOf = (letters: readonly Letter[]): Letter[][] => {
  const groups: Letter[][] = [[]];
  for (const letter of letters) {
    if (letter.char === ' ') continue;
    if (letter.begins && letter.ends) groups.at(-1)?.push(letter);
    else if (groups.at(-1)?.length) groups.push([]);
  }
  return groups;
};
