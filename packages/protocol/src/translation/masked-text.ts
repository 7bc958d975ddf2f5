/**
 * A part of a text. `words` are translated; everything else stays as it is: `mark` opens or closes bold and
 * the like, `break` begins a line, `fixed` is code, a link, a mention, an emoji.
 */
interface Piece {
  kind: 'words' | 'fixed' | 'mark' | 'break';
  text: string;
}

const address = String.raw`(?:https?:\/\/|www\.|mailto:)[^\s<>"'\x60\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+`;
const pictograph = String.raw`\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?`;
const emoji = String.raw`\p{Regional_Indicator}{2}|[\d#*]\uFE0F?\u20E3|${pictograph}(?:\u200D${pictograph})*[\u{E0020}-\u{E007F}]*`;
/** The parts of a line that are not translated, each as a whole. */
const tokens = new RegExp(
  [
    String.raw`(?<ticks>\x60+)`,
    String.raw`(?<link>\[(?<label>[^\[\]\n]{1,200})\]\((?<target>[^\s()[\]<>]{1,2048})\))`,
    `(?<address>${address})`,
    // Mail addresses, identifiers with underscores, short names of emoji, and placeholders that are text.
    String.raw`(?<atom>[\p{L}\p{N}.+-]{1,64}@[\p{L}\p{N}-]{1,64}(?:\.[\p{L}\p{N}-]{1,64})+|[\p{L}\p{N}]{1,64}(?:_+[\p{L}\p{N}]{1,64})+|:[a-z\d_+-]{2,32}:|\{\{\d+\}\}|\]\()`,
    `(?<emoji>${emoji})`,
    String.raw`(?<mark>[*_~]+)`,
    String.raw`(?<at>@)`,
    String.raw`(?<break>\n[^\S\n]*(?:(?:>|[-*+•#]+|\d{1,9}[.)])[^\S\n]+|>)*)`,
  ].join('|'),
  'giu',
);
const fence = /^(?:\s*>)*\s{0,3}```[\w+#.-]{0,20}\s*$/;
const fenceEnd = /^[\s>]*```\s*$/;
const prefix = /^[^\S\n]*(?:(?:>|[-*+•#]+|\d{1,9}[.)])[^\S\n]+|>)*/;
const letter = /\p{L}/u;
const word = /[\p{L}\p{N}\p{M}]/u;
const isAddress = /^(?:https?:\/\/|www\.|mailto:)/i;
const letterKinds = [word, /\w/];
const placeholder = /\{\{\s*(\d{1,4})\s*\}\}/g;
/** Characters that a translator may not add to words: they would be markup or a link. */
const foreign = /[*_~`@\n]+|\{\{\s*\d*\s*\}\}|\]\(|https?:\/+|www\.|mailto:/gi;
/** Calls of the translator for one text. The rest of a longer text stays in its language. */
const mostCalls = 30;

/** Translates the words of a text and leaves its markup, links, mentions, code and emoji as they are. */
export interface MaskedTranslation {
  /** Names that follow an `@` in the text. */
  names: readonly string[];
  translate(words: string): Promise<string>;
}

/** Returns whether a text has words to translate. */
export const hasWords = (text: string, names: readonly string[]): boolean =>
  piecesOf(text, names).some(({ kind, text: words }) => kind === 'words' && letter.test(words));

/**
 * Translates a text line by line, all of them in one call if possible. What must not change is replaced by
 * placeholders. If a translator loses one of them, the words around it are translated one by one.
 */
export const translateMasked = async (text: string, options: MaskedTranslation): Promise<string> => {
  const { names } = options;
  const lines = linesOf(piecesOf(text, names));
  let calls = 0;
  const translate = async (words: string): Promise<string | null> => {
    calls += 1;
    return calls > mostCalls ? null : options.translate(words);
  };
  const open = lines.filter(({ core }) => core.some(isWords));
  if (open.length === 0) return text;
  const together = (await translate(open.map(({ core }) => masked(core)).join('\n'))) ?? '';
  const translated = together.split('\n');
  const results = new Map<Line, string>();
  for (const [index, line] of open.entries()) {
    const isWhole = translated.length === open.length;
    const first = isWhole ? translated[index] : open.length > 1 ? await translate(masked(line.core)) : null;
    const found = first === null || first === undefined ? null : unmasked(line, first, names);
    results.set(line, found ?? (await pieceByPiece(line, translate, names)));
  }
  return lines.map((line) => line.lead + (results.get(line) ?? textOf(line.core)) + line.trail).join('');
};

const isWords = ({ kind, text }: Piece): boolean => kind === 'words' && letter.test(text);
const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

/** A line, without what stands around its words: that is not sent. */
interface Line {
  lead: string;
  core: Piece[];
  trail: string;
}

/** Splits a text into pieces, which together are the text. */
const piecesOf = (text: string, names: readonly string[]): Piece[] => {
  const pieces: Piece[] = [];
  const lines = text.split('\n');
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) pieces.push(...blockPieces(plain.join(''), names));
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const begins = at === 0 ? '' : '\n';
    const isFence = fence.test(lines[at] ?? '');
    const end = isFence ? lines.findIndex((line, index) => index > at && fenceEnd.test(line)) : -1;
    if (end < 0) plain.push(begins + (lines[at] ?? ''));
    else {
      flush();
      pieces.push({ kind: 'break', text: begins + lines.slice(at, end + 1).join('\n') });
      at = end;
    }
  }
  flush();
  return pieces;
};

/** Splits a text without code blocks. */
const blockPieces = (text: string, names: readonly string[]): Piece[] => {
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], piece: string): void => {
    if (piece !== '') pieces.push({ kind, text: piece });
  };
  const [start = ''] = prefix.exec(text) ?? [];
  put('break', start);
  const closing = closingTicks(text);
  const scan = new RegExp(tokens);
  let from = start.length;
  scan.lastIndex = from;
  for (let match = scan.exec(text); match; match = scan.exec(text)) {
    const { index, groups = {} } = match;
    const { ticks, label, target, mark, at } = groups;
    let end = scan.lastIndex;
    let kind: Piece['kind'] = 'fixed';
    if (ticks !== undefined) end = closing.get(index) ?? end;
    else if (mark !== undefined) kind = 'mark';
    else if (groups['break'] !== undefined) kind = 'break';
    else if (at !== undefined) end += mentioned(text, end, names);
    put('words', text.slice(from, index));
    if (label === undefined) put(kind, text.slice(index, end));
    else {
      put('mark', '[');
      pieces.push(...blockPieces(label, []).map(asLabel));
      put('mark', `](${target})`);
    }
    from = end;
    scan.lastIndex = end;
  }
  put('words', text.slice(from));
  return pieces;
};

/** A label has no lines: what looks like the beginning of one is text. */
const asLabel = ({ kind, text }: Piece): Piece => ({ kind: kind === 'break' ? 'fixed' : kind, text });

/** Returns the length of the name after an `@`, with letters that follow it: it is no mention then. */
const mentioned = (text: string, from: number, names: readonly string[]): number => {
  if (isAddress.test(text.slice(from, from + 10))) return 0;
  const name = names
    .filter((each) => text.startsWith(each, from))
    .toSorted((one, other) => other.length - one.length)[0];
  const known = name?.length ?? 0;
  const more = text.slice(from + known, from + known + 100);
  const [letters = ''] = (known > 0 ? /^[\p{L}\p{N}]*/u : /^[\p{L}\p{N}._-]*/u).exec(more) ?? [];
  return known + letters.length;
};

/** Maps each run of backticks to the end of the next run of the same length. */
const closingTicks = (text: string): Map<number, number> => {
  const closing = new Map<number, number>();
  const next = new Map<number, number>();
  for (const { index, 0: ticks } of [...text.matchAll(/`+/g)].toReversed()) {
    const end = next.get(ticks.length);
    if (end !== undefined) closing.set(index, end);
    next.set(ticks.length, index + ticks.length);
  }
  return closing;
};

const linesOf = (pieces: readonly Piece[]): Line[] => {
  const lines: Line[] = [];
  let line: Piece[] = [];
  const flush = (): void => {
    const [first, last] = sentRange(line);
    const core = first < 0 ? [] : line.slice(first, last + 1);
    const lead = first < 0 ? line : line.slice(0, first);
    lines.push({ lead: textOf(lead), core, trail: first < 0 ? '' : textOf(line.slice(last + 1)) });
    line = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'break') flush();
    line.push(piece);
  }
  flush();
  return lines.map(trimmed);
};

/** Returns where the words of a line begin and end, with the marks of pairs that begin or end among them. */
const sentRange = (line: readonly Piece[]): [first: number, last: number] => {
  const places = new Map(line.map((piece, at) => [piece, at]));
  const pairs = pairsOf(line).map((pair) => pair.map((piece) => places.get(piece) ?? 0));
  let range: [number, number] = [line.findIndex(isWords), line.findLastIndex(isWords)];
  const isWithin = (at: number): boolean => at > range[0] && at < range[1];
  for (let isStable = range[0] < 0; !isStable;) {
    const more = pairs.filter((pair) => pair.some(isWithin)).flat();
    const next: [number, number] = [Math.min(range[0], ...more), Math.max(range[1], ...more)];
    isStable = next[0] === range[0] && next[1] === range[1];
    range = next;
  }
  return range;
};

/** Spaces at the ends of the words stay where they are. */
const trimmed = ({ lead, core, trail }: Line): Line => {
  const text = textOf(core);
  const before = text.length - text.trimStart().length;
  const after = text.length - text.trimEnd().length;
  if (before + after === 0 || text.trim() === '') return { lead, core, trail };
  const cut = core.map((piece) => ({ ...piece }));
  const [first, last] = [cut[0], cut.at(-1)];
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return {
    lead: lead + text.slice(0, before),
    core: cut,
    trail: (after === 0 ? '' : text.slice(-after)) + trail,
  };
};

const isFixed = ({ kind }: Piece): boolean => kind !== 'words';

const masked = (core: readonly Piece[]): string => {
  let count = 0;
  return core.map((piece) => (isFixed(piece) ? `{{${count++}}}` : piece.text)).join('');
};

/** Puts the pieces back into a translated line; null if the line is not the same without its words. */
const unmasked = (line: Line, translated: string, names: readonly string[]): string | null => {
  const fixed = line.core.filter(isFixed);
  const parts = translated.split(placeholder);
  const order = parts.filter((_, index) => index % 2 === 1).map(Number);
  if (order.length !== fixed.length || new Set(order).size !== fixed.length) return null;
  const marks = order.filter((index) => fixed[index]?.kind === 'mark');
  if (marks.some((index, at) => index < (marks[at - 1] ?? 0))) return null;
  const isOpen = new Map(
    pairsOf(line.core).flatMap(([open, close]) => [[open, true] as const, [close, false] as const]),
  );
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      const words = part.replace(foreign, ' ');
      const before = fixed[Number(parts[index - 1] ?? -1)];
      text += before && isOpen.get(before) === true ? words.trimStart() : words;
      continue;
    }
    const piece = fixed[Number(part)];
    if (!piece) return null;
    if (piece.kind === 'mark') text = isOpen.get(piece) === false ? text.trimEnd() : text;
    else if (word.test(text.slice(-1)) && startsApart(line.core, piece)) text += ' ';
    text += piece.text;
    const next = parts[index + 1] ?? '';
    const glues = isAddress.test(piece.text) ? /^\S/ : /^[^\s\p{P}]/u;
    if (piece.kind !== 'mark' && glues.test(next) && endsApart(line.core, piece)) text += ' ';
  }
  text = text.trim();
  return text !== '' && isSame(line, text, names) ? text : null;
};

const startsApart = (core: readonly Piece[], piece: Piece): boolean =>
  !word.test(core[core.indexOf(piece) - 1]?.text.slice(-1) ?? ' ');
const endsApart = (core: readonly Piece[], piece: Piece): boolean =>
  !word.test(core[core.indexOf(piece) + 1]?.text.slice(0, 1) ?? ' ');

/** Returns the marks that open something, each with the one that closes it. Both touch what they enclose. */
const pairsOf = (line: readonly Piece[]): [open: Piece, close: Piece][] => {
  const pairs: [Piece, Piece][] = [];
  const opened = new Map<string, Piece>();
  for (const [at, piece] of line.entries()) {
    if (piece.kind !== 'mark') continue;
    const name = piece.text.startsWith(']') ? '[' : piece.text;
    const first = opened.get(name);
    const closes = /\S$/.test(line[at - 1]?.text ?? '');
    const opens = /^\S/.test(line[at + 1]?.text ?? '');
    if (!first) {
      if (opens) opened.set(name, piece);
    } else if (closes) {
      pairs.push([first, piece]);
      opened.delete(name);
    }
  }
  return pairs;
};

/** Whether a translated line has what the line has besides words: marks in their order, the rest in any. */
const isSame = (line: Line, translated: string, names: readonly string[]): boolean => {
  const before = signature(line.lead + textOf(line.core) + line.trail, names);
  return before === signature(line.lead + translated + line.trail, names);
};

const signature = (text: string, names: readonly string[]): string => {
  const pieces = piecesOf(text, names);
  const ordered = pieces.flatMap((piece, at) => {
    if (piece.kind !== 'mark' && piece.kind !== 'break') return [];
    const around = [pieces[at - 1]?.text.slice(-1), pieces[at + 1]?.text.slice(0, 1)];
    return [[piece.text, ...(piece.kind === 'mark' ? around.map(sideOf) : [])]];
  });
  // A mention or an address after a letter is none.
  const free = pieces.flatMap(({ kind, text: piece }, at) =>
    kind === 'fixed'
      ? [[piece, ...letterKinds.map((each) => each.test(pieces[at - 1]?.text.slice(-1) ?? ''))]]
      : [],
  );
  return JSON.stringify([ordered, free.map((each) => JSON.stringify(each)).toSorted()]);
};

/** Whether a mark opens or closes depends on what it touches. */
const sideOf = (character = ' '): string =>
  /\s/.test(character) ? 'blank' : /[\p{P}\p{S}]/u.test(character) ? 'sign' : 'letter';

/** Translates the words between two fixed pieces on their own; what surrounds letters stays. */
const pieceByPiece = async (
  line: Line,
  translate: (words: string) => Promise<string | null>,
  names: readonly string[],
): Promise<string> => {
  const texts: string[] = [];
  for (const piece of line.core) {
    const [, lead = '', words = '', trail = ''] =
      (isWords(piece) && /^([^\p{L}\p{N}]*)([^]*[\p{L}\p{N}\p{M}])([^]*)$/u.exec(piece.text)) || [];
    const translated = words === '' ? null : await translate(words);
    const core = translated?.replace(foreign, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}]+$/gu, '');
    texts.push(core ? lead + core + trail : piece.text);
  }
  const text = texts.join('');
  return isSame(line, text, names) ? text : textOf(line.core);
};
