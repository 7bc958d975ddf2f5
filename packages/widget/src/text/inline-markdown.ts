import { addressPattern, toAddress, trimAddress } from './links.ts';

/** A part of a line. `strong`, `em` and `strike` contain others, never one of their own kind. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  /** `host`: the real target, shown next to the link if the text does not name it. */
  | { kind: 'link'; href: string; host?: string; children: Inline[] }
  | { kind: 'mention'; text: string; userId: string }
  | { kind: Mark; children: Inline[] };

type Mark = 'strong' | 'em' | 'strike';

/** A mentioned user, by the name after the `@`. */
export interface Named {
  userId: string;
  name: string;
}

/**
 * Tokens that open or close something. Labels and targets are short, so that searching for their end is
 * cheap.
 */
const tokens = new RegExp(
  `(?<ticks>\`+)|\\[(?<label>[^\\[\\]\\n]{1,200})\\]\\((?<target>[^\\s()[\\]<>]{1,2048})\\)|(?<address>${addressPattern})|(?<run>\\*+|_+|~+)|(?<at>@)`,
  'giu',
);
const word = /[\p{L}\p{N}]/u;
const blank = /^\s?$/u;
const punctuation = /[\p{P}\p{S}]/u;

interface Frame {
  mark: string;
  children: Inline[];
}

const kindOf: Readonly<Record<string, Mark>> = {
  '*': 'em',
  _: 'em',
  '**': 'strong',
  __: 'strong',
  '~': 'strike',
  '~~': 'strike',
};

/**
 * Parses bold, italic, strike, code, links and mentions in linear time for any input: at most one frame per mark is open,
 * and every part moves a bounded number of times. Invalid markup is text.
 */
export const parseInline = (text: string, mentions: readonly Named[] = [], links = true): Inline[] => {
  const frames: Frame[] = [{ mark: '', children: [] }];
  const closers = closingTicks(text);
  let from = 0;

  const top = (): Inline[] => (frames.at(-1) as Frame).children;
  const put = (piece: Inline): void => void top().push(piece);
  const plain = (until: number): void => {
    if (until > from) put({ kind: 'text', text: text.slice(from, until) });
  };
  const openAt = (mark: string): number => frames.findIndex((frame) => frame.mark === mark);

  /** An unclosed mark becomes text again. */
  const dissolve = (at: number): void => {
    const [{ mark, children }] = frames.splice(at, 1) as [Frame];
    const below = (frames[at - 1] as Frame).children;
    below.push({ kind: 'text', text: mark });
    for (const child of children) below.push(child);
  };
  const close = (at: number): void => {
    while (frames.length > at + 1) dissolve(frames.length - 1);
    const { mark, children } = frames.pop() as Frame;
    put({ kind: kindOf[mark] ?? 'em', children });
  };
  const open = (mark: string): void => {
    const before = openAt(mark);
    if (before > 0) dissolve(before);
    frames.push({ mark, children: [] });
  };

  const readRun = (run: string, start: number): void => {
    const { length } = run;
    const char = run.charAt(0);
    const [opens, closes] = flanks(text, start, start + length, char === '_');
    let left = length > 3 || (char === '~' && length > 2) ? 0 : length;
    if (left === 0) return put({ kind: 'text', text: run });
    while (closes && left > 0) {
      const one = char === '~' && length === 2 ? -1 : openAt(char);
      const two = left < 2 ? -1 : openAt(char + char);
      const at = Math.max(one, two);
      if (at < 1) break;
      left -= (frames[at] as Frame).mark.length;
      close(at);
    }
    if (left === 0) return;
    if (!opens) return put({ kind: 'text', text: char.repeat(left) });
    if (left >= 2) open(char + char);
    if (left !== 2) open(char);
  };

  const scan = new RegExp(tokens);
  for (let match = scan.exec(text); match !== null; match = scan.exec(text)) {
    const { index, groups = {} } = match;
    const { ticks, label, target, address, run, at } = groups;
    let end = scan.lastIndex;
    if (ticks !== undefined) {
      const closing = closers.get(index);
      if (closing === undefined) continue;
      plain(index);
      put({ kind: 'code', text: unpadded(text.slice(end, closing)) });
      end = closing + ticks.length;
    } else if (run !== undefined) {
      if (text.charAt(index - 1) === '\\') continue;
      plain(index);
      readRun(run, index);
    } else if (at !== undefined) {
      const named = word.test(before(text, index)) ? undefined : namedAt(text, end, mentions);
      if (named === undefined) continue;
      plain(index);
      end += named.name.length;
      put({ kind: 'mention', text: text.slice(index, end), userId: named.userId });
    } else {
      const shown = label ?? trimAddress(address ?? '');
      const leads = links ? toAddress(target ?? shown) : null;
      if (leads === null) {
        // The text in the brackets may contain other marks.
        if (label !== undefined) scan.lastIndex = index + 1;
        continue;
      }
      plain(index);
      if (label === undefined) end = index + shown.length;
      const children: Inline[] =
        label === undefined ? [{ kind: 'text', text: shown }] : parseInline(label, [], false);
      const says = shown.toLowerCase().includes(leads.host.toLowerCase()) && label === undefined;
      put({ kind: 'link', href: leads.href, ...(says ? {} : { host: leads.host }), children });
    }
    scan.lastIndex = end;
    from = end;
  }
  plain(text.length);
  while (frames.length > 1) dissolve(frames.length - 1);
  return joined((frames[0] as Frame).children);
};

/** Maps each run of backticks to the next run of the same length. */
const closingTicks = (text: string): Map<number, number> => {
  const closing = new Map<number, number>();
  const next = new Map<number, number>();
  for (const { index, 0: ticks } of [...text.matchAll(/`+/g)].toReversed()) {
    const at = next.get(ticks.length);
    if (at !== undefined) closing.set(index, at);
    next.set(ticks.length, index);
  }
  return closing;
};

/** Strips one space on either side, which only separates backticks. */
const unpadded = (code: string): string =>
  code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;

const before = (text: string, at: number): string => {
  const low = text.charAt(at - 1);
  return /[\udc00-\udfff]/.test(low) ? text.slice(at - 2, at) : low;
};

/** Whether a run of marks may open and close: it touches the marked text, and `_` is not within a word. */
const flanks = (text: string, start: number, end: number, apart: boolean): [boolean, boolean] => {
  const left = before(text, start);
  const right = String.fromCodePoint(text.codePointAt(end) ?? 32);
  const leftOpen = blank.test(left) || punctuation.test(left);
  const rightOpen = blank.test(right) || punctuation.test(right);
  const leansRight = !blank.test(right) && (!punctuation.test(right) || leftOpen);
  const leansLeft = !blank.test(left) && (!punctuation.test(left) || rightOpen);
  if (!apart) return [leansRight, leansLeft];
  return [leansRight && leftOpen, leansLeft && rightOpen];
};

/** The longest name that matches here as a whole. */
const namedAt = (text: string, at: number, mentions: readonly Named[]): Named | undefined => {
  let found: Named | undefined;
  for (const named of mentions) {
    const { length } = named.name;
    if (length === 0 || length <= (found?.name.length ?? 0) || !text.startsWith(named.name, at)) continue;
    if (!word.test(String.fromCodePoint(text.codePointAt(at + length) ?? 32))) found = named;
  }
  return found;
};

/** Joins adjacent texts. */
const joined = (pieces: readonly Inline[]): Inline[] => {
  const result: Inline[] = [];
  let texts: string[] = [];
  const flush = (): void => {
    if (texts.length > 0) result.push({ kind: 'text', text: texts.join('') });
    texts = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'text') texts.push(piece.text);
    else {
      flush();
      result.push('children' in piece ? { ...piece, children: joined(piece.children) } : piece);
    }
  }
  flush();
  return result;
};
