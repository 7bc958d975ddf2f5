// Two users: one changes status and profile, the other sees it at once, and opens a direct room from there.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter as enterPortal, hears, say } from './portal.ts';
import sharp from 'sharp';

const { visit } = useBrowser();

const enter = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(`${url}/messages`);
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Join' }).click();
};
const card = (page: Page) => page.locator('chat-profile dialog');
const openPeople = (page: Page) => page.getByRole('button', { name: 'Show people' }).click();
const scrolls = (page: Page) =>
  card(page).evaluate((dialog) => dialog.scrollWidth > dialog.clientWidth || dialog.clientWidth > innerWidth);

test(
  'status and profile changes show at once, and a profile leads to a direct room',
  { timeout: 90_000 },
  async () => {
    const example = await startExample('script-tag');
    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, example.url, 'Ana');
    await enter(luis.page, example.url, 'Luis');
    await say(luis.page, 'Buenos días');
    await hears(ana.page, 'Buenos días');

    // Ana opens Luis's profile from his name, by keyboard.
    const name = ana.page.locator('chat-messages button.author', { hasText: 'Luis' });
    await name.focus();
    await ana.page.keyboard.press('Enter');
    await card(ana.page).getByText('Online').waitFor();
    await card(ana.page).getByText('guest').waitFor();

    // Luis says how he is, on his phone; Ana's card follows.
    await openPeople(luis.page);
    await luis.page.locator('chat-members button.person', { hasText: 'Luis' }).click();
    await card(luis.page).getByRole('radio', { name: 'Do not disturb' }).check();
    await card(luis.page).getByLabel('What are you up to?').fill('In a meeting until noon');
    await card(luis.page).getByLabel('Clear').selectOption({ label: '30 minutes' });
    await card(luis.page)
      .getByLabel('About me')
      .fill('Nurse at the north clinic.\nAsk me about appointments.');
    await picture(luis.page, 'profile-own-phone');
    expect(await scrolls(luis.page)).toBe(false);
    await card(luis.page).getByRole('button', { name: 'Save' }).click();
    await card(luis.page).getByText('Saved').waitFor();
    await card(ana.page).getByText('In a meeting until noon').waitFor();
    await card(ana.page).getByText('Do not disturb').waitFor();
    await card(ana.page).getByText('Nurse at the north clinic.').waitFor();
    await picture(ana.page, 'profile-card');

    // It is stored, with its time.
    await luis.page.reload();
    await openPeople(luis.page);
    await picture(luis.page, 'profile-people-phone');
    await luis.page.locator('chat-members button.person', { hasText: 'Luis' }).click();
    await expect
      .poll(() => card(luis.page).locator('[name=statusText]').inputValue())
      .toBe('In a meeting until noon');
    expect(await card(luis.page).locator('select').inputValue()).toBe('unchanged');
    await luis.page.keyboard.press('Escape');
    await luis.page.locator('chat-members button.person', { hasText: 'Ana' }).click();
    await card(luis.page).getByRole('button', { name: 'Send a message' }).waitFor();
    await picture(luis.page, 'profile-card-phone');

    // From the card to a room of the two.
    await card(ana.page).getByRole('button', { name: 'Send a message' }).click();
    await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).toBe('Luis');
    await card(ana.page).waitFor({ state: 'detached' });
    await say(ana.page, 'Solo para ti');
    await hears(ana.page, 'Solo para ti');
    await card(luis.page).getByRole('button', { name: 'Send a message' }).click();
    await hears(luis.page, 'Solo para ti');
    expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);

test('a picture set in the profile card shows on the other page', { timeout: 60_000 }, async () => {
  const portal = await startExample('citas');
  const [ana, luis] = [await visit(), await visit({ colorScheme: 'dark' })];
  await enterPortal(ana.page, portal.url, 'Ana', 'cita-42');
  await enterPortal(luis.page, portal.url, 'Luis', 'cita-42');
  await say(luis.page, 'Buenos días');
  await hears(ana.page, 'Buenos días');
  await luis.page.getByRole('button', { name: 'Ver personas' }).click();
  await luis.page.locator('chat-members button.person', { hasText: 'Luis' }).click();
  const buffer = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#c63' } })
    .png()
    .toBuffer();
  const file = { name: 'yo.png', mimeType: 'image/png', buffer };
  await card(luis.page).locator('input[type=file]').setInputFiles(file);
  await card(luis.page).locator('.top .avatar img').waitFor();
  await picture(luis.page, 'profile-own-dark');
  await say(ana.page, 'Hola');
  await ana.page.locator('chat-messages .author', { hasText: 'Luis' }).click();
  await card(ana.page).locator('.avatar img').waitFor();
  await picture(ana.page, 'profile-picture');
  await card(luis.page).getByRole('button', { name: 'Quitar' }).click();
  await card(luis.page).locator('.top .avatar img').waitFor({ state: 'detached' });
  await card(ana.page).locator('.avatar img').waitFor({ state: 'detached' });

  // A page with one room leads there and back.
  await card(ana.page).getByRole('button', { name: 'Enviar un mensaje' }).click();
  await ana.page.getByRole('button', { name: 'Volver' }).waitFor();
  await hears(ana.page);
  await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).toBe('Luis');
  await say(ana.page, 'Solo para ti');
  await hears(ana.page, 'Solo para ti');
  await picture(ana.page, 'profile-direct');
  await ana.page.getByRole('button', { name: 'Volver' }).click();
  await expect.poll(() => ana.page.locator('chat-room header .title').innerText()).toBe('cita-42');
  await hears(ana.page, 'Buenos días', 'Hola');
  expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
});

test('an idle user is shown as away until their first activity', { timeout: 60_000 }, async () => {
  const example = await startExample('script-tag');
  const [ana, luis] = [await visit(), await visit()];
  await luis.page.clock.install();
  await enter(ana.page, example.url, 'Ana');
  await enter(luis.page, example.url, 'Luis');
  await say(luis.page, 'Buenos días');
  await hears(ana.page, 'Buenos días');
  await ana.page.locator('chat-messages button.author', { hasText: 'Luis' }).click();
  await card(ana.page).getByText('Online').waitFor();
  await luis.page.clock.fastForward('05:01');
  await card(ana.page).getByText('Away').waitFor();
  await luis.page.mouse.move(40, 40);
  await luis.page.mouse.move(60, 60);
  await card(ana.page).getByText('Online').waitFor();
  expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
});
