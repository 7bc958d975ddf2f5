import { describe, expect, test } from 'vitest';
import { isEmojiOnly, toSegments } from '../src/text-segments.ts';

const links = (text: string) => toSegments(text).flatMap(({ href }) => href ?? []);

describe('toSegments', () => {
  test.each([
    ['mira https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d']],
    ['(https://example.org/x)', ['https://example.org/x']],
    [
      'https://es.wikipedia.org/wiki/Madrid_(desambiguación)',
      ['https://es.wikipedia.org/wiki/Madrid_(desambiguaci%C3%B3n)'],
    ],
    ['www.example.org, y ya', ['https://www.example.org/']],
    ['HTTP://EXAMPLE.ORG', ['http://example.org/']],
    ['http://localhost:3500/a', ['http://localhost:3500/a']],
    ['dos: https://a.example https://b.example', ['https://a.example/', 'https://b.example/']],
  ])('finds addresses in %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<b>',
    'ftp://example.org',
    'https://',
    'https://bank.example@evil.example/',
    'ejemplo.org sin esquema',
    'xhttps//nada',
  ])('leaves %j as text', (text) => {
    expect(links(text)).toEqual([]);
  });

  test.each([
    '',
    'hola',
    'a https://a.example b',
    '<b>https://a.example/"x"</b>',
    'https://a.example\u202Egro.evil',
  ])('loses nothing of %j', (text) => {
    expect(
      toSegments(text)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });

  test('ends an address where a character would turn the text around', () => {
    expect(links('https://a.example/\u202Egro.evil')).toEqual(['https://a.example/']);
  });

  test('is quick on hostile input', () => {
    const start = performance.now();
    toSegments('https://a.b' + '.,)'.repeat(20_000));
    toSegments('www.'.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('isEmojiOnly', () => {
  test.each(['🎉', '🎉🎉🎉', '❤️', '👍🏽', '👨‍👩‍👧', '🇪🇸', '1️⃣', ' 🎉 🎉 '])('%j is', (text) => {
    expect(isEmojiOnly(text)).toBe(true);
  });
  test.each(['', '12', 'hola 🎉', '🎉🎉🎉🎉', '©x', '#'])('%j is not', (text) => {
    expect(isEmojiOnly(text)).toBe(false);
  });
});
