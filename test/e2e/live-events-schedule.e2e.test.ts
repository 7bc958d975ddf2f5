// The page of the live events for organisers and guests: an event is planned, opened, moved, ended, and read
// afterwards.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say, sent } from './portal.ts';

const { visit } = useBrowser();

const listed = (page: Page, list: string, title: string) =>
  page.getByRole('list', { name: list, exact: true }).getByRole('listitem').filter({ hasText: title });

/** The value format of `datetime-local`. */
const local = (day: string, time: string): string => `${day}T${time}`;

longTest(
  'organisers plan, open, move and end an event on the page, and guests join it',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('live-events', { EVENTS_KEY: 'the key' });
    const staff = await visit({ locale: 'en-GB', timezoneId: 'Europe/Madrid' });
    const guest = await visit({
      locale: 'en-GB',
      timezoneId: 'America/Lima',
      viewport: { width: 320, height: 640 },
      isMobile: true,
      hasTouch: true,
      colorScheme: 'dark',
    });
    const { page } = staff;
    await page.goto(url);
    await page.getByText('Nothing scheduled').waitFor();
    await page.getByText('Organise', { exact: true }).click();
    await page.getByLabel('Title').fill('Concierto <b>');
    await page.getByLabel('Starts').fill(local('2030-12-01', '01:00'));
    await page.getByLabel('Minutes').fill('90');
    // Without the key the form names the missing field, and keeps its other values.
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Enter your organiser key.').waitFor();
    await page.keyboard.type('the key');
    await page.getByRole('button', { name: 'Create' }).click();
    const coming = listed(page, 'Upcoming', 'Concierto <b>');
    await coming.getByText(/^1 Dec 2030, 01:00/).waitFor();

    // A visitor sees the start in the local time, and may wait in the event.
    await guest.page.goto(url);
    await listed(guest.page, 'Upcoming', 'Concierto <b>')
      .getByText(/^30 Nov 2030, 19:00/)
      .waitFor();
    expect(await guest.page.getByRole('button', { name: /^(Open|Edit|Cancel):/ }).count()).toBe(0);
    expect(await guest.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await violations(guest.page)).toEqual([]);
    const href = await listed(guest.page, 'Upcoming', 'Concierto').getByRole('link').getAttribute('href');
    const calendar = await (await fetch(href ?? '')).text();
    expect(calendar).toContain('DTSTART:20301201T000000Z\r\nDTEND:20301201T013000Z');
    const link = /URL;VALUE=URI:(\S+)/.exec(calendar.replaceAll('\r\n ', ''))?.[1] ?? '';
    await guest.page.goto(link);
    await guest.page.getByRole('button', { name: 'Join Concierto <b>' }).waitFor();
    await guest.page.getByLabel('Your name').fill('Eva');
    await guest.page.keyboard.press('Enter');
    await isReady(guest.page);

    // By keyboard: the focus stays when the lists are drawn again.
    await coming.getByRole('button', { name: 'Open: Concierto <b>' }).focus();
    await page.keyboard.press('Enter');
    const now = listed(page, 'Now', 'Concierto <b>');
    await now.getByText('1 watching').waitFor();
    await page.getByText('Opened: Concierto <b>', { exact: true }).waitFor();
    const focused = now.getByRole('button', { name: /^Concierto <b>/ });
    await expect.poll(() => focused.evaluate((button) => button === document.activeElement)).toBe(true);
    await now.getByRole('button', { name: 'Edit: Concierto <b>' }).click();
    expect(await page.getByLabel('Starts').inputValue()).toBe(local('2030-12-01', '01:00'));
    expect(await page.getByLabel('Minutes').inputValue()).toBe('90');
    await page.getByLabel('Title').fill('El concierto');
    await page.getByLabel('Starts').fill(local('2030-12-02', '21:00'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await listed(page, 'Now', 'El concierto')
      .getByText(/^2 Dec 2030, 21:00/)
      .waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('');
    expect(await violations(page)).toEqual([]);
    await say(guest.page, 'hello');
    await sent(guest.page, 'hello');

    const end = listed(page, 'Now', 'El concierto').getByRole('button', { name: /^End:/ });
    await end.click();
    const question = page.getByRole('dialog', { name: 'End “El concierto” for everyone?' });
    await question.waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => end.evaluate((button) => button === document.activeElement)).toBe(true);
    await end.click();
    await question.getByRole('button', { name: 'End event' }).click();
    await page.getByText('No live events right now').waitFor();
    // Messages can be read, and none can be sent.
    await guest.page.locator('chat-room chat-composer textarea').waitFor({ state: 'detached' });
    await hears(guest.page, 'hello');

    await page.getByText('Other days').click();
    await page.getByLabel('Day', { exact: true }).fill('2030-12-02');
    const past = listed(page, 'Events of the day', 'El concierto');
    await past.getByText('Ended').waitFor();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      past.getByRole('button', { name: /^Transcript:/ }).click(),
    ]);
    expect(readFileSync(await saved.path(), 'utf8')).toMatch(/Eva[\s\S]*hello/);
    await page.getByLabel('Status').selectOption('Cancelled');
    await page.getByText('No events on this day').waitFor();
    await page.getByLabel('Status').selectOption('Ended');
    await past
      .getByRole('button', { name: /El concierto/ })
      .first()
      .click();
    await page.getByText('Enter your name first.').waitFor();
    // Asked for again, the lists keep what says the same, and what was complained of stands.
    const kept = await page.locator('#coming li').first().elementHandle();
    await page.getByLabel('Status').selectOption('Cancelled');
    await page.getByText('No events on this day').waitFor();
    expect(await kept?.evaluate((row) => row.isConnected)).toBe(true);
    expect(await page.getByText('Enter your name first.').count()).toBe(1);
    await page.getByLabel('Status').selectOption('Ended');
    await page.getByLabel('Your name').fill('Marta');
    await past
      .getByRole('button', { name: /El concierto/ })
      .first()
      .click();
    await hears(page, 'hello');
    expect([...staff.complaints, ...guest.complaints]).toEqual([]);
  },
);

test(
  'a waiting user gets a reminder of the start; a cancelled event cannot be joined',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('live-events');
    const post = (title: string, startsAt: number) =>
      fetch(`${url}/api/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ title, startsAt: new Date(startsAt).toISOString() }),
      });
    await post('Concierto', Date.now() + 330_000);
    await post('Feria', Date.parse('2030-12-01T12:00:00Z'));
    const { page, complaints } = await visit({ locale: 'en-GB', timezoneId: 'Europe/Madrid' });
    await page.goto(url);
    await page.getByLabel('Your name').fill('Ana');
    await page.getByRole('button', { name: /Concierto/ }).click();
    await isReady(page);
    await page
      .locator('chat-room .reminder')
      .getByText(/^Starts in [3-6] minutes \(/)
      .waitFor();

    await page.getByText('Organise', { exact: true }).click();
    await page.getByRole('button', { name: 'Cancel: Feria' }).click();
    await page.getByRole('button', { name: 'Cancel event' }).click();
    await page.getByText('Cancelled: Feria').waitFor();
    await page.getByText('Other days').click();
    await page.getByLabel('Day', { exact: true }).fill('2030-12-01');
    const feria = listed(page, 'Events of the day', 'Feria');
    await feria.getByText('Cancelled').waitFor();
    expect(await feria.getByRole('button').isDisabled()).toBe(true);
    // A notice does not stay over the page. With a phone's keyboard open the chat has the whole width.
    await page.getByText('Cancelled: Feria').waitFor({ state: 'hidden' });
    await page.setViewportSize({ width: 390, height: 440 });
    expect((await page.locator('chat-room').boundingBox())?.width).toBe(390);
    expect(complaints).toEqual([]);
  },
);
