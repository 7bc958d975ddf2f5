import { describe, expect, test } from 'vitest';
import { highlightsIn, parsePhrases, tokenize } from '@chat/protocol';

const words = (text: string) => tokenize(text).map(({ word }) => word);

describe('words', () => {
  test.each([
    ['¡Reunión, mañana a las 9:30!', ['reunion', 'manana', 'a', 'las', '9', '30']],
    ["Straße ﬁn İstanbul O'Neil", ['straße', 'fin', 'istanbul', 'o', 'neil']],
    ['東京タワー abc東京', ['東', '京', 'タ', 'ワ', 'ー', 'abc', '東', '京']],
    ['สวัสดี हिन्दी', ['ส', 'วั', 'ส', 'ดี', 'हिन्दी']],
    ['👍🏽 ❤️ … ‼', ['👍', '❤']],
    ['a\u0000b\u202ec', ['a', 'b', 'c']],
    ['½ ﷺ', ['12', 'صلىاللهعليهوسلم']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(words(text).filter((word) => word !== '‼')).toEqual(
      expected.map((word) => word.normalize('NFKD')),
    );
  });

  test('have positions', () => {
    const text = 'Él dijo: «RÉUNION»';
    expect(tokenize(text).map(({ start, end }) => text.slice(start, end))).toEqual(['Él', 'dijo', 'RÉUNION']);
  });

  test('are limited in number', () => {
    expect(words('x'.repeat(4_000))[0]).toHaveLength(64);
    expect(words('😀'.repeat(100))).toHaveLength(100);
  });
});

describe('phrases', () => {
  test.each([
    ['hola', [{ words: ['hola'], isPrefix: true }]],
    ['hola ', [{ words: ['hola'], isPrefix: false }]],
    ['hola,', [{ words: ['hola'], isPrefix: false }]],
    ['ho', [{ words: ['ho'], isPrefix: false }]],
    [
      '"buenos días" ana',
      [
        { words: ['buenos', 'dias'], isPrefix: false },
        { words: ['ana'], isPrefix: true },
      ],
    ],
    ['“buenos días', [{ words: ['buenos', 'dias'], isPrefix: false }]],
    ['foto-2.png', [{ words: ['foto', '2', 'png'], isPrefix: true }]],
    ['" " "" !! *', []],
    [
      'OR NOT NEAR(a b) col:x* ^y',
      [['or'], ['not'], ['near', 'a'], ['b'], ['col', 'x'], ['y']].map((each) => ({
        words: each,
        isPrefix: false,
      })),
    ],
  ])('of %j', (question, expected) => {
    expect(parsePhrases(question)).toEqual(expected);
  });
});

test('highlights are at the words, joined if they overlap', () => {
  const text = 'Mañana, mañana por la mañana';
  const marked = (question: string) =>
    highlightsIn(text, parsePhrases(question)).map(({ start, end }) => text.slice(start, end));
  expect(marked('mana')).toEqual(['Mañana', 'mañana', 'mañana']);
  expect(marked('"manana por" "por la"')).toEqual(['mañana por la']);
  expect(marked('nada')).toEqual([]);
  expect(highlightsIn('a '.repeat(500), parsePhrases('a'))).toHaveLength(100);
});
