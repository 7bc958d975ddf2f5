import { describe, expect, test } from 'vitest';
import {
  isAtEnd,
  isNearStart,
  pickAnchor,
  placeAfter,
  placeAt,
  staysAtEnd,
} from '../src/messages/scroll-anchor.ts';

const box = (scrollTop: number, scrollHeight = 1000, clientHeight = 400) => ({
  scrollTop,
  scrollHeight,
  clientHeight,
});

test('the end has a tolerance, and a list that does not fill the viewport is at its end', () => {
  expect(isAtEnd(box(600))).toBe(true);
  expect(isAtEnd(box(570))).toBe(true);
  expect(isAtEnd(box(500))).toBe(false);
  expect(isAtEnd(box(0, 100))).toBe(true);
});

describe('staysAtEnd', () => {
  test('returns false after the reader scrolls up', () => {
    expect(staysAtEnd(box(600), box(450))).toBe(false);
    expect(staysAtEnd(box(600), box(450, 1200))).toBe(false);
  });
  test('returns true if the content or the viewport changes size', () => {
    expect(staysAtEnd(box(600), box(600, 1300))).toBe(true);
    expect(staysAtEnd(box(600), box(600, 1000, 250))).toBe(true);
    expect(staysAtEnd(box(600), box(300, 700))).toBe(true);
  });
});

test('the list needs older messages near its start', () => {
  expect(isNearStart(box(100))).toBe(true);
  expect(isNearStart(box(5000, 9000))).toBe(false);
});

describe('pickAnchor', () => {
  const rows = [-300, -180, -60, 40, 160].map((top, index) => ({ key: `${index}`, top, bottom: top + 100 }));
  test('returns the first row that reaches into the viewport, and measures few', () => {
    let measured = 0;
    const anchor = pickAnchor(rows.length, (index) => {
      measured += 1;
      return rows[index]!;
    });
    expect(anchor).toEqual({ key: '2', offset: -60 });
    expect(measured).toBeLessThan(rows.length);
  });
  test('returns the last row if all are above, and null if there are none', () => {
    expect(pickAnchor(2, (index) => rows[index]!)?.key).toBe('1');
    expect(pickAnchor(0, () => rows[0]!)).toBeNull();
  });
});

test('placeAfter keeps the anchor in place after rows are prepended', () => {
  expect(placeAfter(120, { key: 'a', offset: -20 }, 480)).toBe(620);
  expect(placeAfter(0, { key: 'a', offset: 50 }, 10)).toBe(0);
});

test('placeAt puts a row at a share of the viewport, within the scroll range', () => {
  expect(placeAt(box(0, 5000), 2000, 100, 0.5)).toBe(1850);
  expect(placeAt(box(0, 1000), 950, 50, 0)).toBe(600);
  expect(placeAt(box(300), -300, 50, 0.4)).toBe(0);
});
