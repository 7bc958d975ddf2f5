// Blocked users in the widget: blocking, collapsed messages, and lists with messages of theirs.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { language } from '../src/i18n/language.ts';
import '../src/ui/chat-blocked.ts';
import { fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type MountOptions } from './fixtures/mount.ts';

const note = 'Mensaje de un usuario bloqueado';

const shown = async (options: MountOptions = {}) => {
  const quoted = message(luis, 'el secreto de Luis');
  const items = [quoted, message(ines, 'hola a todos'), message(ines, 'mira', { replyTo: quoted.id })];
  const fake = fakeChat(items);
  const users = {
    block: async (id: string) => void fake.calls.push(`block ${id}`),
    unblock: async (id: string) => void fake.calls.push(`unblock ${id}`),
    blocked: async () => ({ users: [{ user: luis, blockedAt: 1 }], hasMore: false }),
  };
  Object.assign(fake.client.users, users);
  const block = async (...blocked: string[]) => {
    fake.state.set({ ...fake.state.get(), blocked });
    await settle();
  };
  const mounted = await mount(fake, options);
  const row = (at: number) => mounted.rows()[at]!;
  return { ...mounted, fake, quoted, block, row };
};

const violations = async (): Promise<string[]> =>
  (
    await axe.run(document.body, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })
  ).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));

const inMenu = async (row: HTMLElement, name: RegExp) => {
  await userEvent.hover(row);
  await userEvent.click(row.querySelector('.more')!);
  const entry = page.getByRole('menuitem', { name });
  await expect.element(page.getByRole('menu').first()).toBeVisible();
  if (entry.elements().length === 0) await page.getByRole('menuitem', { name: /^Más/ }).click();
  const entries = page.getByRole('menuitem');
  await expect
    .poll(() => entries.elements().map((each) => each.textContent.trim()))
    .toContainEqual(expect.stringMatching(name));
  return entry;
};

test.each([
  [390, 'light'],
  [390, 'dark'],
  [900, 'light'],
] as const)('messages of blocked users are collapsed until shown, %i px, %s', async (width, scheme) => {
  const { row, block, find, fake } = await shown({ width, scheme });
  await block(luis.id);
  await expect.poll(() => row(0).querySelector('.blocked-note')).toBeTruthy();
  expect(row(0).innerText).not.toContain('secreto');
  expect(row(0).getAttribute('aria-label')).toContain(note);
  expect(row(0).getAttribute('aria-label')).not.toContain('secreto');
  expect(row(2).innerText).not.toContain('secreto');
  expect(row(2).querySelector('.quote')?.textContent).toContain(note);
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/blocks-${width}-${scheme}.png` });
  expect(await violations()).toEqual([]);

  const button = row(0).querySelector<HTMLElement>('.blocked-note button')!;
  expect([button.innerText, button.ariaExpanded]).toEqual(['Mostrar', 'false']);
  expect(button.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
  button.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => row(0).innerText).toContain('el secreto de Luis');
  expect(find('chat-messages')!.shadowRoot!.activeElement?.textContent?.trim()).toBe('Ocultar');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => row(0).innerText).not.toContain('secreto');
  await block();
  await expect.poll(() => row(0).innerText).toContain('secreto');
  expect(row(0).querySelector('.blocked-note')).toBeNull();
  expect(fake.calls.filter((call) => call.includes('block '))).toEqual([]);
});

test('pins and results of a search show the note, and the message again once unblocked', async () => {
  const { fake, find, block, quoted } = await shown({ width: 900 });
  fake.pins.set({ items: [quoted], loaded: true });
  const file = { id: 'f', name: 'secreto.pdf', type: 'application/pdf', size: 1, url: '/f' };
  const hit = { message: { ...quoted, attachments: [file] }, marks: [{ start: 3, end: 10 }] };
  Object.assign(fake.room, { search: async () => ({ hits: [hit], hasMore: false }) });
  await block(luis.id);
  const bar = () => find('chat-pin-bar')?.shadowRoot?.querySelector<HTMLElement>('.text')?.innerText;
  await expect.poll(bar).toBe(note);
  openPanel(find('chat-messages')!, 'pins');
  const pin = () => find('chat-pins')?.shadowRoot?.querySelector<HTMLElement>('.text')?.innerText;
  await expect.poll(pin).toBe(note);
  await block();
  await expect.poll(() => [bar(), pin()]).toEqual(['el secreto de Luis', 'el secreto de Luis']);

  openPanel(find('chat-messages')!, 'search');
  await expect.poll(() => find('chat-search')?.shadowRoot?.querySelector('input')).toBeTruthy();
  const found = () => find('chat-search')!.shadowRoot!.querySelector<HTMLElement>('.hit')?.innerText ?? '';
  await userEvent.fill(find('chat-search')!.shadowRoot!.querySelector('input')!, 'secreto');
  await expect.poll(found).toContain('secreto.pdf');
  await block(luis.id);
  await expect.poll(found).toContain(note);
  expect(found()).not.toContain('secreto');
});

test('the menu of a message asks before it blocks, and unblocks', async () => {
  const { fake, row, block } = await shown({ width: 900 });
  const question = page.getByRole('menuitem', { name: /^¿Bloquear a\s+Luis Ortega\s*\?$/ });
  await (await inMenu(row(0), /^Bloquear/)).click();
  await expect.element(question).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(fake.calls.filter((call) => call.startsWith('block'))).toEqual([]);
  await (await inMenu(row(0), /^Bloquear/)).click();
  await question.click();
  await expect.poll(() => fake.calls).toContain(`block ${luis.id}`);
  await block(luis.id);
  await (await inMenu(row(0), /^Desbloquear/)).click();
  await expect.poll(() => fake.calls).toContain(`unblock ${luis.id}`);
  await expect.element(page.getByText(/^Has desbloqueado a/).first()).toBeVisible();
});

test.each(['light', 'dark'] as const)('the list of blocked users unblocks them, %s', async (scheme) => {
  const { fake, element } = await shown({ width: 390, scheme });
  const dialog = Object.assign(document.createElement('chat-blocked'), {
    context: { client: fake.client, language: language('es') },
  });
  element.renderRoot.append(dialog);
  await expect.element(page.getByRole('dialog', { name: 'Usuarios bloqueados' })).toBeVisible();
  const button = page.getByRole('button', { name: 'Desbloquear: Luis Ortega' });
  await expect.element(button).toBeVisible();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/blocked-list-${scheme}.png` });
  expect(await violations()).toEqual([]);
  await button.click();
  await expect.element(page.getByText('No has bloqueado a nadie.')).toBeVisible();
  expect(fake.calls).toContain(`unblock ${luis.id}`);
});
