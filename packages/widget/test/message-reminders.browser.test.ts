// Reminders of messages: the menu that sets them, and the bar once they are due.
import type { ListedReminder } from '@chat/protocol';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const shown = async (options: Parameters<typeof mount>[1] = {}) => {
  const item = message(luis, 'trae el DNI');
  const fake = fakeChat([item]);
  const mounted = await mount(fake, options);
  const reminder = (more: Partial<ListedReminder> = {}): ListedReminder => ({
    roomId: 'cita-42',
    messageId: item.id,
    remindAt: Date.now(),
    message: item,
    title: '',
    ...more,
  });
  const menu = async () => {
    await userEvent.hover(mounted.rows()[0]!);
    await userEvent.click(mounted.rows()[0]!.querySelector('.more')!);
  };
  const set = () => fake.calls.filter((call) => call.startsWith('remind '));
  const bar = () => mounted.find('.due-reminder');
  return { ...mounted, fake, item, reminder, menu, set, bar };
};

/** Presses an entry of the open menu, which may be under "More". */
const choose = async (name: RegExp) => {
  const entry = page.getByRole('menuitem', { name });
  if (entry.elements().length === 0) await page.getByRole('menuitem', { name: /^(Más|More)/ }).click();
  await entry.click();
};

test('the menu of a message offers times, and cancels what was set', async () => {
  const { fake, item, menu, set, reminder } = await shown();
  await menu();
  await choose(/^Recordármelo$/);
  const before = Date.now();
  await page.getByRole('menuitem', { name: /^En 20 minutos/ }).click();
  await expect.poll(() => set().length).toBe(1);
  const [, roomId, id, at] = set()[0]!.split(' ');
  expect([roomId, id]).toEqual(['cita-42', item.id]);
  expect(Number(at) - before).toBeGreaterThanOrEqual(20 * 60_000);
  expect(Number(at) - before).toBeLessThan(21 * 60_000);
  fake.reminders.set({ items: [reminder({ remindAt: Date.now() + 60_000 })], loaded: true });
  await settle();
  await menu();
  await choose(/^Cancelar recordatorio/);
  await expect.poll(() => fake.calls).toContain(`remove reminder cita-42 ${item.id}`);
});

test('a due reminder is a bar that goes to the message, snoozes, and is dismissed', async () => {
  const { fake, bar, reminder, element, item, set } = await shown({ lang: 'en' });
  const there = { ...item, id: crypto.randomUUID(), roomId: 'taller', text: 'see you there' };
  expect(bar()).toBeNull();
  fake.reminders.set({
    items: [reminder({ roomId: 'taller', messageId: there.id, message: there, due: true }), reminder()],
    loaded: true,
  });
  await expect.poll(() => bar()?.querySelector('[role=alert]')?.textContent).toMatch(/see you there/);
  const chosen: object[] = [];
  element.addEventListener('chat-room-chosen', (event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent<object>).detail);
  });
  await page.getByRole('button', { name: /see you there/ }).click();
  expect(chosen).toEqual([{ room: 'taller', message: there.id }]);
  await page.getByRole('button', { name: 'Remind me later' }).click();
  await page.getByRole('menuitem', { name: /^In 1 hour/ }).click();
  await expect.poll(() => set()[0]).toMatch(new RegExp(`^remind taller ${there.id} `));
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(() => fake.calls).toContain(`remove reminder taller ${there.id}`);
});
