// Three users in a messenger of two elements: they meet in the lobby, write direct messages, create a group,
// silence and leave rooms. `SCREENSHOTS=<folder>` keeps pictures.
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

const row = (page: Page, name: string) =>
  page.locator('chat-rooms .room').filter({ has: page.locator('.name', { hasText: name }) });
const names = (page: Page) => page.locator('chat-rooms .room .name').allInnerTexts();
const title = (page: Page) => page.locator('chat-room header .title').innerText();
const back = (page: Page) => page.getByRole('button', { name: 'Back to conversations' });

const enter = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(`${url}/messages`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
};

test('users talk in rooms, in direct rooms and in groups', { timeout: 120_000 }, async () => {
  const example = await startExample('script-tag');
  const [ana, luis, eva] = [await visit(), await visit(phone), await visit()];
  for (const [{ page }, name] of [
    [ana, 'Ana'],
    [luis, 'Luis'],
    [eva, 'Eva'],
  ] as const)
    await enter(page, example.url, name);
  for (const { page } of [ana, luis, eva]) await expect.poll(() => title(page)).toBe('lobby');
  await expect.poll(() => names(ana.page)).toEqual(['lobby']);
  expect(await row(ana.page, 'lobby').locator('.row').getAttribute('aria-current')).toBe('true');

  // On the phone the list takes the place of the room.
  expect(await back(ana.page).count()).toBe(0);
  expect(await luis.page.locator('.scroller .room').count()).toBe(0);
  await back(luis.page).click();
  await expect.poll(() => names(luis.page)).toEqual(['lobby']);
  await say(ana.page, 'Hola a todos');
  await row(luis.page, 'lobby').getByText('1 unread message').waitFor();
  await expect
    .poll(() => row(luis.page, 'lobby').locator('.preview').textContent())
    .toBe('Ana: Hola a todos');
  await picture(luis.page, 'rooms-phone-list');

  // From one to another.
  await ana.page.getByRole('button', { name: 'New conversation' }).click();
  const asked = ana.page.getByRole('dialog', { name: 'New conversation' });
  await asked.getByRole('button', { name: 'Luis' }).waitFor();
  await picture(ana.page, 'rooms-new');
  await asked.getByRole('button', { name: 'Luis' }).click();
  await expect.poll(() => title(ana.page)).toBe('Luis');
  await say(ana.page, 'Solo para ti');
  await expect.poll(() => names(luis.page)).toEqual(['Ana', 'lobby']);
  await row(luis.page, 'Ana').locator('.row').click();
  await hears(luis.page, 'Solo para ti');
  await picture(luis.page, 'rooms-phone-room');
  // Two checks, and who it was.
  const mine = ana.page.locator('chat-messages [data-message]', { hasText: 'Solo para ti' });
  await expect.poll(() => mine.getAttribute('aria-label')).toContain('read by 1 person');
  await mine.getByRole('button', { name: 'Message actions' }).click();
  await ana.page.getByRole('menuitem', { name: 'More', exact: true }).click();
  await ana.page.getByRole('menuitem', { name: 'Read by…' }).click();
  await expect.poll(() => ana.page.locator('.readers .clipped').allInnerTexts()).toEqual(['Luis']);
  await picture(ana.page, 'receipts-panel');
  await ana.page.locator('.panel').getByRole('button', { name: 'Close' }).click();
  await say(luis.page, 'Gracias');
  await expect.poll(() => row(ana.page, 'Luis').locator('.preview').textContent()).toBe('Gracias');
  await back(luis.page).click();
  await expect.poll(() => row(luis.page, 'Ana').locator('.count').count()).toBe(0);

  // A group: one comes, one does not.
  await ana.page.getByRole('button', { name: 'New conversation' }).click();
  await asked.getByRole('button', { name: 'New group' }).click();
  for (const name of ['Luis', 'Eva']) await ana.page.getByRole('checkbox', { name }).check();
  await ana.page.getByLabel('Group name').fill('Equipo');
  await ana.page.getByRole('button', { name: 'Create group' }).click();
  await expect.poll(() => title(ana.page)).toBe('Equipo');
  await say(ana.page, 'Bienvenidos');
  await luis.page.getByText('Ana invited you').waitFor();
  await picture(luis.page, 'rooms-phone-invitation');
  await luis.page.getByRole('button', { name: 'Accept' }).click();
  await hears(luis.page, 'Bienvenidos');
  await back(luis.page).click();
  await write(ana.page, 'Atento, @Lu');
  await ana.page.getByRole('option', { name: 'Luis' }).waitFor();
  for (let times = 0; times < 2; times++) await ana.page.keyboard.press('Enter');
  await row(luis.page, 'Equipo').getByText('1 mention').waitFor();
  await picture(luis.page, 'rooms-phone-mention');
  await eva.page.getByRole('button', { name: 'Decline' }).click();
  await eva.page.getByText('Ana invited you').waitFor({ state: 'detached' });
  expect(await names(eva.page)).toEqual(['lobby']);

  // Asked again, from the people of the room, by keyboard; on the phone she answers, and is not there before.
  await ana.page.getByRole('button', { name: 'Show people' }).click();
  await ana.page.getByRole('button', { name: 'Invite people' }).focus();
  await ana.page.keyboard.press('Enter');
  const asking = ana.page.getByRole('dialog', { name: 'Invite people' });
  await asking.getByRole('checkbox', { name: 'Eva' }).check();
  expect(await asking.getByRole('checkbox').count()).toBe(1);
  await picture(ana.page, 'rooms-invite');
  await asking.getByRole('button', { name: 'Invite people' }).click();
  await asking.waitFor({ state: 'detached' });
  await ana.page.locator('chat-members .member', { hasText: 'Eva' }).getByText('invited').waitFor();
  await picture(ana.page, 'rooms-invited');
  await eva.page.getByText('Ana invited you').waitFor();
  await eva.page.getByRole('button', { name: 'Accept' }).click();
  await hears(eva.page, 'Bienvenidos', 'Atento, @Luis');
  await ana.page
    .locator('chat-members .member', { hasText: 'Eva' })
    .getByText('invited')
    .waitFor({ state: 'detached' });

  // It changes hands: Luis may ask people in from then on.
  await ana.page.locator('chat-members').getByRole('button', { name: 'Actions for Luis' }).click();
  await ana.page.getByRole('menuitem', { name: 'Make host' }).click();
  await ana.page.getByRole('menuitem', { name: /Luis/ }).click();
  await ana.page.locator('chat-members .member', { hasText: 'Luis' }).getByText('host').waitFor();
  await ana.page.locator('.panel').getByRole('button', { name: 'Close' }).click();
  await row(luis.page, 'Equipo').locator('.row').click();
  await luis.page.getByRole('button', { name: 'Show people' }).click();
  await luis.page.getByRole('button', { name: 'Invite people' }).waitFor();
  await picture(luis.page, 'rooms-phone-people');
  await luis.page.keyboard.press('Escape');
  await back(luis.page).click();

  // Letters and arrows lead to rooms; Enter chooses.
  await row(ana.page, 'Equipo').locator('.row').focus();
  await ana.page.keyboard.type('lui');
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => title(ana.page)).toBe('Luis');
  await ana.page.keyboard.press('End');
  await ana.page.keyboard.press('Enter');
  await expect.poll(() => title(ana.page)).toBe('lobby');
  await ana.page.getByLabel('Search conversations').fill('equ');
  await expect.poll(() => names(ana.page)).toEqual(['Equipo']);
  await ana.page.getByLabel('Search conversations').fill('');
  await picture(ana.page, 'rooms-desktop');

  // Muted for oneself; left for good, after a question.
  const act = async (name: string, ...steps: string[]) => {
    await row(ana.page, name).hover();
    await ana.page.getByRole('button', { name: `Actions for ${name}` }).click();
    if (name === 'lobby') await picture(ana.page, 'rooms-menu');
    for (const step of steps) await ana.page.getByRole('menuitem', { name: step }).click();
  };
  await act('lobby', 'Mute notifications for 8 hours');
  await row(ana.page, 'lobby').getByText('Notifications muted').waitFor({ state: 'attached' });
  await act('Equipo', 'Leave', 'Leave this conversation?');
  await expect.poll(() => names(ana.page)).toEqual(['Luis', 'lobby']);

  // The same after a reload, right to left too.
  await ana.page.reload();
  await ana.page.evaluate(() => document.documentElement.setAttribute('lang', 'ar'));
  await expect.poll(() => names(ana.page)).toEqual(['Luis', 'lobby']);
  await expect.poll(() => title(ana.page)).toBe('lobby');
  await picture(ana.page, 'rooms-rtl');
  expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
});
