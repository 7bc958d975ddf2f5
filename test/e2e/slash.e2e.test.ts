// Two users of the portal. One may call the next number, the other may not; both ask what to bring, and only
// the one who asks sees the reply. `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, heard, hears, write } from './portal.ts';

const { visit } = useBrowser();
const options = (page: Page) => page.locator('chat-composer .suggestions [role=option]');
const outcome = (page: Page) => page.locator('chat-composer .slash p');

test(
  'slash commands are suggested by right; some reply only to their user, some to all',
  { timeout: 90_000 },
  async () => {
    const portal = await startExample('citas');
    const [ana, luis] = [await visit(), await visit(smallPhone)];
    await enter(ana.page, portal.url, 'Ana', 'cita-42');
    await enter(luis.page, portal.url, 'Luis', 'cita-42');

    await write(ana.page, '/');
    await expect.poll(() => options(ana.page).count()).toBe(2);
    await picture(ana.page, 'slash-desktop');
    await write(luis.page, '/');
    await expect.poll(() => options(luis.page).allInnerTexts()).toHaveLength(1);
    await picture(luis.page, 'slash-phone');

    // By keyboard: the arrow, Enter, and Enter once more.
    await luis.page.keyboard.press('Enter');
    await luis.page.keyboard.press('Enter');
    await expect.poll(() => outcome(luis.page).innerText()).toContain('DNI o pasaporte');
    await picture(luis.page, 'slash-phone-answer');
    expect(await heard(ana.page)).toEqual([]);

    // Refused with the reason, and nothing that was typed is lost.
    await ana.page.keyboard.press('ArrowDown');
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.type('doce');
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => outcome(ana.page).innerText()).toBe('Di qué número, por ejemplo /turno 12');
    await picture(ana.page, 'slash-desktop-refused');
    const field = ana.page.locator('chat-composer textarea');
    expect(await field.inputValue()).toBe('/turno doce');
    await field.fill('/turno 12');
    await field.press('Enter');
    await hears(luis.page, 'Turno 12: puede pasar a la sala.');
    await hears(ana.page, 'Turno 12: puede pasar a la sala.');

    // A member who joins later reads the messages, but not the command's reply.
    const eva = await visit();
    await enter(eva.page, portal.url, 'Eva', 'cita-42');
    await hears(eva.page, 'Turno 12: puede pasar a la sala.');
    expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);
