// A user with the right mentions everyone. Mentioned users see it in the room list, jump to it, and mark
// rooms as read. `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, say, write } from './portal.ts';

const { visit } = useBrowser();
const phone = {
  viewport: { width: 360, height: 700 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

/** As if the page were in front, or another window. */
const look = (page: Page, isLooking: boolean) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hasFocus', { value: () => value, configurable: true });
    if (value) window.dispatchEvent(new Event('focus'));
  }, isLooking);

const row = (page: Page, name: string) =>
  page.locator('chat-rooms .room').filter({ has: page.locator('.name', { hasText: name }) });
const lobby = (page: Page) => row(page, 'lobby');
const options = (page: Page) => page.locator('chat-composer [role=option]');
const back = (page: Page) => page.getByRole('button', { name: 'Back to conversations' });

test('a user with the right mentions everyone, and everyone is notified', { timeout: 120_000 }, async () => {
  const example = await startExample('script-tag');
  const [ana, luis] = [await visit(), await visit(phone)];
  for (const [{ page }, name] of [
    [ana, 'Ana'],
    [luis, 'Luis'],
  ] as const) {
    await page.goto(`${example.url}/messages`);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.locator('chat-room chat-composer textarea').waitFor();
    // In the room, which is hers then.
    if (name === 'Ana') await page.locator('chat-room header .people').waitFor();
  }
  // Ana was here first, and looks after the room. Luis is offered people, and not everybody.
  await say(luis.page, 'Hello');
  await hears(ana.page, 'Hello');
  await write(luis.page, '@a');
  await expect.poll(() => options(luis.page).allInnerTexts()).toEqual(['A\nAna']);
  await luis.page.locator('chat-composer textarea').fill('');
  await back(luis.page).click();
  await look(luis.page, false);
  const other = await luis.page.context().newPage();
  await other.goto(`${example.url}/messages`);
  await other.getByRole('button', { name: 'Join' }).click();
  await back(other).click();

  await write(ana.page, 'We begin, @ev');
  await expect.poll(() => options(ana.page).allInnerTexts()).toEqual(['@\neveryone']);
  await picture(ana.page, 'all-offered');
  for (let times = 0; times < 2; times++) await ana.page.keyboard.press('Enter');
  await hears(ana.page, 'Hello', 'We begin, @everyone');
  for (const text of ['One', 'Two']) await say(ana.page, text);
  await lobby(luis.page).getByText('1 mention').waitFor();
  await lobby(luis.page).getByText('3 unread messages').waitFor();
  await expect.poll(() => luis.page.title()).toMatch(/^\(3\) /);
  await picture(luis.page, 'all-badge-phone');
  await look(luis.page, true);

  // Read without being looked at, on all of one's pages.
  const choose = async (page: Page, room: string, entry: string) => {
    await row(page, room)
      .getByRole('button', { name: `Actions for ${room}` })
      .click();
    await page.getByRole('menuitem', { name: entry, exact: true }).waitFor();
    await picture(page, `all-menu-${entry.length}`);
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
  };
  await choose(luis.page, 'lobby', 'Mark as read');
  for (const page of [luis.page, other])
    await expect.poll(() => lobby(page).locator('.count').count()).toBe(0);
  await choose(luis.page, 'lobby', 'Mark as unread');
  await lobby(luis.page).getByText('1 unread message').waitFor();
  await choose(luis.page, 'lobby', 'Mark as read');
  await expect.poll(() => lobby(luis.page).locator('.count').count()).toBe(0);

  // In a room that is not open here the server is asked.
  await ana.page.getByRole('button', { name: 'New conversation' }).click();
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Luis' }).click();
  await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).toBe('Luis');
  await say(ana.page, 'For you alone');
  await row(luis.page, 'Ana').getByText('1 unread message').waitFor();
  await choose(luis.page, 'Ana', 'Mark as read');
  for (const page of [luis.page, other])
    await expect.poll(() => row(page, 'Ana').locator('.count').count()).toBe(0);
  await lobby(luis.page).locator('.row').click();
  const called = luis.page.locator('chat-messages .mentions-me');
  await expect.poll(() => called.count()).toBe(1);
  await expect.poll(() => called.last().getAttribute('aria-label')).toContain('mentions you');
  await picture(luis.page, 'all-read-phone');
  expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
});
