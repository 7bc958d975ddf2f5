import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const shown = async (options: Parameters<typeof mount>[1] = {}) => {
  const [one, two] = [message(luis, 'trae el DNI'), message(luis, 'y una copia')];
  const fake = fakeChat([one, two]);
  const mounted = await mount(fake, options);
  const menuOf = async (row: number) => {
    await userEvent.hover(mounted.rows()[row]!);
    await userEvent.click(mounted.rows()[row]!.querySelector('.more')!);
  };
  const open = async () => {
    openPanel(mounted.element, 'saved');
    await settle();
    return mounted.find('chat-saved')!;
  };
  return { ...mounted, fake, one, two, menuOf, open };
};

/** Presses an entry of the open menu, which may be under "More". */
const choose = async (name: RegExp) => {
  const entry = page.getByRole('menuitem', { name });
  if (entry.elements().length === 0) await page.getByRole('menuitem', { name: /^(Más|More)/ }).click();
  await entry.click();
};

test('a message is saved and removed in its menu', async () => {
  const { fake, one, menuOf } = await shown();
  await menuOf(0);
  await choose(/^Guardar para después$/);
  await expect.poll(() => fake.calls).toContain(`save cita-42 ${one.id}`);
  fake.saved.set({ items: [{ savedAt: 1, message: one, title: '' }], loaded: true });
  await settle();
  await menuOf(0);
  await choose(/^Quitar de guardados$/);
  await expect.poll(() => fake.calls).toContain(`unsave cita-42 ${one.id}`);
});

test('the list goes to a message, also in another room, and removes it', async () => {
  const { fake, one, two, open, element } = await shown({ lang: 'en' });
  const there = { ...two, id: crypto.randomUUID(), roomId: 'taller', text: 'see you there' };
  fake.saved.set({
    items: [
      { savedAt: 2, message: there, title: 'Taller' },
      { savedAt: 1, message: one, title: '' },
    ],
    loaded: true,
  });
  const list = await open();
  expect(list.shadowRoot!.querySelector<HTMLElement>('.place')?.innerText.trim()).toBe('Taller');
  const chosen: object[] = [];
  element.addEventListener('chat-room-chosen', (event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent<object>).detail);
  });
  await page
    .getByRole('button', { name: /see you there/ })
    .first()
    .click();
  expect(chosen).toEqual([{ room: 'taller', message: there.id }]);
  await page.getByRole('button', { name: /^Remove from saved: trae el DNI/ }).click();
  await expect.poll(() => fake.calls).toContain(`unsave cita-42 ${one.id}`);
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
  fake.saved.set({ items: [], loaded: true });
  await expect.element(page.getByText(/^No saved messages/)).toBeVisible();
});
