// Two users: messages are delivered, read with a time, and marked as unread again. `SCREENSHOTS=<folder>`
// keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser();
const phone = {
  viewport: { width: 360, height: 700 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

const lobby = (page: Page) =>
  page.locator('chat-rooms .room').filter({ has: page.locator('.name', { hasText: 'lobby' }) });
const back = (page: Page) => page.getByRole('button', { name: 'Back to conversations' });
const bubble = (page: Page, text: string) => page.locator('chat-messages [data-message]', { hasText: text });
const stands = async (page: Page, text: string, as: string): Promise<void> => {
  await expect.poll(() => bubble(page, text).getAttribute('aria-label'), { timeout: 15_000 }).toContain(as);
};
const choose = async (page: Page, text: string, name: string) => {
  await bubble(page, text).hover();
  await bubble(page, text).getByRole('button', { name: 'Message actions' }).click();
  const entry = page.getByRole('menuitem', { name, exact: true });
  const more = page.getByRole('menuitem', { name: 'More', exact: true });
  await entry.or(more).first().waitFor();
  if (await more.isVisible()) await more.click();
  await entry.waitFor();
  await picture(page, `unread-menu-${name.length}`);
  await entry.click();
};

test('a message is sent, delivered, read, and marked as unread again', { timeout: 180_000 }, async () => {
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
  }
  await back(luis.page).click();
  for (const text of ['Uno', 'Dos']) await say(ana.page, text);
  // Luis looks at his list: his phone has them.
  await stands(ana.page, 'Dos', 'delivered');
  await picture(ana.page, 'unread-delivered');
  await lobby(luis.page).getByText('2 unread messages').waitFor();
  await lobby(luis.page).locator('.row').click();
  await stands(ana.page, 'Dos', 'read by 1 person');

  await choose(luis.page, 'Uno', 'Mark as unread from here');
  const divider = luis.page.locator('chat-messages li.unread');
  await divider.waitFor();
  await picture(luis.page, 'unread-divider');
  // Under his eyes it stays so, and for Ana it is read as before.
  await say(ana.page, 'Tres');
  await hears(luis.page, 'Uno', 'Dos', 'Tres');
  await stands(ana.page, 'Tres', 'delivered');
  expect(await bubble(ana.page, 'Dos').getAttribute('aria-label')).toContain('read by 1 person');
  await back(luis.page).click();
  await lobby(luis.page).getByText('3 unread messages').waitFor();
  await picture(luis.page, 'unread-list');
  await lobby(luis.page).locator('.row').click();
  await stands(ana.page, 'Tres', 'read by 1 person');

  // From the list, too.
  await back(luis.page).click();
  await expect.poll(() => lobby(luis.page).locator('.count').count()).toBe(0);
  await lobby(luis.page).getByRole('button', { name: 'Actions for lobby' }).click();
  await luis.page.getByRole('menuitem', { name: 'Mark as unread' }).waitFor();
  await picture(luis.page, 'unread-room-menu');
  await luis.page.getByRole('menuitem', { name: 'Mark as unread' }).click();
  await lobby(luis.page).getByText('1 unread message').waitFor();

  // Ana looks who has read it, and when.
  await choose(ana.page, 'Tres', 'Read by…');
  await expect.poll(() => ana.page.locator('.readers .clipped').allInnerTexts()).toEqual(['Luis']);
  expect(await ana.page.locator('.readers small').innerText()).toMatch(/^\d{1,2}:\d{2}/);
  await picture(ana.page, 'unread-readers');
  await ana.page.evaluate(() => {
    document.documentElement.lang = 'ar';
    document.documentElement.style.colorScheme = 'dark';
    for (const each of document.querySelectorAll('chat-rooms, chat-room')) each.setAttribute('lang', 'ar');
  });
  await ana.page.locator('chat-room [dir="rtl"]').first().waitFor();
  await picture(ana.page, 'unread-readers-ar');
  await ana.page.setViewportSize({ width: 320, height: 640 });
  await picture(ana.page, 'unread-readers-ar-phone');
  expect([ana.complaints, luis.complaints]).toEqual([[], []]);
});
