import { describe, expect, test } from 'vitest';
import { tokensOf } from '../src/text/highlight.ts';

/** The tokens that have a kind: `keyword const`. */
const found = (code: string, language: string): string[] =>
  tokensOf(code, language).flatMap(({ kind, text }) => (kind ? [`${kind} ${text}`] : []));

describe('code is split into tokens', () => {
  test.each([
    [
      'ts',
      'const a = send("x", 12); // end',
      ['keyword const', 'name send', 'string "x"', 'number 12', 'comment // end'],
    ],
    ['JS', 'let t = `a ${b}`; /* open', ['keyword let', 'string `a ${b}`', 'comment /* open']],
    [
      'py',
      "def f(x):\n  '''doc\n  '''\n  return None # so",
      ['keyword def', 'name f', "string '''doc\n  '''", 'keyword return', 'keyword None', 'comment # so'],
    ],
    ['go', 'func main() { x := "a\\"b" }', ['keyword func', 'name main', 'string "a\\"b"']],
    ['sql', "SELECT 'a' FROM t -- all", ['keyword SELECT', "string 'a'", 'keyword FROM', 'comment -- all']],
    ['bash', 'echo "$HOME" $#  # done', ['keyword echo', 'string "$HOME"', 'name $#', 'comment # done']],
    [
      'json',
      '{"a": "b", "n": -1.5, "t": true}',
      ['name "a"', 'string "b"', 'name "n"', 'number -1.5', 'name "t"', 'keyword true'],
    ],
    ['yaml', 'a: 1 # one\n- b: "x"', ['name a', 'number 1', 'comment # one', 'name - b', 'string "x"']],
    ['css', '.a { color: #fff; width: 10px }', ['name color', 'number #fff', 'name width', 'number 10px']],
    [
      'html',
      '<a href="/x">don\'t &amp; <!-- c -->',
      ['keyword <a', 'name href', 'string "/x"', 'keyword >', 'number &amp;', 'comment <!-- c -->'],
    ],
    ['diff', '@@ 1 @@\n-old\n+new\n same', ['comment @@ 1 @@', 'removed -old', 'string +new']],
  ])('%s: %s', (language, code, tokens) => {
    expect(found(code, language)).toEqual(tokens);
  });

  test.each(['', 'nosuch', '__proto__'])('%j: code in an unknown language is one plain token', (language) => {
    expect(tokensOf('const a = 1;', language)).toEqual([{ text: 'const a = 1;' }]);
  });
});

const names = ['ts', 'go', 'py', 'bash', 'sql', 'json', 'yaml', 'css', 'html', 'diff'];

test.each(names)('%s: tokens together are the code, whatever it is, in linear time', (language) => {
  const hostile = [
    '"',
    "'",
    '`',
    '/*',
    '<!--',
    '"""',
    'a '.repeat(3),
    '\\',
    '#',
    '<',
    '\n',
    '$',
    '=',
    '1e',
    '&',
  ];
  for (const part of hostile) {
    const code = part.repeat(Math.ceil(20_000 / part.length));
    const before = performance.now();
    expect(
      tokensOf(code, language)
        .map(({ text }) => text)
        .join(''),
    ).toBe(code);
    expect(performance.now() - before).toBeLessThan(1_000);
  }
});
