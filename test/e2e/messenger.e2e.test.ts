// The page of the messenger, which has a strict policy: accounts, chats, a group, the bot, a call.
// `SCREENSHOTS=<folder>` keeps pictures.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { flows } from './call-media.ts';
import { startExample } from './example.ts';
import { catchMail } from './mail-catcher.ts';
import { button, choose, createGroup, openRoom, profile, signUp, writeTo } from './messenger-pages.ts';
import { modelEndpoint } from './model-endpoint.ts';
import { chooseEntry, heard, hears, say, shows } from './portal.ts';

const { visit } = useBrowser([
  '--use-fake-device-for-media-stream=fps=10',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]);
const permissions = ['microphone', 'camera'];
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
const picture = picturesOf('messenger-');

/** The page's own parts; those of the chat have tests of their own. */
const isAccessible = async (page: Page): Promise<void> => {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<string[]>(
    "axe.run({ exclude: ['chat-rooms'] }).then(({ violations }) => violations.map(({ id }) => id))",
  );
  expect(violations).toEqual([]);
};

test(
  'two users sign up, write to each other, create a group, ask the bot and call',
  { timeout: 240_000 },
  async () => {
    const model = await modelEndpoint();
    const messenger = await startExample('messenger', {
      BOT_BASE_URL: model.url,
      BOT_API_KEY: 'a key',
      BOT_MODEL: 'some-model',
    });
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions, ...phone })];
    await ana.page.goto(messenger.url);
    await picture(ana.page, 'entry');
    await isAccessible(ana.page);
    await signUp(luis.page, messenger.url, 'Luis');
    await luis.page.getByRole('heading', { name: 'Todavía no hay conversaciones' }).waitFor();
    await picture(luis.page, 'empty-phone');
    await signUp(ana.page, messenger.url, 'Ana');
    await ana.page.getByRole('heading', { name: 'Todavía no hay conversaciones' }).waitFor();
    await picture(ana.page, 'empty');
    await isAccessible(ana.page);

    await profile(ana.page).click();
    await picture(ana.page, 'menu');
    await isAccessible(ana.page);
    await ana.page.keyboard.press('Escape');
    await button(ana.page, 'Buscar personas').click();
    await ana.page.getByRole('dialog', { name: 'Nueva conversación' }).waitFor();
    await picture(ana.page, 'people');
    await ana.page.keyboard.press('Escape');
    await writeTo(ana.page, 'Luis');
    await say(ana.page, 'hola, Luis');
    await openRoom(luis.page, /Ana/);
    await hears(luis.page, 'hola, Luis');
    await say(luis.page, 'hola, Ana');
    await hears(ana.page, 'hola, Luis', 'hola, Ana');
    await picture(luis.page, 'room-phone');
    await isAccessible(luis.page);

    await createGroup(ana.page, 'Luis', 'Bot');
    await say(ana.page, '¿cuándo salimos?');
    await luis.page.goBack();
    await openRoom(luis.page, /Viaje/);
    await hears(luis.page, '¿cuándo salimos?');
    await picture(ana.page, 'group');

    // A message goes on to another room, marked as forwarded.
    const asked = ana.page.locator('chat-messages [data-message]', { hasText: '¿cuándo salimos?' });
    await asked.hover();
    await asked.getByRole('button', { name: 'Acciones del mensaje' }).click();
    await chooseEntry(ana.page, 'Reenviar…');
    const dialog = ana.page.getByRole('dialog', { name: 'Reenviar a' });
    await dialog.getByRole('checkbox', { name: 'Luis' }).check();
    await dialog.getByRole('button', { name: 'Reenviar', exact: true }).click();
    await shows(ana.page, 'Reenviado a Luis');
    await luis.page.goBack();
    await openRoom(luis.page, /Ana/);
    await hears(luis.page, 'hola, Luis', 'hola, Ana', '¿cuándo salimos?');
    await shows(luis.page, 'Reenviado');

    // The bot, by an endpoint that streams.
    await luis.page.goBack();
    await writeTo(luis.page, 'Bot');
    await say(luis.page, '¿qué es el mar?');
    await expect.poll(() => model.asked.length, { timeout: 30_000 }).toBe(1);
    expect(model.asked[0]).toMatchObject({ key: 'Bearer a key', body: { model: 'some-model' } });
    expect(model.asked[0]?.body.messages.at(-1)).toEqual({ role: 'user', content: '¿qué es el mar?' });
    model.say('El mar');
    await expect.poll(async () => (await heard(luis.page)).at(-1), { timeout: 15_000 }).toMatch(/^El mar/);
    await luis.page.locator('chat-messages').getByText('El mar', { exact: false }).last().waitFor();
    await picture(luis.page, 'bot-phone');
    model.say(' es agua');
    model.say(' salada.');
    model.end();
    await hears(luis.page, '¿qué es el mar?', 'El mar es agua salada.');

    // Luis looks at the bot's answer when Ana calls.
    await openRoom(ana.page, /Luis/);
    await ana.page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
    await ana.page.getByRole('menuitem', { name: 'Videollamada' }).click();
    await luis.page.getByText('Videollamada de Ana').waitFor();
    await picture(luis.page, 'ringing-phone');
    await luis.page.getByRole('button', { name: 'Contestar' }).click();
    for (const { page } of [ana, luis]) await flows(page);
    await picture(ana.page, 'call');
    await picture(luis.page, 'call-phone');
    await ana.page.locator('chat-call').getByRole('button', { name: 'Colgar' }).click();
    for (const { page } of [ana, luis])
      await expect
        .poll(() => page.locator('chat-messages .call-line').allInnerTexts(), { timeout: 20_000 })
        .toEqual([expect.stringMatching(/^Videollamada · \d:\d\d$/)]);
    await ana.page.locator('chat-rooms').getByText('Videollamada').first().waitFor();
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);

longTest('a password reset by mail keeps the profile', { timeout: 120_000 }, async () => {
  const mail = await catchMail();
  const messenger = await startExample('messenger', { SMTP_URL: mail.url });
  const { page, complaints } = await visit();
  await signUp(page, messenger.url, 'Eva');
  await choose(page, 'Mi perfil');
  await page.getByLabel('Sobre mí').fill('Vivo junto al mar');
  await button(page, 'Guardar').click();
  await page.getByText('Guardado').waitFor();
  await picture(page, 'profile');
  await page.keyboard.press('Escape');
  await choose(page, 'Cerrar sesión');

  await button(page, 'He olvidado mi contraseña').click();
  await page.getByLabel('Correo electrónico').fill('eva@example.org');
  await button(page, 'Enviar enlace').click();
  await page.getByText('Si hay una cuenta').waitFor();
  await expect.poll(() => mail.mails.length, { timeout: 15_000 }).toBe(1);
  const [link = ''] = /http:\/\/localhost:\d+\/#\/reset\/\S+/.exec(mail.mails[0] ?? '') ?? [];
  expect(mail.mails[0]).toContain('Hola, Eva');
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Contraseña nueva' }).fill('otra bien larga');
  await picture(page, 'reset');
  expect(new URL(page.url()).hash).toBe('');
  await button(page, 'Guardar contraseña').click();
  await page.getByText('Contraseña guardada').waitFor();
  const logIn = async (password: string) => {
    await page.getByLabel('Correo electrónico').fill('eva@example.org');
    await page.getByLabel('Contraseña').fill(password);
    await button(page, 'Entrar').click();
  };
  await logIn('una bien larga');
  await page.getByText('Correo o contraseña incorrectos.').waitFor();
  await picture(page, 'wrong');
  await logIn('otra bien larga');
  await choose(page, 'Mi perfil');
  await expect.poll(() => page.getByLabel('Sobre mí').inputValue()).toBe('Vivo junto al mar');
  await page.keyboard.press('Escape');

  // The password is changed while signed in: all pages of the account are signed out.
  const second = await page.context().newPage();
  await second.goto(messenger.url);
  await profile(second).waitFor();
  await choose(page, 'Cambiar la contraseña');
  const dialog = page.getByRole('dialog', { name: 'Cambiar la contraseña' });
  const change = async (current: string, next: string) => {
    await dialog.getByLabel('Contraseña actual').fill(current);
    await dialog.getByLabel('Contraseña nueva').fill(next);
    await button(page, 'Guardar contraseña').click();
  };
  await picture(page, 'password');
  await isAccessible(page);
  await change('una bien larga', 'la de hoy es otra');
  await dialog.getByText('La contraseña actual no es correcta.').waitFor();
  await change('otra bien larga', 'password123');
  await dialog.getByText('Esa contraseña es demasiado común.').waitFor();
  await change('otra bien larga', 'la de hoy es otra');
  await page.getByText('Contraseña guardada. Ya puedes entrar con ella.').waitFor();
  await second.getByText('Tu sesión ha caducado.').waitFor();
  await logIn('otra bien larga');
  await page.getByText('Correo o contraseña incorrectos.').waitFor();
  await logIn('la de hoy es otra');
  await profile(page).waitFor();
  expect(complaints).toEqual([]);
});
