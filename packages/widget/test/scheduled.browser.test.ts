// Messages that are sent later: the menu at the button that sends, the line above the field, the list.
import type { ScheduledMessage } from '@chat/protocol';
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const hour = 3_600_000;
const one = (text: string, more: Partial<ScheduledMessage> = {}): ScheduledMessage => ({
  id: crypto.randomUUID(),
  roomId: 'cita-42',
  text,
  sendAt: Date.now() + hour,
  createdAt: Date.now(),
  mentions: [],
  ...more,
});

const writing = async (text: string, options: Parameters<typeof mount>[1] = {}) => {
  sessionStorage.clear();
  const fake = fakeChat([message(luis, 'hola')]);
  const mounted = await mount(fake, options);
  const root = mounted.composer.renderRoot;
  await userEvent.click(mounted.field());
  if (text) await userEvent.keyboard(text);
  await settle();
  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const scheduled = () => fake.calls.filter((call) => call.startsWith('schedule '));
  return { ...mounted, fake, find, scheduled };
};

/** The next morning that the menu offers. */
const tomorrow = (): number => {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return day.setHours(9, 0, 0, 0);
};

test('the menu next to the button schedules what is written, and empties the field', async () => {
  const { field, find, scheduled, fake } = await writing('buenos días');
  await page.getByRole('button', { name: 'Programar mensaje' }).click();
  await page.getByRole('menuitem', { name: /^Mañana a las 9:00/ }).click();
  await expect.poll(scheduled).toEqual([`schedule {"text":"buenos días"} ${tomorrow()}`]);
  await expect.poll(() => field().value).toBe('');
  expect(sessionStorage.getItem('chat:draft:cita-42')).toBeNull();
  expect(fake.sent).toEqual([]);
  await expect.poll(() => find('[role=status].visually-hidden')?.textContent).toMatch(/^Mensaje programado/);
  // There is nothing to schedule any more.
  expect(find('.schedule')).toBeNull();
});

test('a right click on the button opens it too, and it works by keyboard', async () => {
  const { find, scheduled, field } = await writing('hola');
  await userEvent.click(find('.send')!, { button: 'right' });
  await expect.element(page.getByRole('menuitem', { name: /^Mañana/ })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  field().focus();
  const tool = find('.schedule')!;
  tool.focus();
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{End}{Enter}');
  const dialog = page.getByRole('dialog', { name: 'Programar mensaje' });
  await expect.element(dialog).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => scheduled().length).toBe(1);
  await expect.element(dialog).not.toBeInTheDocument();
});

test('a refusal leaves the text in the field', async () => {
  const { field, fake, element } = await writing('hola');
  const errors: string[] = [];
  element.addEventListener('chat-error', (event) => errors.push((event as CustomEvent).detail.error.code));
  Object.assign(fake.room.scheduled, { schedule: () => Promise.reject({ code: 'conflict' }) });
  await page.getByRole('button', { name: 'Programar mensaje' }).click();
  await page.getByRole('menuitem', { name: /^Mañana/ }).click();
  await expect.poll(() => errors).toEqual(['conflict']);
  expect(field().value).toBe('hola');
});

test('a line above the field opens the list, where messages are edited, sent and deleted', async () => {
  const { fake, find } = await writing('', { lang: 'en' });
  expect(find('.scheduled-line')).toBeNull();
  const [first, second] = [one('the agenda'), one('the minutes', { sendAt: Date.now() + 2 * hour })];
  const failed = one('an emoji', { failed: { code: 'forbidden', reason: 'muted', at: Date.now() } });
  fake.scheduled.set({ items: [first, failed, second], loaded: true });
  await settle();
  expect(find('.scheduled-line')?.innerText.trim()).toBe('1 message not sent · 2 scheduled messages');
  await page.getByRole('button', { name: /scheduled messages$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Scheduled messages' });
  await expect.element(dialog).toBeVisible();
  await expect.element(dialog.getByText(/^Not sent: .*muted/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Send now: the minutes' }).click();
  await expect.poll(() => fake.calls).toContain(`send now ${second.id}`);
  await dialog.getByRole('button', { name: 'Delete: an emoji' }).click();
  await expect.poll(() => fake.calls).toContain(`cancel scheduled ${failed.id}`);
  await dialog.getByRole('button', { name: 'Edit: the agenda' }).click();
  await userEvent.keyboard(', again');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => fake.calls).toContain(`edit scheduled ${first.id} {"text":"the agenda, again"}`);
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
});
