import { toAddress } from '../../text/links.ts';

/** The formats that the toolbar applies to the selected text. */
export type Format =
  'bold' | 'italic' | 'strike' | 'code' | 'codeBlock' | 'quote' | 'bullets' | 'numbers' | 'link';

/** A text and what is selected in it. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** Replaces `from` to `to` by `text`, and selects `start` to `end` of the result. */
export interface Edit {
  from: number;
  to: number;
  text: string;
  start: number;
  end: number;
}

type Mark = 'bold' | 'italic' | 'strike' | 'code';

const isMark = (format: Format): format is Mark => format in marks;

const marks = { bold: '**', italic: '_', strike: '~~', code: '`' } as const satisfies Record<Mark, string>;
const word = /[\p{L}\p{N}]/u;
const runsBefore = /[*_~`]*$/;
const runsAfter = /^[*_~`]*/;
/** Quote marks, indentation and the marker of a list. */
const linePrefix = /^(?: {0,3}> ?)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)?/;
const quoteMarker = /^ {0,3}> ?/;
const listLine = /^((?: {0,3}> ?)*[ \t]*)(?:([-*+•])|(\d{1,9})[.)])[ \t]+/;
const lineLead = /^(?: {0,3}> ?)*[ \t]*/;
const fence = /^ {0,3}```[\w+#.-]{0,20}\s*$/;

/** The selection without blanks and marks at its ends. */
const trimmed = ({ text, start, end }: Selected): Selected => {
  const part = text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const to = end - part.length + part.trimEnd().length;
  const inner = text.slice(from, to);
  const lead = runsAfter.exec(inner)?.[0].length ?? 0;
  const tail = runsBefore.exec(inner)?.[0].length ?? 0;
  if (lead + tail >= inner.length) return { text, start: Math.min(from, to), end: Math.max(from, to) };
  return { text, start: from + lead, end: to - tail };
};

interface Run {
  /** Of its first character. */
  at: number;
  char: string;
  length: number;
}

const splitRuns = (text: string, at: number): Run[] =>
  [...text.matchAll(/(.)\1*/g)].map((match) => ({
    at: at + match.index,
    char: match[1] ?? '',
    length: match[0].length,
  }));

const hasMark = (mark: Mark, { char, length }: Run): boolean => {
  if (mark === 'strike') return char === '~';
  if (mark === 'code') return char === '`';
  if (char !== '*' && char !== '_') return false;
  return mark === 'bold' ? length > 1 : length !== 2;
};

/** The runs of marks around a selection, if a pair of them makes `mark`. */
const pairOf = (mark: Mark, { text, start, end }: Selected): [Run, Run] | null => {
  const head = runsBefore.exec(text.slice(0, start))?.[0] ?? '';
  const tail = runsAfter.exec(text.slice(end))?.[0] ?? '';
  const opening = splitRuns(head, start - head.length).findLast((run) => hasMark(mark, run));
  const closing = splitRuns(tail, end).find((run) => run.char === opening?.char && hasMark(mark, run));
  return opening && closing ? [opening, closing] : null;
};

const withoutPair = (mark: Mark, [opening, closing]: [Run, Run], { text, start, end }: Selected): Edit => {
  const size = mark === 'bold' ? 2 : mark === 'italic' ? 1 : Math.min(opening.length, closing.length);
  const from = opening.at + opening.length - size;
  const between = text.slice(opening.at + opening.length, closing.at);
  return { from, to: closing.at + size, text: between, start: start - size, end: end - size };
};

const withPair = (mark: Mark, { text, start, end }: Selected): Edit => {
  const head = runsBefore.exec(text.slice(0, start))?.[0] ?? '';
  const tail = runsAfter.exec(text.slice(end))?.[0] ?? '';
  const mirrored = head.split('').toReversed().join('') === tail;
  // Code is innermost: marks inside it are text.
  const outside = mark !== 'code' && mirrored && start < end;
  const from = outside ? start - head.length : start;
  const to = outside ? end + tail.length : end;
  const inWord = word.test(text.charAt(from - 1)) || word.test(text.charAt(to));
  const sign = mark === 'italic' && inWord ? '*' : marks[mark];
  const inner = text.slice(from, to);
  return {
    from,
    to,
    text: `${sign}${inner}${sign}`,
    start: start + sign.length,
    end: end + sign.length,
  };
};

/** The word around a cursor that is inside it. */
const wordAt = ({ text, start }: Selected): Selected | null => {
  if (!word.test(text.charAt(start - 1)) || !word.test(text.charAt(start))) return null;
  let from = start;
  let to = start;
  while (from > 0 && word.test(text.charAt(from - 1))) from--;
  while (to < text.length && word.test(text.charAt(to))) to++;
  return { text, start: from, end: to };
};

/** At a cursor: leaves the mark that ends here, or begins a new one. */
const markAtCursor = (mark: Mark, selected: Selected): Edit => {
  const { text, start } = selected;
  const pair = pairOf(mark, selected);
  if (pair) return withoutPair(mark, pair, selected);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const ends = splitRuns(runsAfter.exec(text.slice(start))?.[0] ?? '', start).find((run) =>
    hasMark(mark, run),
  );
  const opens =
    ends && splitMarks(text.slice(lineStart, start)).filter((run) => run === ends.char.repeat(ends.length));
  if (ends && (opens?.length ?? 0) % 2 === 1) {
    const after = ends.at + ends.length;
    return { from: after, to: after, text: '', start: after, end: after };
  }
  return withPair(mark, selected);
};

const splitMarks = (text: string): string[] => text.match(/([*_~`])\1*/g) ?? [];

const toggleMark = (mark: Mark, selected: Selected): Edit => {
  if (selected.start === selected.end) {
    const around = wordAt(selected);
    if (!around) return markAtCursor(mark, selected);
    const edit = toggleMark(mark, around);
    const at = selected.start + edit.start - around.start;
    return { ...edit, start: at, end: at };
  }
  const inner = trimmed(selected);
  const pair = pairOf(mark, inner);
  return pair ? withoutPair(mark, pair, inner) : withPair(mark, inner);
};

/** The part of each line that is selected, without quote marks and the markers of lists. */
const lineParts = ({ text, start, end }: Selected): Selected[] => {
  const parts: Selected[] = [];
  for (let from = start; from <= end;) {
    const next = text.indexOf('\n', from);
    const to = Math.min(end, next < 0 ? text.length : next);
    const lineStart = text.lastIndexOf('\n', from - 1) + 1;
    const prefix = linePrefix.exec(text.slice(lineStart, to))?.[0].length ?? 0;
    const begin = Math.max(from, lineStart + prefix);
    if (text.slice(begin, to).trim()) parts.push({ text, start: begin, end: to });
    from = to + 1;
  }
  return parts;
};

const isMarked = (mark: Mark, selected: Selected): boolean => pairOf(mark, trimmed(selected)) !== null;

/** Marks each line by itself: a mark does not reach over list items. */
const toggleLines = (mark: Mark, selected: Selected): Edit => {
  const { text, start, end } = selected;
  const parts = lineParts(selected);
  const on = parts.every((part) => isMarked(mark, part));
  let whole = text;
  let [from, to] = [start, end];
  for (const part of parts.toReversed()) {
    if (isMarked(mark, part) !== on) continue;
    const edit = toggleMark(mark, { ...part, text: whole });
    whole = whole.slice(0, edit.from) + edit.text + whole.slice(edit.to);
    from = Math.min(from, edit.from);
    to = Math.max(to, edit.to);
  }
  const replaced = whole.slice(from, to + whole.length - text.length);
  return { from, to, text: replaced, start: from, end: from + replaced.length };
};

interface Lines {
  from: number;
  to: number;
  lines: string[];
}

/** The whole lines of a selection. A line is not selected if the selection ends at its start. */
const linesOf = ({ text, start, end }: Selected): Lines => {
  const last = end > start && text.charAt(end - 1) === '\n' ? end - 1 : end;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', last);
  const to = next < 0 ? text.length : next;
  return { from, to, lines: text.slice(from, to).split('\n') };
};

const ofKind = (format: 'bullets' | 'numbers', line: string): boolean => {
  const found = listLine.exec(line);
  return found !== null && (found[2] === undefined) === (format === 'numbers');
};

const isBlock = (format: 'quote' | 'bullets' | 'numbers', lines: readonly string[]): boolean => {
  const shown = lines.filter((line) => line.trim());
  return (
    shown.length > 0 &&
    shown.every((line) => (format === 'quote' ? quoteMarker.test(line) : ofKind(format, line)))
  );
};

const withMarkers = (format: 'quote' | 'bullets' | 'numbers', lines: readonly string[]): string[] => {
  const off = isBlock(format, lines);
  if (format === 'quote') return lines.map((line) => (off ? line.replace(quoteMarker, '') : `> ${line}`));
  let number = 0;
  return lines.map((line) => {
    const bare = line.replace(listLine, '$1');
    if (off || (!line.trim() && lines.length > 1)) return bare;
    const lead = lineLead.exec(bare)?.[0] ?? '';
    number += 1;
    return `${lead}${format === 'numbers' ? `${number}.` : '-'} ${bare.slice(lead.length)}`;
  });
};

const toggleBlock = (format: 'quote' | 'bullets' | 'numbers', selected: Selected): Edit => {
  const { from, to, lines } = linesOf(selected);
  const text = withMarkers(format, lines).join('\n');
  if (selected.start < selected.end) return { from, to, text, start: from, end: from + text.length };
  const at = Math.max(from, selected.start + text.length - (to - from));
  return { from, to, text, start: at, end: at };
};

/** The fences around the selected lines, or at their ends; as lines with them and without. */
const fenced = (selected: Selected): Lines | null => {
  const { text } = selected;
  const { from, to, lines } = linesOf(selected);
  if (lines.length > 1 && fence.test(lines[0] ?? '') && lines.at(-1)?.trim() === '```')
    return { from, to, lines: lines.slice(1, -1) };
  const above = from === 0 ? null : linesOf({ text, start: from - 1, end: from - 1 });
  const below = to === text.length ? null : linesOf({ text, start: to + 1, end: to + 1 });
  if (!above || !below || !fence.test(above.lines[0] ?? '') || below.lines[0]?.trim() !== '```') return null;
  return { from: above.from, to: below.to, lines };
};

const toggleCodeBlock = (selected: Selected): Edit => {
  const block = fenced(selected);
  const { from, to, lines } = block ?? linesOf(selected);
  const inner = lines.join('\n');
  const text = block ? inner : `\`\`\`\n${inner}\n\`\`\``;
  const start = block ? from : from + 4;
  const isCursor = selected.start === selected.end;
  const end = start + inner.length;
  return { from, to, text, start: isCursor ? end : start, end };
};

const linkPattern = /\[([^[\]\n]{0,200})\]\(([^\s()[\]<>]{0,2048})\)/g;

const linkAround = ({ text, start, end }: Selected): RegExpMatchArray | undefined =>
  [...text.matchAll(linkPattern)].find(
    ({ index, 0: whole }) => index <= start && index + whole.length >= end,
  );

const toggleLink = (selected: Selected): Edit => {
  const { text, start, end } = selected;
  const link = linkAround(selected);
  if (link) {
    const [whole, label = ''] = link;
    const from = link.index ?? 0;
    return { from, to: from + whole.length, text: label, start: from, end: from + label.length };
  }
  const label = text.slice(start, end).replace(/\s+/g, ' ');
  if (isAddress(label))
    return { from: start, to: end, text: `[](${label})`, start: start + 1, end: start + 1 };
  const target = 'https://';
  const at = start + label.length + 3;
  const made = { from: start, to: end, text: `[${label}](${target})` };
  // Without a label that comes first.
  return label
    ? { ...made, start: at, end: at + target.length }
    : { ...made, start: start + 1, end: start + 1 };
};

/** Whether a text is an address and nothing else. */
export const isAddress = (text: string): boolean =>
  /^https?:\/\/\S+$/i.test(text) && toAddress(text) !== null;

/** A pasted address makes a link of the selected text; null if it does not fit there. */
export const linkTo = (address: string, { text, start, end }: Selected): Edit | null => {
  const label = text.slice(start, end);
  const fits = label.trim() !== '' && !/[[\]\n`]/.test(label) && !isAddress(label) && !/[()]/.test(address);
  if (!fits || !isAddress(address)) return null;
  const made = `[${label}](${address})`;
  return { from: start, to: end, text: made, start: start + made.length, end: start + made.length };
};

/** Whether the selection has a format. */
export const hasFormat = (format: Format, selected: Selected): boolean => {
  if (isMark(format)) {
    const isCursor = selected.start === selected.end;
    const parts = isCursor ? [wordAt(selected) ?? selected] : lineParts(selected);
    return parts.length > 0 && parts.every((part) => isMarked(format, part));
  }
  if (format === 'codeBlock') return fenced(selected) !== null;
  if (format === 'link') return linkAround(selected) !== undefined;
  return isBlock(format, linesOf(selected).lines);
};

/** Returns the edit that gives the selection a format, or takes it away. */
export const toggleFormat = (format: Format, selected: Selected): Edit => {
  if (format === 'link') return toggleLink(selected);
  if (format === 'codeBlock') return toggleCodeBlock(selected);
  if (!isMark(format)) return toggleBlock(format, selected);
  const severalLines = selected.text.slice(selected.start, selected.end).trim().includes('\n');
  if (!severalLines) return toggleMark(format, selected);
  return format === 'code' ? toggleCodeBlock(selected) : toggleLines(format, selected);
};

/** A line break in a list or quote continues it; in an empty item it ends it. Null elsewhere. */
export const continueBlock = (selected: Selected): Edit | null => {
  const { text, start, end } = selected;
  const { from } = linesOf({ text, start, end: start });
  const line = text.slice(from, start);
  const [prefix = ''] = linePrefix.exec(line) ?? [];
  if (start !== end || !prefix.trim() || insideFence(text.slice(0, from))) return null;
  if (line === prefix) return { from, to: start, text: '', start: from, end: from };
  const next = prefix.replace(/(\d{1,9})(?=[.)][ \t]+$)/, (number) => String(Number(number) + 1));
  const at = start + 1 + next.length;
  return { from: start, to: start, text: `\n${next}`, start: at, end: at };
};

const insideFence = (before: string): boolean =>
  before.split('\n').filter((line) => fence.test(line)).length % 2 === 1;
