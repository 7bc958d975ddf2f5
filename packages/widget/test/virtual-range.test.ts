import { describe, expect, test } from 'vitest';
import {
  indexesOf,
  rowsMore,
  rowsSpare,
  spanAround,
  spanAtEnd,
  spanFor,
  spanOf,
  theEnd,
} from '../src/messages/virtual-range.ts';
import { rowsAtFirst } from '../src/messages/rows.ts';
import { ana, luis, message } from './fixtures/fake-client.ts';

const list = (n: number, first = 1) =>
  Array.from({ length: n }, (_, index) => message(luis, `${index}`, { seq: first + index }));
const pending = message(ana, 'yo', { seq: 0, status: 'sending' });
const calm = { nearStart: false, nearEnd: false };

describe('a span of a list', () => {
  test('at the end contains the last messages, and pending ones', () => {
    const items = [...list(1_000), pending];
    expect(indexesOf(items, theEnd)).toEqual([1_001 - rowsAtFirst, 1_001]);
    expect(indexesOf([], theEnd)).toEqual([0, 0]);
    expect(indexesOf(list(3), theEnd)).toEqual([0, 3]);
  });

  test('does not move when messages are added above or below', () => {
    const span = spanOf(list(100, 500), 20, 60);
    expect(indexesOf(list(200, 400), span)).toEqual([120, 160]);
    expect(indexesOf([...list(300, 500), pending], span)).toEqual([20, 60]);
  });

  test('that reaches the end follows it', () => {
    const span = spanOf(list(100), 50, 100);
    expect(indexesOf([...list(105), pending], span)).toEqual([50, 106]);
  });

  test('around a message contains it, and has its full size', () => {
    const items = list(1_000);
    for (const index of [0, 5, 500, 990, 999]) {
      const [start, end] = indexesOf(items, spanAround(items, index));
      expect(end - start).toBe(rowsAtFirst);
      expect(start).toBeLessThanOrEqual(index);
      expect(end).toBeGreaterThan(index);
    }
  });

  test('grows if the reader is near its edge, and is then a new object', () => {
    const items = list(1_000);
    const span = spanOf(items, 400, 440);
    const up = spanFor(items, span, { first: 402, last: 415, nearStart: true, nearEnd: false });
    expect(indexesOf(items, up)).toEqual([400 - rowsMore, 440]);
    const down = spanFor(items, span, { first: 425, last: 438, nearStart: false, nearEnd: true });
    expect(indexesOf(items, down)).toEqual([400, 440 + rowsMore]);
    expect(spanFor(items, span, { first: 410, last: 425, ...calm })).toBe(span);
  });

  test('drops rows far beyond the viewport', () => {
    const items = list(1_000);
    const [start, end] = indexesOf(
      items,
      spanFor(items, spanOf(items, 300, 700), { first: 480, last: 500, ...calm }),
    );
    expect(480 - start).toBeLessThan(rowsSpare);
    expect(end - 500).toBeLessThan(rowsSpare);
    expect(start).toBeLessThan(480);
    expect(end).toBeGreaterThan(500);
  });

  test('of a reader at the end keeps its start while messages arrive, until it is too long', () => {
    const items = list(1_000);
    const span = spanAtEnd(items, theEnd);
    expect(indexesOf(items, span)).toEqual([1_000 - rowsAtFirst, 1_000]);
    const more = list(1_030);
    expect(spanAtEnd(more, span)).toBe(span);
    expect(indexesOf(more, span)).toEqual([1_000 - rowsAtFirst, 1_030]);
    expect(spanAtEnd(list(2_000), span)).toBe(theEnd);
  });

  test('of a reader at the end is reset when its messages are gone', () => {
    const span = spanAtEnd(list(100, 900), theEnd);
    const anew = list(60);
    expect(indexesOf(anew, spanAtEnd(anew, span))).toEqual([60 - rowsAtFirst, 60]);
    const later = list(60, 2_000);
    expect(indexesOf(later, spanAtEnd(later, span))).toEqual([60 - rowsAtFirst, 60]);
    expect(spanAtEnd(list(3), theEnd)).toBe(theEnd);
  });

  test('of a list without stored messages starts at its start', () => {
    const items = [pending];
    expect(indexesOf(items, spanOf(items, 0, 1))).toEqual([0, 1]);
    expect(indexesOf([...list(2), pending], spanOf(items, 0, 1))).toEqual([0, 3]);
  });
});
