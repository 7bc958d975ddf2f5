import { describe, expect, test } from 'vitest';
import { parseInline, type Inline } from '../src/text/inline-markdown.ts';
import { isEmojiOnly } from '../src/messages/message-row-deferred.ts';

const links = (text: string) => parseInline(text).flatMap((piece) => (piece.kind === 'link' ? piece : []));
const hrefs = (text: string) => links(text).map(({ href }) => href);

const shown = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => ('children' in piece ? shown(piece.children) : piece.text)).join('');

describe('a URL in a text', () => {
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
    ['**https://a.example/b_c_d**', ['https://a.example/b_c_d']],
    ['mailto:ana@example.org?bcc=x@evil.example', ['mailto:ana@example.org']],
  ])('is found in %j', (text, expected) => {
    const all = parseInline(text).flatMap((piece) => (piece.kind === 'strong' ? piece.children : [piece]));
    expect(all.flatMap((piece) => (piece.kind === 'link' ? piece.href : []))).toEqual(expected);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,<b>',
    'ftp://example.org',
    'https://',
    'https://bank.example@evil.example/',
    'ejemplo.org sin esquema',
    'xhttps//nada',
    'mailto:',
    'mailto:a@b.example,c@d.example',
    '[pulsa](javascript:alert)',
    '[pulsa](JaVaScRiPt:x)',
    '[pulsa](data:text/html,x)',
    '[pulsa](//evil.example)',
    '[pulsa](/ruta)',
    '[pulsa](https://bank.example@evil.example/)',
  ])('is not found in %j', (text) => {
    expect(hrefs(text)).toEqual([]);
    expect(shown(parseInline(text))).toBe(text);
  });

  test.each([
    '',
    'hola',
    'a https://a.example b',
    '<b>https://a.example/"x"</b>',
    'https://a.example\u202Egro.evil',
  ])('loses no text of %j', (text) => {
    expect(shown(parseInline(text))).toBe(text);
  });

  test('ends before a character that changes the text direction', () => {
    expect(hrefs('https://a.example/\u202Egro.evil')).toEqual(['https://a.example/']);
  });

  test.each([
    ['[https://bank.example](https://evil.example/x)', 'evil.example'],
    ['[tu **banco**](https://evil.example:8443/x)', 'evil.example:8443'],
    ['[escríbeme](mailto:ana@example.org)', 'ana@example.org'],
    ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
    ['https://example.org/', undefined],
    ['https://EXAMPLE.org/', undefined],
  ])('shows its host if its text does not: %j', (text, host) => {
    expect(links(text).map((link) => link.host)).toEqual([host]);
  });
});

describe('isEmojiOnly', () => {
  test.each(['🎉', '🎉🎉🎉', '❤️', '👍🏽', '👨‍👩‍👧', '🇪🇸', '1️⃣', ' 🎉 🎉 '])('returns true for %j', (text) => {
    expect(isEmojiOnly(text)).toBe(true);
  });
  test.each(['', '12', 'hola 🎉', '🎉🎉🎉🎉', '©x', '#'])('returns false for %j', (text) => {
    expect(isEmojiOnly(text)).toBe(false);
  });
});
