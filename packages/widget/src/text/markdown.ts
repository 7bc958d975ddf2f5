import { parseInline, type Inline, type Named } from './inline-markdown.ts';

/** A block of a message. */
export type Block =
  | { kind: 'text'; children: Inline[] }
  /** `language`: the word after the fence, if any. */
  | { kind: 'code'; text: string; language?: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; ordered: boolean; items: Item[] };

export interface Item {
  /** The typed number; none in a bulleted list. */
  number?: number;
  children: Inline[];
  /** Nested lists. */
  below: Block[];
}

interface ItemLine {
  indent: number;
  number?: number;
  text: string;
}

/** Deeper nesting stays text: it would take the width. */
const deepestQuote = 3;
const deepestList = 3;

const fence = /^ {0,3}```([\w+#.-]{0,20})\s*$/;
const quoted = /^ {0,3}>(?: |$)/;
const item = /^(\s*)(?:[-*+•]|(\d{1,9})[.)])[ \t]+(?=\S)/;

/**
 * Parses a safe subset of Markdown in linear time: code blocks, quotes, lists, and inline marks. Drops marks, and blank
 * lines between blocks.
 */
export const parseMarkdown = (text: string, mentions: readonly Named[] = []): Block[] =>
  blocksOf(text.split('\n'), mentions, 0);

const blocksOf = (lines: readonly string[], mentions: readonly Named[], depth: number): Block[] => {
  const blocks: Block[] = [];
  const ends = fenceEnds(lines);
  let plain: string[] = [];

  const flush = (): void => {
    const text = withoutBlankEnds(plain);
    plain = [];
    if (text.length > 0) blocks.push({ kind: 'text', children: parseInline(text.join('\n'), mentions) });
  };

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const end = ends.get(at);
    if (end !== undefined) {
      flush();
      const language = fence.exec(line)?.[1];
      const code = lines.slice(at + 1, end).join('\n');
      blocks.push({ kind: 'code', text: code, ...(language ? { language } : {}) });
      at = end;
    } else if (depth < deepestQuote && quoted.test(line)) {
      flush();
      const inner = takeWhile(lines, at, (each) => quoted.test(each));
      at += inner.length - 1;
      const unquoted = inner.map((each) => each.replace(quoted, ''));
      blocks.push({ kind: 'quote', children: blocksOf(unquoted, mentions, depth + 1) });
    } else if (item.test(line)) {
      flush();
      const own = takeWhile(lines, at, (each) => item.test(each) || /^\s{2,}\S/.test(each));
      at += own.length - 1;
      blocks.push(...listsOf(itemLines(own), mentions, 1));
    } else plain.push(line);
  }
  flush();
  return blocks;
};

/** Maps each opening code fence to its end. An unclosed fence is text. */
const fenceEnds = (lines: readonly string[]): Map<number, number> => {
  const ends = new Map<number, number>();
  let open: number | null = null;
  for (const [at, line] of lines.entries()) {
    if (!fence.test(line)) continue;
    if (open === null) open = at;
    else if (line.trim() === '```') {
      ends.set(open, at);
      open = null;
    }
  }
  return ends;
};

const takeWhile = (lines: readonly string[], from: number, holds: (line: string) => boolean): string[] => {
  let to = from;
  while (to < lines.length && holds(lines[to] ?? '')) to += 1;
  return lines.slice(from, to);
};

/** A line without a marker continues the item before. */
const itemLines = (lines: readonly string[]): ItemLine[] => {
  const items: { line: Omit<ItemLine, 'text'>; texts: string[] }[] = [];
  for (const line of lines) {
    const found = item.exec(line);
    if (!found) items.at(-1)?.texts.push(line.trim());
    else {
      const [marker, space = '', number] = found;
      const indent = space.replaceAll('\t', '    ').length;
      items.push({
        line: { indent, ...(number === undefined ? {} : { number: Number(number) }) },
        texts: [line.slice(marker.length)],
      });
    }
  }
  return items.map(({ line, texts }) => ({ ...line, text: texts.join('\n') }));
};

/** Nests the items by their indentation; bullets and numbers make separate lists. */
const listsOf = (lines: readonly ItemLine[], mentions: readonly Named[], depth: number): Block[] => {
  const lists: Extract<Block, { kind: 'list' }>[] = [];
  for (let at = 0; at < lines.length;) {
    const first = lines[at] as ItemLine;
    let next = at + 1;
    if (depth < deepestList) while ((lines[next]?.indent ?? -1) >= first.indent + 2) next += 1;
    const ordered = first.number !== undefined;
    const made: Item = {
      ...(first.number === undefined ? {} : { number: first.number }),
      children: parseInline(first.text, mentions),
      below: listsOf(lines.slice(at + 1, next), mentions, depth + 1),
    };
    const last = lists.at(-1);
    if (last?.ordered === ordered) last.items.push(made);
    else lists.push({ kind: 'list', ordered, items: [made] });
    at = next;
  }
  return lists;
};

const withoutBlankEnds = (lines: readonly string[]): readonly string[] => {
  let from = 0;
  let to = lines.length;
  while (from < to && (lines[from] ?? '').trim() === '') from += 1;
  while (to > from && (lines[to - 1] ?? '').trim() === '') to -= 1;
  return lines.slice(from, to);
};

/** Returns a text on one line without its marks, for previews and screen readers. */
export const plainText = (text: string): string =>
  parseMarkdown(text).map(blockText).join(' ').replace(/\s+/gu, ' ').trim();

const blockText = (block: Block): string => {
  if (block.kind === 'code') return block.text;
  if (block.kind === 'text') return inlineText(block.children);
  if (block.kind === 'quote') return block.children.map(blockText).join(' ');
  return block.items
    .map(({ number, children, below }) =>
      [number === undefined ? '' : `${number}. `, inlineText(children), ' ', ...below.map(blockText)].join(
        '',
      ),
    )
    .join(' ');
};

const inlineText = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ('children' in piece ? inlineText(piece.children) : piece.text)).join('');
