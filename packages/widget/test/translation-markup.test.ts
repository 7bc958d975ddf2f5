// Translated messages as the widget reads them: everything but the words is the same.
import { translateMasked } from '@chat/protocol';
import { expect, test } from 'vitest';
import type { Inline } from '../src/text/inline-markdown.ts';
import { parseMarkdown, type Block } from '../src/text/markdown.ts';

const names = ['Ana María', 'bo'];
const named = names.map((name) => ({ userId: name, name }));

// Numbers that are the same in each run.
const randomFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

const fragments = [
  'hello',
  'world',
  'día',
  '你好',
  'مرحبا',
  ' ',
  ' ',
  ' ',
  '\n',
  '\n',
  ', ',
  '. ',
  '!',
  '(',
  ')',
  '"',
  '1',
  '2.',
  '**',
  '*',
  '_',
  '__',
  '~~',
  '~',
  '***',
  '`',
  '``',
  '```',
  '```js\n',
  '\n```\n',
  '> ',
  '- ',
  '1. ',
  '# ',
  '@bo',
  '@Ana María',
  '@',
  '@x',
  'a@b.example',
  'https://example.org/p?q=1',
  'www.example.org',
  '[a b](https://e.example)',
  '[',
  ']',
  '](',
  '👋',
  '👩🏽‍🚀',
  '🇪🇸',
  '1️⃣',
  ':smile:',
  '{{0}}',
  '{{1}}',
  '{',
  '}',
  'snake_case',
  '\\',
  '<b>',
  '\u00a0',
];

const spoilers: ((words: string, random: () => number) => string)[] = [
  (words) => words.toUpperCase(),
  (words) => words.replace(/\{\{\d+\}\}/g, ''),
  (words) => words.replace(/\{\{(\d+)\}\}/g, '{{ $1 }}'),
  (words) => words.split(' ').toReversed().join(' '),
  (words) => words.replace(/(\{\{\d+\}\})/g, ' $1$1 '),
  (words) => `**${words}** https://evil.example @bo \`x\``,
  (words) => `${words}\n${words}`,
  () => '',
  () => '> - 1. ```',
  (words, random) =>
    Array.from(words)
      .toSorted(() => random() - 0.5)
      .join(''),
  (words) => words.replace(/\s/g, ''),
];

/** Collects links, mentions and code, whose order may change, and returns the marks around them. */
const marksOf = (pieces: readonly Inline[], free: string[]): unknown[] =>
  pieces.flatMap((piece): unknown[] => {
    if (piece.kind === 'text') return [];
    if (piece.kind === 'link') return (void free.push(`link ${piece.href}`), marksOf(piece.children, free));
    if ('children' in piece) return [[piece.kind, marksOf(piece.children, free)]];
    free.push(`${piece.kind} ${piece.text}`);
    return [];
  });

const blockOf = (block: Block, free: string[]): unknown => {
  if (block.kind === 'text') return marksOf(block.children, free);
  if (block.kind === 'code') return [block.language, block.text];
  if (block.kind === 'quote') return ['quote', block.children.map((each) => blockOf(each, free))];
  const items = block.items.map(({ number, children, below }) => [
    number,
    marksOf(children, free),
    below.map((each) => blockOf(each, free)),
  ]);
  return [block.ordered, items];
};

/** A message without its words. */
const skeleton = (text: string) => {
  const free: string[] = [];
  const blocks = parseMarkdown(text, named).map((block) => blockOf(block, free));
  return { blocks, free: free.toSorted() };
};

// The flag is newer than the target of the compiler.
const isEmoji = new RegExp('\\p{RGI_Emoji}', 'gv');

test('whatever a translator returns, markup, links, mentions, code and emoji survive', async () => {
  const random = randomFrom(7);
  let changed = 0;
  for (let round = 0; round < 6_000; round += 1) {
    const length = 1 + Math.floor(random() * 14);
    const pieces = Array.from({ length }, () => fragments[Math.floor(random() * fragments.length)]);
    const text = pieces.join(round % 2 === 0 ? '' : ' ');
    const spoil = spoilers[round % spoilers.length];
    const result = await translateMasked(text, {
      names,
      translate: async (words) => spoil?.(words, random) ?? words,
    });
    const partsOf = (each: string) => ({ ...skeleton(each), emoji: each.match(isEmoji)?.toSorted() });
    // The texts tell which round failed.
    expect({ text, result, ...partsOf(result) }).toEqual({ text, result, ...partsOf(text) });
    expect(result.isWellFormed()).toBe(true);
    if (result !== text) changed += 1;
  }
  expect(changed).toBeGreaterThan(1_500);
});
