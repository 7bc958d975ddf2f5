import { tokenize, type Word } from './tokenizer.ts';

/** Words next to each other. */
export interface Phrase {
  /** As `tokenize` returns them; at least one. */
  words: readonly string[];
  /** Whether the last word may be the beginning of a word. */
  isPrefix: boolean;
}

/** Shorter prefixes match whole words only: nearly every message has a word that begins with them. */
const shortestBeginning = 3;
const quotes = /[“”„«»]/gu;
const parts = /"([^"]*)"?|[^\s"]+/gu;

/**
 * Parses a search: single words, and phrases in quotes. A word with other characters, such as a file name, is
 * a phrase. The last word may be a prefix. No input is an operator.
 */
export const parsePhrases = (question: string): Phrase[] => {
  const text = question.replaceAll(quotes, '"');
  return [...text.matchAll(parts)].flatMap(({ 0: part, 1: quoted, index }) => {
    const found = tokenize(quoted ?? part);
    const last = found.at(-1);
    if (last === undefined) return [];
    const isLast = quoted === undefined && index + last.end === text.length;
    return [
      { words: found.map(({ word }) => word), isPrefix: isLast && last.word.length >= shortestBeginning },
    ];
  });
};

const standsAt = (text: readonly Word[], at: number, { words, isPrefix }: Phrase): boolean =>
  words.every((word, index) => {
    const there = text[at + index]?.word;
    return there === word || (isPrefix && index === words.length - 1 && there?.startsWith(word) === true);
  });

/** Whether a text, as words, contains a phrase. */
export const containsPhrase = (text: readonly Word[], phrase: Phrase): boolean =>
  text.some((_, at) => standsAt(text, at, phrase));

const mostMarks = 100;

/** Returns the positions of phrases in a text: ascending, not overlapping. */
export const highlightsIn = (text: string, phrases: readonly Phrase[]): { start: number; end: number }[] => {
  const all = tokenize(text);
  const found = all.flatMap(({ start }, at) =>
    phrases
      .filter((phrase) => standsAt(all, at, phrase))
      .map(({ words }) => ({ start, end: all[at + words.length - 1]?.end ?? start })),
  );
  const marks: { start: number; end: number }[] = [];
  for (const mark of found) {
    const last = marks.at(-1);
    if (last && mark.start < last.end) last.end = Math.max(last.end, mark.end);
    else marks.push(mark);
  }
  return marks.slice(0, mostMarks);
};
