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

test.each([
  ['', 390, 'light'],
  ['compact', 390, 'dark'],
  ['rows', 900, 'light'],
] as const)(
  'messages of hosts, moderators and bots have a badge, density "%s", %i px, %s',
  async (density, width, scheme) => {
    const [emma, fito, bot] = crowd.slice(-3).map(({ user }) => user);
    const vera = { id: 'vera', name: 'Vera Absent' };
    const fake = fakeChat([emma!, fito!, bot!, vera, luis].map((user) => message(user, 'Hola')));
    fake.members.set({ items: [...crowd, person(luis.id)], occupancy: 11, hasMore: true });
    const asked: unknown[] = [];
    fake.client.call = (async (name: string, input: unknown) => {
      if (name === 'member:list') asked.push(input);
      return { members: [person('Vera Absent', { user: vera, role: 'owner', status: 'offline' })] };
    }) as never;
    const { rows } = await mount(fake, { width, lang: 'en', scheme, attributes: { density } });
    const badges = () => rows().map((row) => row.querySelector('.author .tag')?.textContent ?? '');
    await expect.poll(badges).toEqual(['Host', 'Moderator', 'bot', 'Host', '']);
    expect(rows().map((row) => row.ariaLabel?.split(':')[0])).toEqual([
      'Emma Clarke (Host)',
      'Fito Ruiz (Moderator)',
      'Reloj (bot)',
      'Vera Absent (Host)',
      'Luis Ortega',
    ]);
    // An absent author is looked up once.
    expect(asked).toEqual([{ roomId: 'cita-42' }]);
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/badges-${density}-${scheme}.png` });
    // A role that was taken away, and one of a user who has left.
    fake.tell({ type: 'member:updated', roomId: 'cita-42', rev: 2, member: person('Fito Ruiz') } as never);
    fake.members.set({ items: crowd.slice(0, 7), occupancy: 7, hasMore: true });
    await expect.poll(badges).toEqual(['Host', '', 'bot', 'Host', '']);
  },
);

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
