import { capabilities, type RaisedHand, type Role, type User } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { ana, fakeChat, ines, luis, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const raised = (user: User, raisedAt: number, more: Partial<RaisedHand> = {}): RaisedHand => ({
  user,
  raisedAt,
  ...more,
});

/** A room with raised hands, as a user of this role sees it. */
const event = (role: Role, ...hands: RaisedHand[]) => {
  const fake = fakeChat([message(ines, 'hola')]);
  const settings = { ...room(), hands: true };
  const { me } = fake.state.get();
  const can = capabilities(settings, { role }, 0);
  fake.state.set({ ...fake.state.get(), room: settings, me: { ...me!, role }, can });
  const list = vary<readonly RaisedHand[]>(hands);
  const done: string[] = [];
  const act =
    (name: string) =>
    async (id?: string): Promise<void> =>
      void done.push([name, id].filter(Boolean).join(' '));
  const methods = { raise: act('raise'), lower: act('lower'), lowerAll: act('lowerAll'), call: act('call') };
  Object.assign(fake.room, { hands: { ...list, ...methods } });
  return Object.assign(fake, { list, done });
};

const tool = (root: ShadowRoot, label: RegExp) =>
  [...root.querySelectorAll<HTMLElement>('header button')].find((button) =>
    label.test(`${button.getAttribute('aria-label')} ${button.textContent}`),
  );

test('a participant raises and lowers the hand, and sees their place and their turn', async () => {
  const fake = event('member');
  const { element } = await mount(fake, { width: 900 });
  const root = element.shadowRoot!;
  await expect.poll(() => tool(root, /Levantar la mano/)).toBeTruthy();
  tool(root, /Levantar la mano/)!.click();
  expect(fake.done).toEqual(['raise']);
  expect(root.querySelector('.hand-bar')).toBeNull();
  fake.list.set([raised(luis, 1), raised(ana, 2)]);
  await expect
    .poll(() => root.querySelector('.hand-bar')?.textContent)
    .toMatch(/Has levantado la mano · Turno 2/);
  fake.list.set([raised(ana, 2, { calledAt: 9 }), raised(luis, 1)]);
  await expect
    .poll(() => root.querySelector('.hand-bar [role=status]')?.textContent)
    .toBe('Tienes la palabra');
  root.querySelector<HTMLElement>('.hand-bar .link')!.click();
  expect(fake.done).toEqual(['raise', 'lower']);
  fake.list.set([raised(luis, 1, { calledAt: 9 })]);
  await expect.poll(() => root.querySelector('.hand-bar')?.textContent).toMatch(/tiene la palabra/);
});

test('hosts call on users and lower hands by single keys', async () => {
  const fake = event('owner', raised(luis, 1), raised(ines, 2));
  const { element, find } = await mount(fake, { width: 900 });
  await expect.poll(() => tool(element.shadowRoot!, /2 manos levantadas/)).toBeTruthy();
  expect(find('header ~ p[role=status]')?.textContent.trim()).toBe('2 manos levantadas');
  openPanel(element, 'hands');
  const panel = () => find('chat-hands')?.shadowRoot;
  await expect.poll(() => panel()?.activeElement?.getAttribute('data-user')).toBe(luis.id);
  await userEvent.keyboard('{ArrowDown}c');
  await expect.poll(() => fake.done).toEqual([`call ${ines.id}`]);
  await expect.poll(() => panel()?.querySelector('[role=status]')?.textContent).toMatch(/tiene la palabra/);
  await userEvent.keyboard('{ArrowUp}l');
  await expect.poll(() => fake.done.at(-1)).toBe(`lower ${luis.id}`);
  panel()?.querySelector<HTMLElement>('.bar button')?.click();
  await expect.poll(() => fake.done.at(-1)).toBe('lowerAll');
  fake.list.set([]);
  await expect.poll(() => panel()?.querySelector('.nothing')?.textContent).toBe('Nadie ha levantado la mano');
});

test('the place of a raised hand stands next to the name in the list of members', async () => {
  const fake = event('member', raised(ines, 1), raised(luis, 2));
  const { element, find } = await mount(fake, { width: 900 });
  openPanel(element, 'members');
  const marks = () =>
    [...(find('chat-members')?.shadowRoot?.querySelectorAll('.mark') ?? [])].map((mark) =>
      mark.getAttribute('aria-label'),
    );
  await expect.poll(marks).toEqual(['Mano levantada, turno 2', 'Mano levantada, turno 1']);
});
