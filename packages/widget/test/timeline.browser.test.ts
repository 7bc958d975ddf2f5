// Times, avatars and colours of the timeline, days that lead to others, and rows without bubbles.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { MessageItem } from '@chat/client';
import type { User } from '@chat/protocol';
import '../src/ui/chat-avatar.ts';
import { initialsOf } from '../src/ui/avatar.ts';
import { ana, fakeChat, ines, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted, type MountOptions } from './fixtures/mount.ts';

const at = new Date(2026, 2, 10, 16, 47).getTime();
const group = (author: User, count: number, more: Partial<MessageItem> = {}): MessageItem[] =>
  Array.from({ length: count }, (_, nth) => message(author, `mensaje ${nth}`, { createdAt: at, ...more }));
const line = (row: HTMLElement | undefined): HTMLElement => row!.querySelector<HTMLElement>('.line')!;
const timeAt = (row: HTMLElement | undefined): string => getComputedStyle(line(row), '::before').content;
const hueOf = (element: Element | null): string | undefined =>
  [...(element?.classList ?? [])].find((name) => name.startsWith('hue-'));

test('the time of a message inside a group shows on hover and on focus, and moves nothing', async () => {
  const fake = fakeChat([...group(luis, 3), ...group(ana, 3)]);
  const mounted = await mount(fake, { lang: 'en', width: 700 });
  const rows = mounted.rows();
  const boxes = () => rows.map((row) => JSON.stringify(line(row).getBoundingClientRect()));
  const before = boxes();
  expect(rows.map(timeAt)).toEqual(Array(6).fill('none'));
  for (const row of [rows[1]!, rows[4]!]) {
    await userEvent.hover(row);
    expect(timeAt(row)).toMatch(/^"(4|16):47"$/);
    await userEvent.unhover(row);
    row.focus();
    expect(timeAt(row)).toMatch(/^"(4|16):47"$/);
  }
  // The last of a group shows its time anyway.
  rows[2]!.focus();
  expect(timeAt(rows[2])).toBe('none');
  expect(rows[2]!.querySelector('time')?.textContent).toMatch(/^(4:47 PM|16:47)$/u);
  expect(boxes()).toEqual(before);
});

test('an edited or pinned message inside a group shows its time', async () => {
  const [first, second, third] = group(luis, 3);
  const fake = fakeChat([{ ...first!, pinnedAt: at }, { ...second!, editedAt: at }, third!]);
  const { rows } = await mount(fake);
  expect(rows().map((row) => row.querySelectorAll('time').length)).toEqual([1, 1, 1]);
});

test('the avatar stands at the bubble, not at its reactions, and the next bubble keeps clear of them', async () => {
  const reactions = [{ emoji: '👍', count: 2, mine: false, by: [luis.id] }];
  const fake = fakeChat([
    message(luis, 'con reacción', { reactions }),
    message(luis, 'y otro', { reactions }),
  ]);
  const mounted = await mount(fake);
  await still();
  const [first, second] = mounted.rows() as [HTMLElement, HTMLElement];
  const bottom = (row: HTMLElement, selector: string) =>
    row.querySelector(selector)!.getBoundingClientRect().bottom;
  expect(Math.abs(bottom(second, '.side') - bottom(second, '.bubble'))).toBeLessThan(2);
  const gap = second.querySelector('.bubble')!.getBoundingClientRect().top - bottom(first, '.reaction');
  expect(gap).toBeGreaterThanOrEqual(6);
});

test('of more than ten users of a room, each colour goes to as few as possible', async () => {
  const people = Array.from({ length: 25 }, (_, nth): User => ({ id: `many-${nth}`, name: `P${nth}` }));
  const fake = fakeChat(people.map((user) => message(user, 'hola')));
  const { rows } = await mount(fake, { height: 4_000 });
  const users = new Map<string, Set<string>>();
  for (const [nth, row] of rows().entries()) {
    const hue = hueOf(row.querySelector('.avatar'))!;
    users.set(hue, (users.get(hue) ?? new Set()).add(`${nth}`));
  }
  const counts = [...users.values()].map(({ size }) => size).toSorted((a, b) => a - b);
  expect(counts).toEqual([2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
});

test('ten users of a room have ten colours, the same in every place, which stay when others come', async () => {
  const people = Array.from({ length: 9 }, (_, nth): User => ({ id: `user-${nth}`, name: `P${nth}` }));
  const fake = fakeChat(
    people.map((user) => message(user, 'hola')),
    [ana, ...people],
  );
  const mounted = await mount(fake, { height: 900 });
  const colours = () =>
    mounted.rows().map((row) => [hueOf(row.querySelector('.avatar')), hueOf(row.querySelector('.author'))]);
  const before = colours();
  expect(new Set(before.map(([avatar]) => avatar)).size).toBe(9);
  expect(before.every(([avatar, author]) => avatar === author)).toBe(true);
  const faces = [...mounted.element.renderRoot.querySelectorAll('.people .avatar:not(.rest)')].map(hueOf);
  expect(faces.slice(1)).toEqual(before.slice(0, faces.length - 1).map(([avatar]) => avatar));
  fake.arrive(message({ id: 'a-first-id', name: 'Nuevo' }, 'acabo de entrar'));
  await settle();
  expect(colours().slice(0, 9)).toEqual(before);
});

test('<chat-avatar> has the colour that the user has in every room of the page', async () => {
  const [first, second] = [message(luis, 'hola'), message(ines, 'buenas')];
  const rooms = [await mount(fakeChat([first, second])), await mount(fakeChat([second, first]))];
  const face = Object.assign(document.createElement('chat-avatar'), { user: ines.id, name: ines.name });
  document.body.append(face);
  await face.updateComplete;
  const own = face.renderRoot.querySelector('.avatar');
  expect(own?.textContent?.trim()).toBe(initialsOf(ines.name));
  const inRooms = rooms.map(({ rows }) =>
    hueOf(
      rows()
        .find((row) => row.textContent?.includes('buenas'))
        ?.querySelector('.avatar') ?? null,
    ),
  );
  expect(inRooms).toEqual([hueOf(own), hueOf(own)]);
  face.remove();
});

test.each(['light', 'dark'] as const)('names of authors have enough contrast, %s', async (scheme) => {
  const people = Array.from({ length: 10 }, (_, nth): User => ({
    id: `user-${nth}`,
    name: `Persona ${nth}`,
  }));
  for (const density of ['comfortable', 'rows']) {
    const fake = fakeChat(
      people.map((user) => message(user, 'hola')),
      [ana, ...people],
    );
    const { element } = await mount(fake, { height: 900, scheme, attributes: { density } });
    await still();
    const { violations } = await axe.run(element);
    expect(violations.map(({ id }) => id)).toEqual([]);
    element.remove();
  }
});

const days = (): MessageItem[] =>
  [40, 9, 3, 0].flatMap((ago) =>
    [0, 1].map((nth) =>
      message(luis, `hace ${ago} ${nth}`, { createdAt: Date.now() - minutes(ago * 1_440) }),
    ),
  );
const dayButtons = ({ messages }: Mounted) => [
  ...messages.renderRoot.querySelectorAll<HTMLButtonElement>('.day-button'),
];

const openJump = async (options: MountOptions = {}) => {
  const items = days();
  const fake = fakeChat(items);
  const asked: unknown[] = [];
  const call = async (name: string, input: { aroundTime?: number }) => {
    if (name === 'message:list') asked.push(input);
    const found = items.find(({ createdAt }) => createdAt >= (input.aroundTime ?? 0));
    return { messages: found ? [found] : [], hasMore: false };
  };
  Object.assign(fake.client, { call });
  const mounted = await mount(fake, { lang: 'en', height: 300, ...options });
  dayButtons(mounted).at(-1)!.click();
  const dialog = () =>
    mounted.messages.renderRoot
      .querySelector('chat-date-jump')
      ?.shadowRoot?.querySelector<HTMLElement>('.menu');
  await expect.poll(dialog).toBeTruthy();
  await expect.poll(() => dialog()?.matches(':popover-open')).toBe(true);
  return { mounted, items, asked, dialog };
};

test('a day leads to a chosen date: its first message is shown and focused', async () => {
  const { mounted, items, asked, dialog } = await openJump();
  const day = new Date(items[4]!.createdAt);
  const two = (n: number) => String(n).padStart(2, '0');
  const date = dialog()!.querySelector('input')!;
  await userEvent.fill(date, `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  await userEvent.click(dialog()!.querySelector('.primary')!);
  const focused = () => (mounted.messages.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
  await expect.poll(() => focused()?.dataset.key).toBe(items[4]!.id);
  const midnight = new Date(day).setHours(0, 0, 0, 0);
  expect(asked).toEqual([{ roomId: 'cita-42', aroundTime: midnight, limit: 2 }]);
  expect(mounted.messages.renderRoot.querySelector('chat-date-jump')).toBeNull();
});

test.each(['light', 'dark'] as const)(
  'the dialog of dates has no axe violation and closes on Escape, %s',
  async (scheme) => {
    const { mounted, dialog } = await openJump({ scheme });
    await still();
    const { violations } = await axe.run(dialog()!);
    expect(violations.map(({ id }) => id)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(dialog).toBeFalsy();
    expect((mounted.messages.renderRoot as ShadowRoot).activeElement).toBe(dayButtons(mounted).at(-1));
  },
);

test('one day is a tab stop: that of the message which is one', async () => {
  const mounted = await mount(fakeChat(days()), { height: 300 });
  expect(dayButtons(mounted).map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, -1, 0]);
  mounted.rows()[3]!.focus();
  await expect.poll(() => dayButtons(mounted).map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1, -1]);
});

test.each([320, 800])(
  'density="rows": every message has an avatar, a name and its time at the top, %i px',
  async (width) => {
    await page.viewport(900, 700);
    const fake = fakeChat([...group(luis, 2), ...group(ana, 2), ...group(ines, 1)]);
    const mounted = await mount(fake, { width, lang: 'en', attributes: { density: 'rows' } });
    await still();
    const rows = mounted.rows();
    expect(
      rows.map((row) => row.querySelector('.author')?.firstChild?.nextSibling?.textContent?.trim()),
    ).toHaveLength(5);
    expect(rows.map((row) => !!row.querySelector('.avatar'))).toEqual([true, false, true, false, true]);
    expect(rows.map((row) => !!row.querySelector('.author time'))).toEqual([true, false, true, false, true]);
    const lefts = rows.map((row) => Math.round(row.querySelector('.bubble')!.getBoundingClientRect().left));
    expect(new Set(lefts).size).toBe(1);
    for (const row of rows) {
      const bubble = getComputedStyle(row.querySelector('.bubble')!);
      expect(bubble.backgroundColor).toBe('rgba(0, 0, 0, 0)');
    }
    await userEvent.hover(rows[3]!);
    expect(timeAt(rows[3])).toMatch(/47"$/);
    mounted.element.density = 'comfortable';
    await settle();
    expect(mounted.rows().map((row) => !!row.querySelector('.author'))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  },
);
