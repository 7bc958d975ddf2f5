import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const names = (page: Page): Promise<string[]> =>
  page.locator('chat-members .name').evaluateAll((all) =>
    all.map(({ childNodes }) =>
      // Notes, such as who one is oneself, are elements in it.
      [...childNodes].flatMap((node) => (node.nodeType === 3 ? [node.textContent?.trim()] : [])).join(''),
    ),
  );

/** Waits until the people of the room, as `<chat-room>` lists and counts them, are exactly these. */
export const showsPeople = async (page: Page, ...expected: string[]): Promise<void> => {
  await page.locator('chat-room .people').click();
  const people = expected.toSorted();
  // Those whose line was lost are here for the grace.
  await expect.poll(async () => (await names(page)).toSorted(), { timeout: 45_000 }).toEqual(people);
  await expect
    .poll(() => page.locator('chat-room header .people .avatar.all').textContent())
    .toBe(`${people.length}`);
  await page.keyboard.press('Escape');
  await page.locator('chat-members').waitFor({ state: 'detached' });
};
