import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Fills in the portal's form and enters. */
export const enter = async (page: Page, url: string, name: string, room: string): Promise<void> => {
  await page.goto(`${url}/?sala=${encodeURIComponent(room)}`);
  await page.getByLabel('Nombre').fill(name);
  await page.getByRole('button', { name: 'Unirse' }).click();
  await isReady(page);
};

const composer = (page: Page) => page.locator('chat-room chat-composer textarea');

/** The chat is shown and takes messages. */
export const isReady = async (page: Page): Promise<void> => {
  await composer(page).waitFor();
  await page.locator('chat-room header .present').waitFor();
};

export const write = (page: Page, text: string): Promise<void> => composer(page).pressSequentially(text);

export const say = async (page: Page, text: string): Promise<void> => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
};

/** The texts of the messages on the page, in their order. */
export const heard = (page: Page): Promise<string[]> =>
  page.locator('chat-messages [part~=bubble] .text').allInnerTexts();

/** Waits until the page shows exactly these messages. */
export const hears = async (page: Page, ...texts: string[]): Promise<void> => {
  await expect.poll(() => heard(page), { timeout: 45_000 }).toEqual(texts);
};

/** Waits until a text stands somewhere on the page. */
export const shows = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByText(text).first().waitFor();

/** Waits until the page knows that a message of its own is stored. */
export const sent = (page: Page, text: string): Promise<void> =>
  page.locator('chat-messages .message.own.sent', { hasText: text }).first().waitFor();

/** Chooses an entry of the open menu of a message, which may be under "Más". */
export const chooseEntry = async (page: Page, name: string): Promise<void> => {
  const [entry, more] = [name, 'Más'].map((each) => page.getByRole('menuitem', { name: each, exact: true }));
  await entry?.or(more!).first().waitFor();
  if (!(await entry?.isVisible())) await more?.click();
  await entry?.click();
};
