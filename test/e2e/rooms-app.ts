import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './axe.ts';

export const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};

const folder = process.env['SCREENSHOTS'];
/** Kept where `SCREENSHOTS=<folder>` says. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (folder) await page.screenshot({ path: join(folder, `rooms-${name}.png`), animations: 'disabled' });
};

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** No rule of accessibility is broken, and nothing stands over the edge. */
export const isAccessible = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
};

/** Fills in the form that is shown and sends it. */
export const fill = async (
  page: Page,
  given: { name?: string; email?: string; password?: string; newPassword?: string },
): Promise<void> => {
  for (const [field, value] of Object.entries(given))
    await page.locator(`#account [name=${field}]`).fill(value);
  await page.locator('#go').click();
};

export const password = 'a long enough one';
export const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;
export const signUp = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(url);
  await page.locator('[data-go=signUp]').click();
  await fill(page, { name, email: emailOf(name), newPassword: password });
  await page.locator('#home').waitFor();
};

/** Opens something of the menu of one's account. */
export const choose = async (
  page: Page,
  id: 'profile' | 'notifications' | 'password' | 'log-out',
): Promise<void> => {
  // On a phone an open room has the whole screen.
  const back = page.locator('chat-back button');
  if (await back.isVisible()) await back.click();
  await page.locator('#me').click();
  await page.locator(`#${id}`).click();
};

/** A row of the list: that of a room, or the first of two. */
export const openRoom = (page: Page, room: string) =>
  page
    .locator(`chat-rooms .row[data-room${room === 'direct' ? '^="direct:"' : `="${room}"`}]`)
    .first()
    .click();
