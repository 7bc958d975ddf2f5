import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Member } from '@chat/protocol';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, message, luis } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

const names = ['Ágata Roca', 'Aitor Lago', 'Berta Sanz', 'Bruno Gil', 'Carla Pons', 'Ciro Mas', 'Dora Vila'];
const person = (name: string, extra: Partial<Member> = {}): Member => ({
  user: { id: name, name },
  role: 'member',
  joinedAt: 0,
  status: 'online',
  ...extra,
});
const crowd = [
  ...names.map((name) => person(name)),
  person('Emma Clarke', { role: 'owner' }),
  person('Fito Ruiz', { role: 'moderator' }),
  { ...person('Reloj'), user: { id: 'bot', name: 'Reloj', bot: true as const } },
];

const open = async (items: readonly Member[], { hasMore = false, width = 900 } = {}) => {
  const fake = fakeChat([message(luis, 'Hola')]);
  fake.members.set({ items, occupancy: items.length, hasMore });
  const mounted = await mount(fake, { width, lang: 'en' });
  openPanel(mounted.element, 'members');
  const root = () => mounted.find('chat-members')!.shadowRoot!;
  await expect.poll(() => mounted.find('chat-members')?.shadowRoot?.querySelector('.member')).toBeTruthy();
  const shown = () => [...root().querySelectorAll<HTMLElement>('.name')].map((each) => each.innerText.trim());
  const field = () => root().querySelector<HTMLInputElement>('input[type=search]');
  return { fake, mounted, root, shown, field };
};

test.each([390, 1200])('members are found by any part of their name as one types, %i px', async (width) => {
  const { root, shown, field } = await open(crowd, { width });
  expect(shown()).toHaveLength(10);
  expect(field()?.ariaLabel).toBe('Search people');
  await userEvent.fill(field()!, 'aga');
  await settle();
  expect(shown()).toEqual(['Ágata Roca']);
  expect(root().querySelector('[role=status]')?.textContent).toBe('1 result');
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/member-search-${width}.png` });
  await userEvent.fill(field()!, 'zzz');
  await settle();
  expect([shown(), root().querySelector('[role=status]')?.textContent]).toEqual([[], 'No one found']);
  await userEvent.keyboard('{Escape}');
  await settle();
  expect([shown().length, field()?.value]).toEqual([10, '']);
  await page.screenshot({ path: `../../../node_modules/.shots/members-${width}.png` });
});

test('arrow keys move from the field along the members and back', async () => {
  const { root, field } = await open(crowd);
  const focused = () => root().activeElement?.closest('li')?.querySelector('.name')?.textContent;
  field()!.focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toContain('Ágata');
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toContain('Aitor');
  await userEvent.keyboard('{End}');
  expect(focused()).toContain('Reloj');
  await userEvent.keyboard('{Home}{ArrowUp}');
  expect(root().activeElement).toBe(field());
});

test('a search loads the members that are not listed yet', async () => {
  const { fake, shown, field } = await open(crowd.slice(0, 3), { hasMore: true });
  fake.room.members.loadMore = async () => {
    fake.members.set({ items: crowd, occupancy: crowd.length, hasMore: false });
    return true;
  };
  await userEvent.fill(field()!, 'dora');
  await expect.poll(shown).toEqual(['Dora Vila']);
});

test('a few members need no search field', async () => {
  const { field } = await open(crowd.slice(0, 3));
  expect(field()).toBeNull();
});

test('hosts, moderators and bots have a badge', async () => {
  const { root } = await open(crowd);
  const badges = [...root().querySelectorAll('.badge')].map((each) => [
    each.closest('.name')?.getAttribute('title'),
    each.textContent,
  ]);
  expect(badges).toEqual([
    ['Emma Clarke', 'Host'],
    ['Fito Ruiz', 'Moderator'],
    ['Reloj', 'bot'],
  ]);
});
