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
  test('at the end holds the last ones, and those on their way', () => {
    const items = [...list(1_000), pending];
    expect(indexesOf(items, theEnd)).toEqual([1_001 - rowsAtFirst, 1_001]);
    expect(indexesOf([], theEnd)).toEqual([0, 0]);
    expect(indexesOf(list(3), theEnd)).toEqual([0, 3]);
  });

  test('stays where it is when messages are put above or below', () => {
    const span = spanOf(list(100, 500), 20, 60);
    expect(indexesOf(list(200, 400), span)).toEqual([120, 160]);
    expect(indexesOf([...list(300, 500), pending], span)).toEqual([20, 60]);
  });

  test('that reaches the end goes on to follow it', () => {
    const span = spanOf(list(100), 50, 100);
    expect(indexesOf([...list(105), pending], span)).toEqual([50, 106]);
  });

  test('around a message has it inside, and is never short of rows that there are', () => {
    const items = list(1_000);
    for (const index of [0, 5, 500, 990, 999]) {
      const [start, end] = indexesOf(items, spanAround(items, index));
      expect(end - start).toBe(rowsAtFirst);
      expect(start).toBeLessThanOrEqual(index);
      expect(end).toBeGreaterThan(index);
    }
  });

  test('grows where the reader comes near its edge, and is not the same object then', () => {
    const items = list(1_000);
    const span = spanOf(items, 400, 440);
    const up = spanFor(items, span, { first: 402, last: 415, nearStart: true, nearEnd: false });
    expect(indexesOf(items, up)).toEqual([400 - rowsMore, 440]);
    const down = spanFor(items, span, { first: 425, last: 438, nearStart: false, nearEnd: true });
    expect(indexesOf(items, down)).toEqual([400, 440 + rowsMore]);
    expect(spanFor(items, span, { first: 410, last: 425, ...calm })).toBe(span);
  });

  test('lets go of what lies far beyond the viewport', () => {
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

  test('of a reader at the end keeps its beginning while messages come, until it is too long', () => {
    const items = list(1_000);
    const span = spanAtEnd(items, theEnd);
    expect(indexesOf(items, span)).toEqual([1_000 - rowsAtFirst, 1_000]);
    const more = list(1_030);
    expect(spanAtEnd(more, span)).toBe(span);
    expect(indexesOf(more, span)).toEqual([1_000 - rowsAtFirst, 1_030]);
    expect(spanAtEnd(list(2_000), span)).toBe(theEnd);
  });

  test('of a reader at the end begins anew when what it held is gone', () => {
    const span = spanAtEnd(list(100, 900), theEnd);
    const anew = list(60);
    expect(indexesOf(anew, spanAtEnd(anew, span))).toEqual([60 - rowsAtFirst, 60]);
    expect(spanAtEnd(list(3), theEnd)).toBe(theEnd);
  });

  test('of a list with nothing stored begins at its beginning', () => {
    const items = [pending];
    expect(indexesOf(items, spanOf(items, 0, 1))).toEqual([0, 1]);
    expect(indexesOf([...list(2), pending], spanOf(items, 0, 1))).toEqual([0, 3]);
  });
});
