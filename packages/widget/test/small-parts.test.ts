import { describe, expect, test } from 'vitest';
import { hueOf, hues, initialsOf } from '../src/avatar.ts';
import { shows } from '../src/shows.ts';
import { silenceOf } from '../src/silence.ts';
import { UnreadMarks } from '../src/unread-marks.ts';
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

describe('silence', () => {
  const state = fakeChat().state.get();
  const silent = { ...state, can: { ...state.can!, 'message:send': false } };

  test('tells why nothing can be written', () => {
    expect(silenceOf(state, 0)).toBeNull();
    expect(silenceOf({ ...state, can: null }, 0)).toBeNull();
    expect(silenceOf({ ...silent, room: room({ phase: 'ended' }) }, 0)).toEqual({ reason: 'ended' });
    expect(silenceOf({ ...silent, room: room({ frozen: true }) }, 0)).toEqual({ reason: 'frozen' });
    expect(silenceOf({ ...silent, me: member(ana, { mutedUntil: 50 }) }, 49)).toEqual({
      reason: 'muted',
      until: 50,
    });
    expect(silenceOf(silent, 0)).toEqual({ reason: 'forbidden' });
  });

  test('ends with the mute', () => {
    expect(silenceOf({ ...silent, me: member(ana, { mutedUntil: 50 }) }, 51)).toBeNull();
  });
});

describe('unread marks', () => {
  const list = [1, 2, 3].map((seq) => message(luis, `${seq}`, { seq }));
  const marks = (readSeq: number, unread: number) => {
    const made = new UnreadMarks();
    made.update(list, { readSeq, unread }, 'coming');
    return made;
  };

  test('the divider stands where I stopped reading; nowhere on a first visit', () => {
    expect(marks(1, 2)).toMatchObject({ dividerAfter: 1, below: 2 });
    expect(marks(0, 3)).toMatchObject({ dividerAfter: null, below: 0 });
    expect(marks(3, 0)).toMatchObject({ dividerAfter: null, below: 0 });
  });

  test('what comes before I see anything is part of the first view', () => {
    const made = marks(0, 0);
    const four = [...list, message(luis, '4', { seq: 4 })];
    made.update(four, { readSeq: 0, unread: 1 }, 'coming');
    expect(made).toMatchObject({ dividerAfter: null, below: 0 });
    const unread = marks(1, 2);
    unread.update(four, { readSeq: 1, unread: 3 }, 'coming');
    expect(unread).toMatchObject({ dividerAfter: 1, below: 3 });
  });

  test('what comes while I look is not marked; what comes while I do not, is, until I write', () => {
    const made = marks(3, 0);
    const receipts = { readSeq: 3, unread: 0 };
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
});

test('can be imported where there is no page', async () => {
  expect(typeof document).toBe('undefined');
  expect((await import('../src/index.ts')).ChatRoomElement).toBeTypeOf('function');
});
