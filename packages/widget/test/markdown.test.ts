import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInline, type Inline } from '../src/text/inline-markdown.ts';
import { parseMarkdown, plainText, type Block } from '../src/text/markdown.ts';

/** A tree as one line: what is marked stands in its tag. */
const draw = (piece: Inline | Block): string => {
  if (piece.kind === 'link') return `<a ${piece.href}>${piece.children.map(draw).join('')}</a>`;
  if (piece.kind === 'mention') return `<@${piece.userId}>${piece.text}</@>`;
  if (piece.kind === 'list')
    return `<${piece.ordered ? 'ol' : 'ul'}>${piece.items
      .map(
        ({ number, children, below }) =>
          `<li${number === undefined ? '' : ` ${number}`}>${[...children, ...below].map(draw).join('')}</li>`,
      )
      .join('')}</>`;
  if (piece.kind === 'text')
    return 'children' in piece ? `<p>${piece.children.map(draw).join('')}</p>` : piece.text;
  if (piece.kind === 'code') return `<code>${piece.text}</code>`;
  return `<${piece.kind}>${(piece.children as (Inline | Block)[]).map(draw).join('')}</>`;
};
const inline = (text: string) => parseInline(text).map(draw).join('');
const blocks = (text: string) => parseMarkdown(text).map(draw).join('');

describe('inline markup', () => {
  test.each([
    ['**sí** y *no*', '<strong>sí</> y <em>no</>'],
    ['__sí__ y _no_', '<strong>sí</> y <em>no</>'],
    ['~~ya no~~ y ~tampoco~', '<strike>ya no</> y <strike>tampoco</>'],
    ['***ambas***', '<strong><em>ambas</></>'],
    ['**muy *muy* claro**', '<strong>muy <em>muy</> claro</>'],
    ['*a **b** c*', '<em>a <strong>b</> c</>'],
    ['`a *b* c`', '<code>a *b* c</code>'],
    ['`` a`b ``', '<code>a`b</code>'],
    ['un_nombre_largo.txt', 'un_nombre_largo.txt'],
    ['2 * 3 * 4 y 2*3', '2 * 3 * 4 y 2*3'],
    ['5 *3 y *esto*', '5 *3 y <em>esto</>'],
    ['** no **', '** no **'],
    ['**abierto', '**abierto'],
    ['*a **b* c**', '<em>a **b</> c**'],
    ['¯\\_(ツ)_/¯', '¯\\_(ツ)_/¯'],
    ['¿*qué*?', '¿<em>qué</>?'],
    ['*👍*', '<em>👍</>'],
    ['`suelto', '`suelto'],
    ['****', '****'],
    ['[**ver**](https://a.example/)', '<a https://a.example/><strong>ver</></a>'],
    ['[[x](https://a.example/)', '[<a https://a.example/>x</a>'],
    ['[x](nada) **b**', '[x](nada) <strong>b</>'],
  ])('%j', (text, expected) => {
    expect(inline(text)).toBe(expected);
  });

  test('a mention is the longest name that matches after @', () => {
    const mentions = [
      { userId: 'ana', name: 'Ana' },
      { userId: 'ana-2', name: 'Ana María' },
    ];
    const read = (text: string) => parseInline(text, mentions).map(draw).join('');
    expect(read('@Ana y @Ana María, hola')).toBe('<@ana>@Ana</@> y <@ana-2>@Ana María</@>, hola');
    expect(read('**@Ana**')).toBe('<strong><@ana>@Ana</@></>');
    expect(read('@Anabel a@Ana @Bo `@Ana`')).toBe('@Anabel a@Ana @Bo <code>@Ana</code>');
  });
});

describe('blocks', () => {
  test.each([
    ['hola\nmundo', '<p>hola\nmundo</p>'],
    ['```\nconst a = *b*;\n\n  c\n```', '<code>const a = *b*;\n\n  c</code>'],
    ['mira:\n```ts\nlet a\n```\nya', '<p>mira:</p><code>let a</code><p>ya</p>'],
    ['```\nsin fin', '<p>```\nsin fin</p>'],
    ['> cita *de*\n> dos\n\nyo', '<quote><p>cita <em>de</>\ndos</p></><p>yo</p>'],
    ['>_<', '<p>>_<</p>'],
    ['- uno\n- dos', '<ul><li>uno</li><li>dos</li></>'],
    ['3. tres\n4) cuatro', '<ol><li 3>tres</li><li 4>cuatro</li></>'],
    ['- a\n  - b\n  - c\n- d', '<ul><li>a<ul><li>b</li><li>c</li></></li><li>d</li></>'],
    ['- a\n  sigue', '<ul><li>a\nsigue</li></>'],
    ['1. a\n- b', '<ol><li 1>a</li></><ul><li>b</li></>'],
    ['-5 grados', '<p>-5 grados</p>'],
    ['\n\nhola\n\n', '<p>hola</p>'],
    ['> - a\n> - b', '<quote><ul><li>a</li><li>b</li></></>'],
    ['> > > > hondo', '<quote><quote><quote><p>> hondo</p></></></>'],
  ])('%j', (text, expected) => {
    expect(blocks(text)).toBe(expected);
  });

  test('a code block keeps its language', () => {
    expect(parseMarkdown('```ts\na\n```')).toEqual([{ kind: 'code', text: 'a', language: 'ts' }]);
  });
});

test('plain text is one line without markup', () => {
  expect(plainText('**Hola**, [aquí](https://a.example/):\n- *uno*\n- `dos`\n> tres')).toBe(
    'Hola, aquí: uno dos tres',
  );
});

/** The visible text of a tree, and the targets of its links. */
const said = (piece: Inline | Block): string => {
  if (piece.kind === 'list')
    return piece.items
      .map(({ number, children, below }) => `${number ?? ''}${[...children, ...below].map(said).join('')}`)
      .join('');
  if (piece.kind === 'code') return `${'language' in piece ? piece.language : ''}${piece.text}`;
  if (!('children' in piece)) return piece.text;
  const inside = (piece.children as (Inline | Block)[]).map(said).join('');
  return piece.kind === 'link' && piece.host !== undefined ? inside + piece.href : inside;
};
const letters = (text: string) => text.replace(/[^\p{L}]/gu, '');

const hostile = fc.array(
  fc.constantFrom(
    ...`* ** *** _ __ ~ ~~ \` \`\`\` > [ ] ( ) @ @Ana \\ x ñ 👍🏽 \u202e`.split(' '),
    '[a](https://a.example/b)',
    'https://a.example/c',
    ...['\n', ' ', '  ', '> ', '- ', '1. '].concat('w\n'),
  ),
  { maxLength: 60 },
);
const anything = fc.oneof(
  hostile.map((parts) => parts.join('')),
  // The addresses above are written as a browser writes them; others it would change.
  fc.string({ unit: 'binary' }).filter((text) => !/:|www/i.test(text)),
);
const ana = [{ userId: 'ana', name: 'Ana' }];

test('no text makes it throw or loses a letter', () => {
  fc.assert(
    fc.property(anything, (text) => {
      expect(letters(parseMarkdown(text, ana).map(said).join(''))).toBe(letters(text));
    }),
    { numRuns: 3_000 },
  );
  expect(letters('aBñ1*')).toBe('aBñ');
});

const repeated = [
  ...'* ** *** _ ~ ` [ ] ( @ > *a `a``b [a]( _a*b~c www. https://a.b/ [a](https://b.c @Ana *a_b**c__d~~'.split(
    ' ',
  ),
  '**a *b ',
  ...['> ', '- ', '1. ', '- \n', '> \n', '```\n', ' ', '\n'].concat('\t- a\n'),
];

test.each(repeated)('a hundred thousand characters of %j parse in linear time', (part) => {
  const text = part.repeat(Math.ceil(100_000 / part.length));
  // Going back over what was read would take minutes.
  const begun = performance.now();
  parseMarkdown(text, ana);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
