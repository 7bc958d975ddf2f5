import { describe, expect, test } from 'vitest';
import { hasWords, translateMasked } from '../src/translation/masked-text.ts';

const names = ['Ana María', 'bo'];
const translated = (text: string, translate: (words: string) => string): Promise<string> =>
  translateMasked(text, { names, translate: async (words) => translate(words) });
const upper = (words: string): string => words.toUpperCase();

test.each([
  ['Hello **big** world', 'HELLO **BIG** WORLD'],
  ['See https://example.org/a?b=c. Bye', 'SEE https://example.org/a?b=c. BYE'],
  ['(see www.example.org)', '(SEE www.example.org)'],
  ['Hi @Ana María and @bo!', 'HI @Ana María AND @bo!'],
  ['Hi @stranger, mail a.b@example.org', 'HI @stranger, MAIL a.b@example.org'],
  ['Run `npm run x` now', 'RUN `npm run x` NOW'],
  ['Use ``a `tick` b`` here', 'USE ``a `tick` b`` HERE'],
  ['Good 👩🏽‍🚀 morning 🇪🇸 :smile: ok', 'GOOD 👩🏽‍🚀 MORNING 🇪🇸 :smile: OK'],
  ['[the page](https://example.org) has it', '[THE PAGE](https://example.org) HAS IT'],
  ['> quoted\n> - item *one*\n\n1. first\n2) second', '> QUOTED\n> - ITEM *ONE*\n\n1. FIRST\n2) SECOND'],
  ['before\n```js\nlet x = y;\n```\nafter', 'BEFORE\n```js\nlet x = y;\n```\nAFTER'],
  ['the name snake_case_name stays', 'THE NAME snake_case_name STAYS'],
  ['literal {{0}} and **bold**', 'LITERAL {{0}} AND **BOLD**'],
])('%j', async (text, expected) => {
  expect(await translated(text, upper)).toBe(expected);
});

test('a whole message is one call, without what stands around its words', async () => {
  const calls: string[] = [];
  await translated('> **Hello** you 👋\n- one `x`\n\n```\ncode\n```', (words) => {
    calls.push(words);
    return words;
  });
  expect(calls).toEqual(['{{0}}Hello{{1}} you\none']);
});

test('words may change their order around links and mentions', async () => {
  expect(await translated('ask @bo at https://example.org soon', () => '{{1}}: pronto {{0}} preguntar')).toBe(
    'https://example.org : pronto @bo preguntar',
  );
});

test('a translator that swaps marks, loses or doubles placeholders, or adds lines does no harm', async () => {
  const text = 'say **this** to @bo';
  for (const spoil of [
    (words: string) => words.replace('{{0}}', '{{1}}'),
    (words: string) => words.replace('{{2}}', ''),
    (words: string) => words.replace('{{2}}', '{{2}} {{2}}'),
    (words: string) => `${words}\nmore`,
  ])
    expect(await translated(text, (words) => spoil(upper(words)))).toMatch(/^SAY.* \*\*THIS.*\*\* TO.* @bo$/);
});

test('a text without words needs no translator', () => {
  expect(hasWords('👋 https://example.org `code` @bo 12:30', names)).toBe(false);
  expect(hasWords('👋 hello', names)).toBe(true);
});

describe('the time it takes grows with the length only', () => {
  test.each([
    '*',
    '`',
    '_a',
    '[a](',
    '@',
    '\n> ',
    '**a* ',
    '`` ` ',
    '👋',
    'a@',
    ':a',
    '{{0}}',
    '```\n',
    '1.',
    'a',
    '_',
    'a_',
  ])('%j', async (piece) => {
    const text = `word ${piece.repeat(4_000 / piece.length)} word`;
    const begun = performance.now();
    await translated(text, upper);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});
