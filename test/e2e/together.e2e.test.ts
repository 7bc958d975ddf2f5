// Two users in one room, in Spanish and in English, one on a phone with a second tab and an unstable line,
// and a later third. All actions show on all pages, and rejections are explained. `SCREENSHOTS=<folder>`
// keeps pictures.
import { bot, wordFilter } from '@chat/server';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { heard, hears, say, shows, write } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('together-');
const phone = {
  viewport: { width: 320, height: 640 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
/** The message that says it first; those that quote it come later. */
const row = (page: Page, text: string) =>
  page.locator('chat-messages [data-message]', { hasText: text }).first();
const menuOf = async (page: Page, text: string, button: string): Promise<void> => {
  await row(page, text).getByRole('button', { name: button }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
};
/** The reactions to a message, by their accessible names. */
const reactions = (page: Page, text: string) =>
  row(page, text)
    .locator('.reaction')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
/** A page whose line was cut for long may wait half a minute before it tries again. */
const patience = { timeout: 60_000 };
const sees = async (page: Page, text: string, ...expected: string[]): Promise<void> => {
  await expect.poll(() => reactions(page, text), patience).toEqual(expected);
};

test(
  'actions on messages show on every page of both users, and after a disconnection',
  { timeout: 240_000 },
  async () => {
    const { chat, line, enter } = await ownChat({}, '+burst');
    const robi = bot(chat, { id: 'robi', name: 'Robi' });
    robi.onMessage(/qué hora/, () => 'Son las **doce**.');
    const [ana, luis] = [await visit(), await visit({ ...phone, locale: 'en-GB' })];
    await enter(ana.page, 'Ana', 'es');
    await enter(luis.page, 'Luis', 'en', 'line');
    await robi.join('plaza');
    const tab = await luis.page.context().newPage();
    await enter(tab, 'Luis', 'en', 'line');

    // Markdown, a shortcode typed whole, a mention by its suggestion.
    await write(ana.page, 'Hola **mundo** ');
    await ana.page.keyboard.type(':tada:');
    await expect
      .poll(() => ana.page.locator('chat-composer textarea').inputValue())
      .toBe('Hola **mundo** 🎉');
    await ana.page.keyboard.press('Enter');
    await hears(luis.page, 'Hola mundo 🎉');
    expect(await row(luis.page, 'Hola').locator('strong').innerText()).toBe('mundo');
    await write(ana.page, 'Oye @lu');
    await ana.page.locator('chat-composer [role=option]', { hasText: 'Luis' }).waitFor();
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => row(luis.page, 'Oye').locator('.mention.me').innerText()).toBe('@Luis');
    await expect.poll(() => row(tab, 'Oye').locator('.mention.me').innerText()).toBe('@Luis');

    // Reactions from one to the other, and joined in by a click.
    await menuOf(luis.page, 'Hola', 'Message actions');
    await picture(luis.page, 'menu-phone');
    await luis.page.getByRole('menuitemcheckbox', { name: 'React with 👍' }).click();
    await sees(ana.page, 'Hola', '👍 1: Luis');
    await row(ana.page, 'Hola').locator('.reaction').click();
    await sees(luis.page, 'Hola', '👍 2: you and Ana');
    await sees(tab, 'Hola', '👍 2: you and Ana');
    // By name, where no pointer rests on anything.
    await menuOf(luis.page, 'Hola', 'Message actions');
    await luis.page.getByRole('menuitem', { name: 'More', exact: true }).click();
    await luis.page.getByRole('menuitem', { name: 'Reactions…' }).click();
    const who = luis.page.getByRole('dialog', { name: 'Reactions' });
    await expect
      .poll(async () => (await who.locator('li bdi').allInnerTexts()).toSorted())
      .toEqual(['Ana', 'Luis']);
    await picture(luis.page, 'reactors-phone');
    await luis.page.keyboard.press('Escape');
    await who.waitFor({ state: 'detached' });

    // A reply that quotes, an edit that says so, a deletion that is taken back before anybody has seen it.
    await menuOf(luis.page, 'Oye', 'Message actions');
    await luis.page.getByRole('menuitem', { name: 'Reply', exact: true }).click();
    // Luis's line is slow: others hear what he says before he knows that it is stored, and he changes it before that.
    line.slow(1_000);
    await say(luis.page, 'Yes?');
    await expect.poll(() => row(ana.page, 'Yes?').locator('.quote').innerText()).toContain('Oye @Luis');
    // An edit calls whom it names.
    await luis.page.locator('chat-composer textarea').press('ArrowUp');
    await luis.page.keyboard.type(' @an');
    await luis.page.locator('chat-composer [role=option]', { hasText: 'Ana' }).waitFor();
    await luis.page.keyboard.press('Enter');
    await luis.page.keyboard.press('Enter');
    await expect.poll(() => row(ana.page, 'Yes?').locator('.mention.me').innerText()).toBe('@Ana');
    line.slow(0);
    await ana.page.locator('chat-composer textarea').press('ArrowUp');
    await ana.page.locator('chat-composer textarea').fill('Oye @Luis, ¿vienes?');
    await ana.page.keyboard.press('Enter');
    await expect.poll(() => row(luis.page, '¿vienes?').innerText()).toContain('edited');
    await menuOf(ana.page, 'Hola', 'Acciones del mensaje');
    await ana.page.getByRole('menuitem', { name: 'Eliminar' }).click();
    await ana.page.getByRole('button', { name: 'Deshacer' }).click();
    await row(ana.page, 'Hola mundo').waitFor();
    await expect.poll(async () => (await heard(luis.page))[0]).toBe('Hola mundo 🎉');

    // A bot answers all; a heart floats to the other.
    await say(ana.page, '¿qué hora es?');
    await expect.poll(() => row(luis.page, 'Son las').innerText()).toContain('bot');
    const hearts = luis.page.locator('chat-bursts span');
    const floated = hearts.first().waitFor({ state: 'attached' });
    await ana.page.getByRole('button', { name: 'Enviar un corazón' }).click();
    await floated;
    await picture(ana.page, 'desktop');
    await picture(luis.page, 'phone-dark');
    await expect.poll(() => hearts.count()).toBe(0);

    // The connection breaks; both tabs show the changes once it is back.
    line.cut();
    await row(ana.page, 'Hola').locator('.reaction').click();
    await menuOf(ana.page, 'Yes?', 'Acciones del mensaje');
    await ana.page.getByRole('menuitemcheckbox', { name: 'Reaccionar con 🎉' }).click();
    await sees(ana.page, 'Yes?', '🎉 1: tú');
    await menuOf(ana.page, '¿vienes?', 'Acciones del mensaje');
    await ana.page.getByRole('menuitem', { name: 'Eliminar' }).click();
    await ana.page.getByRole('button', { name: 'Deshacer' }).waitFor({ state: 'detached' });
    line.mend();
    for (const page of [luis.page, tab]) {
      await sees(page, 'Hola', '👍 1: you');
      await sees(page, 'Yes?', '🎉 1: Ana');
      await expect
        .poll(() => row(page, 'Yes?').locator('.quote').innerText(), patience)
        .toContain('Message deleted');
    }
    const all = await heard(luis.page);
    await hears(tab, ...all);

    // A member who joins later sees the same, right to left too.
    const eva = await visit({ colorScheme: 'dark' });
    await enter(eva.page, 'Eva', 'ar');
    await sees(eva.page, 'Hola', '👍 1: Luis');
    await expect.poll(async () => (await heard(eva.page)).length).toBe(all.length);
    await picture(eva.page, 'arabic-dark');
    expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);

test('the composer shows why and until when a user cannot write', { timeout: 240_000 }, async () => {
  const { chat, line, enter } = await ownChat({ hooks: wordFilter({ words: ['asno'] }) });
  const root = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await root.call('room:create', { roomId: 'plaza' });
  const [luis, ana] = [await visit({ ...phone, locale: 'en-GB' }), await visit()];
  await enter(luis.page, 'Luis', 'en', 'line');
  await enter(ana.page, 'Ana', 'es');
  const tab = await luis.page.context().newPage();
  await enter(tab, 'Luis', 'en', 'line');
  const { members } = await root.call('member:list', { roomId: 'plaza' });
  const idOf = (name: string) => members.find(({ user }) => user.name === name)?.user.id ?? '';
  await root.call('member:update', { roomId: 'plaza', userId: idOf('Ana'), role: 'moderator' });

  // A filtered message stays with its author, with the reason.
  await say(luis.page, 'You 4sno!');
  await shows(luis.page, 'This message breaks the rules.');
  await picture(luis.page, 'moderated');
  await say(luis.page, 'Sorry');
  await hears(ana.page, 'Sorry');

  // Frozen by who moderates, in the page: on all pages of the others, and on those that come later.
  await ana.page.getByRole('button', { name: 'Moderación' }).click();
  await ana.page.getByRole('tab', { name: 'Ajustes' }).click();
  await ana.page.getByLabel('Restringir la conversación').check();
  await ana.page.getByRole('button', { name: 'Guardar' }).click();
  for (const page of [luis.page, tab]) {
    await shows(page, 'Only moderators can send messages right now.');
    expect(await page.locator('chat-composer textarea').count()).toBe(0);
  }
  await picture(luis.page, 'frozen');
  const eva = await visit();
  await eva.page.goto(`${new URL(ana.page.url()).origin}/?name=Eva&lang=es`);
  await shows(eva.page, 'Ahora solo pueden escribir los moderadores.');
  await say(ana.page, 'Un momento');
  await hears(eva.page, 'Sorry', 'Un momento');

  // Unmuted during an absence; muted until a shown time, and no longer after it.
  line.cut();
  await ana.page.getByLabel('Restringir la conversación').uncheck();
  await ana.page.getByRole('button', { name: 'Guardar' }).click();
  await eva.page.locator('chat-composer textarea').waitFor();
  line.mend();
  for (const page of [luis.page, tab]) await page.locator('chat-composer textarea').waitFor(patience);
  const until = Date.now() + 600_000;
  await root.call('member:mute', { roomId: 'plaza', userId: idOf('Luis'), until });
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(until);
  // Ten minutes before midnight, the day comes before the time.
  for (const page of [luis.page, tab]) await shows(page, new RegExp(`You’re muted until (.+ )?${time}\\.`));
  await picture(luis.page, 'muted');
  await menuOf(luis.page, 'Un momento', 'Message actions');
  expect(await luis.page.getByRole('menuitemcheckbox').count()).toBe(0);
  await luis.page.keyboard.press('Escape');
  await root.call('member:mute', { roomId: 'plaza', userId: idOf('Luis'), until: Date.now() + 1_500 });
  for (const page of [luis.page, tab]) await page.locator('chat-composer textarea').waitFor();
  await say(luis.page, 'Here again');
  await hears(ana.page, 'Sorry', 'Un momento', 'Here again');

  // Slow mode counts down on every page of who has written, and holds nobody who moderates.
  await root.call('room:update', { roomId: 'plaza', slowModeSeconds: 600 });
  for (const page of [luis.page, tab]) await shows(page, /Slow mode: you can send again in \d:\d\d/);
  await say(ana.page, 'uno');
  await say(ana.page, 'dos');
  await hears(tab, 'Sorry', 'Un momento', 'Here again', 'uno', 'dos');
  expect(await ana.page.locator('chat-composer .slow-mode').count()).toBe(0);
  await write(tab, 'tres');
  expect(await tab.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
  await root.call('room:update', { roomId: 'plaza', slowModeSeconds: 3 });
  await expect
    .poll(() => tab.getByRole('button', { name: 'Send', exact: true }).isEnabled(), patience)
    .toBe(true);
  await tab.keyboard.press('Enter');
  await hears(ana.page, 'Sorry', 'Un momento', 'Here again', 'uno', 'dos', 'tres');
  expect([ana, luis, eva].flatMap(({ complaints }) => complaints)).toEqual([]);
});
