import { describe, expect, test } from 'vitest';
import { groupMs, toRows } from '../src/messages/rows.ts';
import { ana, ines, luis, message } from './fixtures/fake-client.ts';

const noon = new Date(2026, 2, 10, 12).getTime();
const shape = (...args: Parameters<typeof toRows>) =>
  toRows(...args).map((row) => {
    if (row.kind === 'message')
      return `${row.item.text}${row.first ? ' first' : ''}${row.last ? ' last' : ''}`;
    return row.kind;
  });
const say = (author: typeof ana, text: string, seq: number, more = {}) =>
  message(author, text, { seq, createdAt: noon + seq, ...more });

describe('toRows', () => {
  test('groups successive messages of one author', () => {
    const items = [say(luis, 'a', 1), say(luis, 'b', 2), say(luis, 'c', 3), say(ines, 'd', 4)];
    expect(shape(items)).toEqual(['day', 'a first', 'b', 'c last', 'd first last']);
  });

  test('starts a new group after a pause, on another day, and after a notice', () => {
    const items = [
      say(luis, 'a', 1, { createdAt: noon }),
      say(luis, 'b', 2, { createdAt: noon + groupMs }),
      say(luis, 'c', 3, { createdAt: noon + 2 * groupMs + 1 }),
      say(luis, 'in', 4, { createdAt: noon + 2 * groupMs + 2, kind: 'system' }),
      say(luis, 'd', 5, { createdAt: noon + 2 * groupMs + 3 }),
      say(luis, 'e', 6, { createdAt: noon + 86_400_000 }),
    ];
    expect(shape(items)).toEqual([
      'day',
      'a first',
      'b last',
      'c first last',
      'notice',
      'd first last',
      'day',
      'e first last',
    ]);
  });

  test('puts the unread divider before the first message of others after the mark', () => {
    const items = [say(luis, 'a', 1), say(ana, 'b', 2), say(luis, 'c', 3), say(luis, 'd', 4)];
    expect(shape(items, { unreadAfter: 1 })).toEqual([
      'day',
      'a first last',
      'b first last',
      'unread',
      'c first',
      'd last',
    ]);
    expect(shape(items, { unreadAfter: 4 })).not.toContain('unread');
  });

  test('shows a gap at the edge of the rendered rows, and groups nothing across it', () => {
    const [first, next] = [say(luis, 'a', 3), say(luis, 'a', 9)];
    const gaps = [{ after: 3, before: 9 }];
    expect(shape([first], { gaps, after: next })).toEqual(['day', 'a first last', 'gap']);
    expect(shape([next], { gaps, before: first })).toEqual(['gap', 'a first last']);
  });

  test('shows gaps where they are, also at the end', () => {
    const items = [say(luis, 'a', 1), say(luis, 'b', 5)];
    const gaps = [
      { after: 5, before: 8 },
      { after: 1, before: 5 },
    ];
    expect(shape(items, { gaps })).toEqual(['day', 'a first last', 'gap', 'b first last', 'gap']);
  });

  test('keeps keys unique and stable when older messages load', () => {
    const items = [say(luis, 'a', 1), say(luis, 'b', 2), say(ana, 'c', 3)];
    const keys = toRows(items).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(toRows(items.slice(1)).map(({ key }) => key)).toEqual(keys.filter((key) => key !== items[0]!.id));
  });
});
