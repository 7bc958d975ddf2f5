// A meeting with a start on the page: planned, moved, started, cancelled, and users who wait for it.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say } from './portal.ts';

const { visit } = useBrowser();
const madrid = { locale: 'en-GB', timezoneId: 'Europe/Madrid' };
const phone = {
  locale: 'en-GB',
  timezoneId: 'America/Lima',
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

const plan = async (page: Page, url: string, starts: string): Promise<void> => {
  await page.goto(url);
  await page.getByLabel('Your name').fill('Ana');
  await page.getByLabel('Title').fill('Planning');
  await page.getByText('Schedule for later').click();
  await page.getByLabel('Starts').fill(starts);
  await page.getByLabel('Minutes').fill('45');
  await page.getByRole('button', { name: 'Schedule meeting' }).click();
  await isReady(page);
};

test(
  'the owner plans, moves and starts a meeting, and a waiting user sees it',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('meetings', { DEMO_TOKENS: 'on' });
    const [ana, luis] = [await visit(madrid), await visit(phone)];
    const { page } = ana;
    await plan(page, url, '2030-12-01T01:00');
    await page.getByText('Starts on Sunday, 1 December 2030 at 01:00, for 45 minutes.').waitFor();
    expect(await violations(page)).toEqual([]);

    await luis.page.goto(page.url());
    // The form to join has no start time.
    expect(await luis.page.getByText('Schedule for later').isVisible()).toBe(false);
    await luis.page.getByLabel('Your name').fill('Luis');
    await luis.page.getByRole('button', { name: 'Join' }).click();
    await isReady(luis.page);
    await luis.page.getByText(/^Starts on Saturday, 30 November 2030/).waitFor();
    for (const name of ['Edit', 'Start now', 'Cancel meeting', 'End for everyone'])
      expect(await luis.page.getByRole('button', { name }).isVisible()).toBe(false);
    expect(await luis.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violations(luis.page)).toEqual([]);

    // By keyboard: opened with what is known, left without a change, and then saved.
    const change = page.getByRole('button', { name: 'Edit' });
    const dialog = page.getByRole('dialog', { name: 'Edit meeting' });
    await change.focus();
    await page.keyboard.press('Enter');
    expect(await dialog.getByLabel('Starts').inputValue()).toBe('2030-12-01T01:00');
    expect(await dialog.getByLabel('Minutes').inputValue()).toBe('45');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await change.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Title').fill('Planning, at last');
    await dialog.getByLabel('Starts').fill('2030-12-02T10:30');
    await dialog.getByLabel('Minutes').fill('60');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Planning, at last' }).waitFor();
    // On a phone the chat alone shows the title.
    await luis.page.locator('chat-room > [slot=title]', { hasText: 'Planning, at last' }).waitFor();
    await page.getByText('Starts on Monday, 2 December 2030 at 10:30, for 60 minutes.').waitFor();
    await luis.page.getByText('Starts on Monday, 2 December 2030 at 04:30, for 60 minutes.').waitFor();

    const [saved] = await Promise.all([
      luis.page.waitForEvent('download'),
      luis.page.getByRole('button', { name: 'Calendar file' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('meeting.ics');
    expect(readFileSync(await saved.path(), 'utf8')).toContain(
      'DTSTART:20301202T093000Z\r\nDTEND:20301202T103000Z',
    );

    await page.getByRole('button', { name: 'Start now' }).click();
    await page.getByText(/^Starts on/).waitFor({ state: 'hidden' });
    await luis.page.getByText(/^Starts on/).waitFor({ state: 'hidden' });
    await say(luis.page, 'here we are');
    await hears(page, 'here we are');
    await page.getByRole('button', { name: 'End for everyone' }).click();
    const question = page.getByRole('dialog', { name: 'End the meeting for everyone?' });
    await question.getByText('Its messages disappear.').waitFor();
    expect(await violations(page)).toEqual([]);
    await question.getByRole('button', { name: 'Go back' }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'End for everyone' }).click();
    await question.getByRole('button', { name: 'End for everyone' }).click();
    for (const { page: each, complaints } of [ana, luis]) {
      await each.getByText('The meeting has ended. Messages disappear').waitFor();
      expect(complaints).toEqual([]);
    }
  },
);

longTest(
  'a waiting user sees that a meeting is cancelled; invalid minutes are rejected',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('meetings', { DEMO_TOKENS: 'on' });
    const [ana, luis] = [await visit(madrid), await visit(madrid)];
    const { page } = ana;
    await page.goto(url);
    await page.getByLabel('Your name').fill('Ana');
    await page.getByText('Schedule for later').click();
    await page.getByLabel('Starts').fill('2030-12-01T01:00');
    // A browser says itself what is out of its bounds; nothing is made.
    await page.getByLabel('Minutes').fill('9999');
    await page.getByRole('button', { name: 'Schedule meeting' }).click();
    expect(
      await page.getByLabel('Minutes').evaluate((field) => (field as HTMLInputElement).validity.valid),
    ).toBe(false);
    expect(page.url()).not.toContain('?meeting=');
    await plan(page, url, '2030-12-01T01:00');
    await luis.page.goto(page.url());
    await luis.page.getByLabel('Your name').fill('Luis');
    await luis.page.getByRole('button', { name: 'Join' }).click();
    await isReady(luis.page);
    await page.getByRole('button', { name: 'Cancel meeting' }).click();
    const question = page.getByRole('dialog', { name: 'Cancel the meeting?' });
    await question.getByRole('button', { name: 'Cancel meeting' }).click();
    for (const { page: each, complaints } of [ana, luis]) {
      await each.getByText('The meeting was cancelled.').waitFor();
      // Nobody is invited to write where nobody can.
      await each.getByText('Send the first message to get started.').waitFor({ state: 'detached' });
      expect(await each.getByRole('button', { name: 'Edit' }).isVisible()).toBe(false);
      expect(complaints).toEqual([]);
    }
    // A user who leaves sees the first page again.
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.locator('h1', { hasText: 'Meetings' }).waitFor();
  },
);

longTest(
  'on a phone the fields are stacked; a chat without a title is called “Meeting”',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('meetings', { DEMO_TOKENS: 'on' });
    const { page } = await visit({ ...phone, viewport: { width: 390, height: 800 } });
    await page.goto(url);
    await page.getByLabel('Your name').fill('Ana');
    await page.getByText('Schedule for later').click();
    const boxes = ['Starts', 'Minutes'].map((name) => page.getByLabel(name).boundingBox());
    const [starts, minutes] = await Promise.all(boxes);
    expect(starts!.width).toBeGreaterThan(300);
    expect(minutes!.y).toBeGreaterThanOrEqual(starts!.y + starts!.height);
    if (process.env['SCREENSHOTS'])
      await page.screenshot({ path: `${process.env['SCREENSHOTS']}/meetings-390.png` });
    await page.getByRole('button', { name: 'Start meeting' }).click();
    await isReady(page);
    const named = page.locator('chat-room > [slot=title]');
    expect(await named.innerText()).toBe('Meeting');
    expect(await named.isVisible()).toBe(true);
    // With the keyboard open the chat takes the space of the stage.
    await page.setViewportSize({ width: 390, height: 440 });
    await page.locator('#scene').waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: 'Leave' }).isVisible()).toBe(true);
  },
);

longTest('the page is in Spanish if the browser is', { timeout: 180_000 }, async () => {
  const { url } = await startExample('meetings', { DEMO_TOKENS: 'on' });
  const { page, complaints } = await visit({ timezoneId: 'Europe/Madrid' });
  await page.goto(`${url}/?meeting=ninguna`);
  await page.getByRole('heading', { name: 'Unirse a una reunión' }).waitFor();
  await page.getByLabel('Tu nombre').fill('Ana');
  await page.getByRole('button', { name: 'Unirse' }).click();
  await page.getByText('No se ha encontrado la reunión.').waitFor();
  await page.getByLabel('ID de la reunión').fill('');
  await page.getByLabel('Título').fill('Planes');
  await page.getByText('Programar para más tarde').click();
  await page.getByLabel('Empieza').fill('2030-12-01T01:00');
  await page.getByLabel('Minutos').fill('45');
  await page.getByRole('button', { name: 'Programar reunión' }).click();
  await isReady(page);
  await page.getByText(/^Empieza el domingo, 1 de diciembre de 2030, 1:00 y dura 45 minutos\.$/).waitFor();
  await page.getByText('Los mensajes desaparecen al terminar la reunión.').waitFor();
  await page.getByRole('button', { name: 'Editar', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Editar reunión' });
  await dialog.getByLabel('Título').fill('Planes nuevos');
  await dialog.getByRole('button', { name: 'Guardar', exact: true }).click();
  await page.locator('h1', { hasText: 'Planes nuevos' }).waitFor();
  await page.getByText('Reunión actualizada.').waitFor();
  await page.getByRole('button', { name: 'Empezar ya' }).click();
  await page.getByText('La reunión ha empezado.').waitFor();
  await page.getByRole('button', { name: 'Terminar para todos' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Terminar para todos' }).click();
  await page.getByText('La reunión ha terminado.').waitFor();
  // Nothing of the other language is left.
  expect(await page.locator('body').innerText()).not.toMatch(/\b(the|meeting|Leave|Copy)\b/);
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
});
