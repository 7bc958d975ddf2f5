import { lettersOf, lonelyOf, type Letter } from './letters.ts';

/** A stretch of a text, as `slice` takes it. */
export interface Found {
  start: number;
  end: number;
}

/** A tree of words, letter by letter: how often each must stand there at least, and what may follow. */
interface Node {
  next: Map<string, Map<number, Node>>;
  /** A word ends here; `begins`: and may go on. */
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
 * Looks for words as they are read, not as they are written: capitals, accents, letters of other alphabets that look the same,
 * digits and signs for letters, drawn-out letters, signs between them, invisible characters, letters set apart. Whole words
 * only; `mal*` is every word that begins so. What is found may overlap.
 */
export const findWords = (words: readonly string[]): ((text: string) => Found[]) => {
  const root = treeOf(words);

  /** The last letters of words that begin at `at`. */
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
            // Behind an override the first letter that is shown is the last that was written.
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

// At the edge of a word they are what they are; between letters they may stand for one.
const calls = /(?<![\p{L}\p{N}@$€])[!|]+|[!|]+(?![\p{L}\p{N}@$€!|])/gu;
/** The text with those taken out, each in its place. */
const withoutCalls = (text: string): string => text.replace(calls, (all) => '.'.repeat(all.length));

const wordEnd = (letters: readonly Letter[], from: number): Letter | undefined =>
  letters.slice(from).find(({ ends }) => ends) ?? letters.at(-1);
