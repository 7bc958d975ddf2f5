import { ChatError } from '@chat/client';
import { capabilities, type Member, type User } from '@chat/protocol';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, member, room } from './fixtures/fake-client.ts';
import { mount, still } from './fixtures/mount.ts';

const eva: User = { id: 'u-eva', name: 'Eva Soto' };
const dani: User = { id: 'u-dani', name: 'Dani Gil' };

/** A private room of Ana and Luis, whose server knows Inés, Eva and Dani too. */
const group = (role: 'owner' | 'member') => {
  const fake = fakeChat([], [ana, luis]);
  const invited: string[] = [];
  let refusal: ChatError | null = null;
  const shown = room({ type: 'private' });
  const me = member(ana, { role });
  fake.state.set({ ...fake.state.get(), room: shown, me, can: capabilities(shown, { role }, 0) });
  fake.members.set({
    ...fake.members.get(),
    items: [member(ana, { role }), member(luis, { role: 'member' })],
  });
  Object.assign(fake.room.members, {
    invite: async (userId: string): Promise<Member> => {
      if (refusal) throw refusal;
      invited.push(userId);
      const { status: _, ...asked } = member([ines, eva, dani].find(({ id }) => id === userId) as User);
      const list = fake.members.get();
      fake.members.set({ ...list, items: [...list.items, { ...asked, invitedBy: ana }] });
      return asked;
    },
  });
  const users = [luis, ines, eva, dani].map((user) => ({ user, status: 'offline' }));
  Object.assign(fake.client, {
    users: { search: async () => ({ users, hasMore: false }) },
  });
  return { fake, invited, refuse: (error: ChatError | null) => (refusal = error) };
};

const openPeople = async (mounted: Awaited<ReturnType<typeof mount>>): Promise<ShadowRoot> => {
  mounted.find('.people')!.click();
  const list = () => mounted.find('chat-members')?.shadowRoot;
  await expect.poll(() => list()?.querySelector('.member')).toBeTruthy();
  return list() as ShadowRoot;
};

test.each(['light', 'dark'] as const)(
  'a user with the right to invite searches for users and invites them; %s',
  async (scheme) => {
    const { fake, invited, refuse } = group('owner');
    const mounted = await mount(fake, { width: 900, scheme });
    const list = await openPeople(mounted);
    const button = () => list.querySelector<HTMLElement>('.invite');
    expect(button()?.innerText.trim()).toBe('Invitar a personas');
    button()?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Invitar a personas' })).toBeVisible();
    const offered = () =>
      [
        ...list
          .querySelector('chat-new-room')!
          .shadowRoot!.querySelectorAll<HTMLElement>('.person span[dir]'),
      ].map((each) => each.innerText);
    await userEvent.keyboard('e');
    // Members cannot be invited again.
    await expect.poll(offered).toEqual(['Eva Soto', 'Inés Vidal']);
    await page.getByRole('checkbox', { name: 'Eva' }).click();
    await page.getByRole('checkbox', { name: 'Inés' }).click();
    await still();
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id }) => id)).toEqual([]);
    refuse(new ChatError('rate_limited', 'not so many'));
    await page.getByRole('dialog').getByRole('button', { name: 'Invitar a personas' }).click();
    await expect.element(page.getByRole('dialog').getByRole('alert')).not.toHaveTextContent(/^$/);
    refuse(null);
    await page.getByRole('dialog').getByRole('button', { name: 'Invitar a personas' }).click();
    await expect.poll(() => invited.toSorted()).toEqual([eva.id, ines.id].toSorted());
    await expect.poll(() => list.querySelector('chat-new-room')).toBeNull();
    expect(list.activeElement).toBe(button());
    // The list shows them as invited, not as members: they have no role to change.
    const row = [...list.querySelectorAll<HTMLElement>('.member')].find((each) =>
      each.innerText.includes('Eva'),
    )!;
    expect(row.innerText).toContain('invitación pendiente');
    expect(row.querySelector('.dot')).toBeNull();
    row.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click();
    const entries = () => page.getByRole('menuitem').elements();
    await expect
      .poll(() => entries().map(({ textContent }) => textContent?.trim()))
      .toEqual(['Bloquear', 'Expulsar']);
    await userEvent.keyboard('{Escape}');
  },
);

test('Escape closes only the dialog, not the panel behind it', async () => {
  const { fake, invited } = group('owner');
  const mounted = await mount(fake);
  const list = await openPeople(mounted);
  list.querySelector<HTMLElement>('.invite')?.click();
  await expect.element(page.getByRole('dialog', { name: 'Invitar a personas' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => list.querySelector('chat-new-room')).toBeNull();
  expect(mounted.find('chat-members')).not.toBeNull();
  expect(invited).toEqual([]);
});

test('a user without the right, or a user of a public room, has no button to invite', async () => {
  const { fake } = group('member');
  const list = await openPeople(await mount(fake, { width: 900 }));
  expect(list.querySelector('.invite')).toBeNull();
  fake.state.set({ ...fake.state.get(), room: room(), can: capabilities(room(), { role: 'owner' }, 0) });
  await still();
  expect(list.querySelector('.invite')).toBeNull();
});

test('a member who was added while absent is not shown as present', async () => {
  const { fake } = group('owner');
  const { status: _, ...away } = member(dani, { role: 'member' });
  const known = fake.members.get();
  fake.members.set({ ...known, items: [...known.items, away] });
  const list = await openPeople(await mount(fake, { width: 900 }));
  const row = [...list.querySelectorAll<HTMLElement>('.member')].find((each) =>
    each.innerText.includes('Dani'),
  )!;
  expect(row.querySelector('.dot')?.className).toBe('dot offline');
  expect(row.textContent).not.toContain('En línea');
});
