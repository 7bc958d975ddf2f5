import { describe, expect, onTestFinished, test } from 'vitest';
import { hueOf, hues, initialsOf } from '../src/ui/avatar.ts';
import { daysLater } from '../src/features/search/search-filters.ts';
import { shows } from '../src/core/feature-filter.ts';
import { composerLock } from '../src/composer/composer-lock.ts';
import { UnreadDivider } from '../src/messages/unread-divider.ts';
import { ana, fakeChat, luis, member, message, room } from './fixtures/fake-client.ts';

describe('avatars', () => {
  test.each([
    ['Ana Ruiz', 'AR'],
    ['ana', 'A'],
    ['  Óscar  de la  Torre ', 'ÓT'],
    ['李小龍', '李'],
    ['🎉', '🎉'],
    ['@juan (casa)', 'JC'],
    ['', '?'],
  ])('%j becomes %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  test('colours follow the id and use all there are', () => {
    expect(hueOf('u-1')).toBe(hueOf('u-1'));
    const used = new Set(Array.from({ length: 500 }, (_, index) => hueOf(`user-${index}`)));
    expect(used.size).toBe(hues);
  });
});

test.each([
  [null, 'typing', true],
  ['', 'typing', true],
  ['members typing', 'typing', true],
  ['members', 'typing', false],
  ['-typing', 'typing', false],
  ['-typing', 'members', true],
])('features=%j shows %s: %s', (features, name, shown) => {
  expect(shows(features, name)).toBe(shown);
});

describe('composerLock', () => {
  const state = fakeChat().state.get();
  const silent = { ...state, can: { ...state.can!, 'message:send': false } };

  test('returns the reason why the user cannot write', () => {
    expect(composerLock(state, 0)).toBeNull();
    expect(composerLock({ ...state, can: null }, 0)).toBeNull();
    expect(composerLock({ ...silent, room: room({ phase: 'ended' }) }, 0)).toEqual({ reason: 'ended' });
    expect(composerLock({ ...silent, room: room({ frozen: true }) }, 0)).toEqual({ reason: 'frozen' });
    expect(composerLock({ ...silent, me: member(ana, { mutedUntil: 50 }) }, 49)).toEqual({
      reason: 'muted',
      until: 50,
    });
    expect(composerLock(silent, 0)).toEqual({ reason: 'forbidden' });
  });

  test('returns null when the mute has ended', () => {
    expect(composerLock({ ...silent, me: member(ana, { mutedUntil: 50 }) }, 51)).toBeNull();
  });
});

describe('unread marks', () => {
  const list = [1, 2, 3].map((seq) => message(luis, `${seq}`, { seq }));
  const marks = (readSeq: number, unread: number) => {
    const made = new UnreadDivider();
    made.update(list, { readSeq, unread, turn: 0 }, 'coming');
    return made;
  };

  test('the divider is at the read marker; a first visit has none', () => {
    expect(marks(1, 2)).toMatchObject({ dividerAfter: 1, below: 2 });
    expect(marks(0, 3)).toMatchObject({ dividerAfter: null, below: 0 });
    expect(marks(3, 0)).toMatchObject({ dividerAfter: null, below: 0 });
  });

  test('messages that arrive before the first render are part of the first view', () => {
    const made = marks(0, 0);
    const four = [...list, message(luis, '4', { seq: 4 })];
    made.update(four, { readSeq: 0, unread: 1, turn: 0 }, 'coming');
    expect(made).toMatchObject({ dividerAfter: null, below: 0 });
    const unread = marks(1, 2);
    unread.update(four, { readSeq: 1, unread: 3, turn: 0 }, 'coming');
    expect(unread).toMatchObject({ dividerAfter: 1, below: 3 });
  });

  test('new messages get a divider only if the reader is away, until the reader writes', () => {
    const made = marks(3, 0);
    const receipts = { readSeq: 3, unread: 0, turn: 0 };
    const four = [...list, message(luis, '4', { seq: 4 })];
    made.update(four, receipts, 'watching');
    expect(made).toMatchObject({ dividerAfter: null, below: 0 });
    made.update(
      [...four, message(ana, 'mine', { seq: 5 }), message(luis, '6', { seq: 6 })],
      receipts,
      'away',
    );
    expect(made).toMatchObject({ dividerAfter: 4, below: 1 });
    made.wrote();
    expect(made.dividerAfter).toBeNull();
  });

  test('a message marked as unread is not read again until the reader leaves and returns, or writes', () => {
    const read = { readSeq: 3, unread: 0, turn: 0 };
    const back = { readSeq: 1, unread: 2, turn: 1 };
    const marked = () => {
      const made = marks(3, 0);
      made.update(list, read, 'watching');
      expect(made.toRead(list, read, true, true)).toBe(0);
      // Before the list is drawn again, and after.
      expect(made.toRead(list, back, true, true)).toBe(0);
      made.update(list, back, 'watching');
      expect(made).toMatchObject({ dividerAfter: 1, below: 0 });
      expect(made.toRead(list, back, true, true)).toBe(0);
      return made;
    };
    const left = marked();
    expect(left.toRead(list, back, true, false)).toBe(0);
    expect(left.toRead(list, back, true, true)).toBe(3);
    expect(left.dividerAfter).toBe(1);
    const wrote = marked();
    wrote.wrote();
    expect(wrote.toRead(list, back, true, true)).toBe(3);
    expect(wrote.toRead(list, back, true, true)).toBe(0);
    expect(wrote.dividerAfter).toBeNull();
    // As one comes, it is as it was left, the very first message too.
    const first = new UnreadDivider();
    first.update(list, { readSeq: 0, unread: 3, turn: 2 }, 'coming');
    expect(first.dividerAfter).toBe(0);
    expect(first.toRead(list, { readSeq: 0, unread: 3, turn: 2 }, true, true)).toBe(3);
  });
});

test('can be imported without a DOM', async () => {
  expect(typeof document).toBe('undefined');
  expect((await import('../src/index.ts')).ChatRoomElement).toBeTypeOf('function');
});

test('a day has 23 or 25 hours when daylight saving time changes', () => {
  const { TZ } = process.env;
  onTestFinished(() => {
    if (TZ === undefined) delete process.env['TZ'];
    else process.env['TZ'] = TZ;
  });
  process.env['TZ'] = 'Europe/Madrid';
  const hourMs = 3_600_000;
  for (const [month, date, hours] of [
    [9, 25, 25],
    [2, 29, 23],
    [5, 1, 24],
  ] as const) {
    const day = new Date(2026, month, date).getTime();
    expect(daysLater(day, 1) - day).toBe(hours * hourMs);
    expect(daysLater(daysLater(day, 1), -1)).toBe(day);
  }
});
