import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { ChatMembers } from '../src/features/members/chat-members.ts';
import type { ChatMessageMenu } from '../src/ui/message-menu.ts';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, type Mounted } from './fixtures/mount.ts';

const gone = { id: 'u-eva', name: 'Eva Sanz' };

const chip = ({ composer }: Mounted) => composer.renderRoot.querySelector<HTMLElement>('.private-chip');
const rowOf = ({ rows }: Mounted, text: string) => rows().find((row) => row.textContent?.includes(text))!;

const choose = async (root: ParentNode, name: string): Promise<void> => {
  await settle();
  const menu = root.querySelector<ChatMessageMenu>('chat-message-menu')!;
  const find = (entry: string) => menu.renderRoot.querySelector<HTMLElement>(`.${entry}`);
  if (!find(name)) {
    // A long menu shows it under "More".
    find('more')!.click();
    await settle();
  }
  find(name)!.click();
  await settle();
};

test.each([400, 900])('a private message can be started from the member list, %i px wide', async (width) => {
  const fake = fakeChat([message(luis, 'hola')]);
  const mounted = await mount(fake, { width });
  mounted.find('.people')!.click();
  await settle();
  const people = mounted.find('chat-members') as ChatMembers;
  const buttons = () => [...people.renderRoot.querySelectorAll<HTMLElement>('.member .icon-button')];
  expect(buttons().map((button) => button.getAttribute('aria-label'))).toEqual([
    'Acciones para Luis Ortega',
    'Acciones para Inés Vidal',
  ]);
  buttons()[0]!.click();
  await choose(people.renderRoot, 'private');
  expect(chip(mounted)?.textContent?.trim()).toBe('Solo visible para Luis Ortega');
  expect(mounted.composer.shadowRoot?.activeElement).toBe(mounted.field());
  expect(mounted.find('.panel') !== null).toBe(width > 720);
  await userEvent.fill(mounted.field(), '');
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(chip(mounted)).toBe(null);
});

test('a private message names its recipients, also to screen readers; a reply goes to all of them', async () => {
  const fake = fakeChat([
    message(luis, 'a todos'),
    message(luis, 'a dos', { to: [ana.id, ines.id] }),
    message(ana, 'a una que ya no está', { to: [gone.id] }),
  ]);
  const asked: unknown[] = [];
  fake.client.call = (name: string, input: unknown) => {
    if (name === 'user:get') asked.push(input);
    return Promise.resolve({ user: gone, status: 'offline' });
  };
  const mounted = await mount(fake, { lang: 'en' });
  const labels = () =>
    mounted.rows().map((row) => row.querySelector('.private-to')?.textContent?.trim() ?? null);
  await expect.poll(labels).toEqual([null, 'Only visible to you and Inés Vidal', 'Only visible to Eva Sanz']);
  expect(asked).toEqual([{ userId: gone.id }]);
  const row = rowOf(mounted, 'a dos');
  expect(row.getAttribute('aria-label')).toContain('Only visible to you and Inés Vidal');
  row.querySelector<HTMLElement>('.more')!.click();
  await choose(mounted.messages.renderRoot, 'private');
  expect(chip(mounted)?.textContent?.trim()).toBe('Only visible to Luis Ortega and Inés Vidal');
  await userEvent.fill(mounted.field(), 'vale');
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(chip(mounted)).not.toBe(null);
  expect(fake.sent.at(-1)).toMatchObject({ text: 'vale', to: [luis.id, ines.id] });
});

test('is not available in a direct room, or to users who cannot write', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  const mounted = await mount(fake);
  const state = fake.state.get();
  for (const next of [
    { ...state, room: { ...state.room!, type: 'direct' as const } },
    { ...state, can: { ...state.can!, 'message:send': false } },
  ]) {
    fake.state.set(next);
    await settle();
    rowOf(mounted, 'hola').querySelector<HTMLElement>('.more')!.click();
    await settle();
    const menu = mounted.messages.renderRoot.querySelector<ChatMessageMenu>('chat-message-menu')!;
    const entries = [...menu.renderRoot.querySelectorAll('[role=menuitem]')].map((entry) => entry.className);
    expect(entries).not.toContain('private');
    await userEvent.keyboard('{Escape}');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
});

test('recipients belong to a room: another room has none, and the first keeps them', async () => {
  const [one, two] = [fakeChat([message(luis, 'hola')]), fakeChat([message(ines, 'buenas')])];
  Object.assign(two.room, { id: 'cita-43' });
  Object.assign(one.client, { room: (id: string) => (id === 'cita-43' ? two.room : one.room) });
  const mounted = await mount(one);
  mounted.composer.compose('private', { to: [luis.id] });
  await settle();
  expect(chip(mounted)?.textContent?.trim()).toBe('Solo visible para Luis Ortega');
  mounted.element.room = 'cita-43';
  await settle();
  expect(chip(mounted)).toBe(null);
  await userEvent.fill(mounted.field(), 'para todos');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => two.sent).toEqual([{ text: 'para todos' }]);
  mounted.element.room = 'cita-42';
  await settle();
  expect(chip(mounted)?.textContent?.trim()).toBe('Solo visible para Luis Ortega');
  await userEvent.fill(mounted.field(), 'para Luis');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => one.sent).toEqual([{ text: 'para Luis', to: [luis.id] }]);
});
