import { ChatError, defaultLimits } from '@chat/protocol';
import { assert, object, property } from 'fast-check';
import { expect, test } from 'vitest';
import { guardData, guardInput, guardText } from '../src/limits/input-guard.ts';

const limits = defaultLimits;
const guard = (input: unknown) => () => guardInput(input, limits);
const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const wide = (keys: number) =>
  Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 1]));
const refusal = (input: unknown) => {
  try {
    guardInput(input, limits);
    return null;
  } catch (error) {
    return error instanceof ChatError ? error.toJSON() : error;
  }
};

test('an ordinary input passes', () => {
  const input = {
    roomId: 'r',
    text: 'hola 👋',
    replyTo: undefined,
    mentions: ['a', 'b'],
    data: { a: { b: [1, null, true] } },
  };
  expect(guard(input)).not.toThrow();
  expect(guard({})).not.toThrow();
});

test.each([null, undefined, 'text', 7, [], new Date(), Buffer.from('x')])(
  'an input that is no object is invalid: %s',
  (input) => {
    expect(refusal(input)).toEqual({ code: 'invalid', message: 'input must be an object' });
  },
);

test('depth is limited without recursion', () => {
  for (const levels of [8, 100, 5_000, 100_000])
    expect(refusal({ roomId: 'r', data: nested(levels) })).toEqual({
      code: 'too_large',
      field: 'data',
      message: 'data must not be nested deeper than 8 levels',
    });
  expect(guard({ data: nested(7) })).not.toThrow();
  const cyclic: Record<string, unknown> = {};
  cyclic['again'] = cyclic;
  expect(refusal(cyclic)).toMatchObject({ code: 'too_large', field: 'again' });
});

test('keys and items are counted over all levels', () => {
  const message = 'data must not bring the input above 64 keys and items';
  expect(refusal({ data: wide(64) })).toEqual({ code: 'too_large', field: 'data', message });
  expect(refusal({ data: Array.from({ length: 30_000 }, () => 0) })).toMatchObject({
    code: 'too_large',
    field: 'data',
  });
  expect(refusal({ data: [wide(30), wide(40)] })).toMatchObject({ code: 'too_large' });
  expect(refusal(wide(65))).toMatchObject({ code: 'too_large' });
  expect(guard({ data: wide(63) })).not.toThrow();
});

test.each([
  '{"data":{"__proto__":{"role":"admin"}}}',
  '{"data":[{"a":{"constructor":1}}]}',
  '{"data":{"prototype":null}}',
])('keys that reach a prototype are refused: %s', (json) =>
  expect(refusal(JSON.parse(json))).toMatchObject({ code: 'invalid', field: 'data' }),
);

test('such keys at the top level are refused by name', () => {
  expect(refusal(JSON.parse('{"__proto__":{"roomId":"r"}}'))).toMatchObject({
    code: 'invalid',
    field: '__proto__',
  });
});

test('a value that cannot be stored as JSON is refused', () => {
  for (const value of [
    NaN,
    Infinity,
    1n,
    Symbol('s'),
    () => 1,
    new Map(),
    Buffer.from('x'),
    '\uD800',
    'a\u0000',
    { '\u0000': 1 },
  ])
    expect(refusal({ data: { value } })).toMatchObject({ code: 'invalid', field: 'data' });
});

test('an error names the field, shortened if it is long', () => {
  expect(refusal({ ['x'.repeat(60_000)]: '\u0000' })).toMatchObject({ field: 'x'.repeat(64) });
});

test('an accepted input can be serialized and parsed; a refused one throws a ChatError', () => {
  assert(
    property(
      object({ maxDepth: 10, withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
      (input) => {
        const { code = 'passed' } = (refusal(input) ?? {}) as { code?: string };
        expect(code).toMatch(/^(passed|invalid|too_large)$/);
        const walk = () => JSON.parse(JSON.stringify(input)) as unknown;
        expect(code === 'passed' ? walk : () => null).not.toThrow();
      },
    ),
  );
});

test('text and data are limited by size, naming the field and the limit', () => {
  const tooLong = (check: () => void) => {
    expect(check).toThrow(ChatError);
    expect(check).toThrow(/must be at most \d+/);
  };
  expect(() => guardText('x'.repeat(4_000), limits)).not.toThrow();
  tooLong(() => guardText('x'.repeat(4_001), limits));
  expect(() => guardData(undefined, limits)).not.toThrow();
  expect(() => guardData({ a: 'x'.repeat(8_184) }, limits)).not.toThrow();
  tooLong(() => guardData({ a: 'x'.repeat(8_185) }, limits));
  tooLong(() => guardData({ a: 'ñ'.repeat(4_100) }, limits));
});
