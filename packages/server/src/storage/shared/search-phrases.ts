import { tokenize, type Word } from './tokenizer.ts';

/** Words that stand side by side. */
export interface Phrase {
  /** As `tokenize` writes them; at least one. */
  words: readonly string[];
  /** The last may be the beginning of a word. */
  isPrefix: boolean;
}

/** Shorter beginnings are taken for whole words: nearly every message has some word that begins so. */
const shortestBeginning = 3;
const quotes = /[“”„«»]/gu;
const parts = /"([^"]*)"?|[^\s"]+/gu;

/**
 * What somebody asks for: words, and "words side by side". What holds other signs, as a file's name does, is a phrase. The last
 * word may still be being written. Nothing in it is a command to whatever searches.
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

/** Whether a text, given by its words, holds a phrase. */
export const containsPhrase = (text: readonly Word[], phrase: Phrase): boolean =>
  text.some((_, at) => standsAt(text, at, phrase));

const mostMarks = 100;

/** Where phrases stand in a text: ascending, not overlapping. */
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
