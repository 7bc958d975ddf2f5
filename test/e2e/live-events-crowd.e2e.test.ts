// The page of the live events opened from other origins, and an event with a moderator and an old front end.
// `SCREENSHOTS=<folder>` keeps pictures.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { signToken } from '../faults/sign-token.ts';
import { oldFrontEnd } from '../systems/old-front-end.ts';
import { root } from '../source-files.ts';
import { picturesOf, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say, shows } from './portal.ts';

const { visit } = useBrowser();
const file = join(root, 'examples/live-events/public/index.html');
const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'dark' as const,
};
const picture = picturesOf('live-events-');

const makeEvent = async (url: string): Promise<string> => {
  const made = await fetch(`${url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Concierto' }),
  });
  expect(made.status).toBe(201);
  return ((await made.json()) as { id: string }).id;
};
const enter = async (page: Page, address: string, name: string): Promise<void> => {
  await page.goto(address);
  await page.getByLabel('Tu nombre').fill(name);
  await page.getByRole('button', { name: /Concierto/ }).click();
  await isReady(page);
};

/** The one file alone, on another origin. */
const elsewhere = async (): Promise<string> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

test('the page joins the same event from a file and from another origin', async () => {
  const { url } = await startExample('live-events');
  await makeEvent(url);
  const [ana, luis] = [await visit(), await visit(phone)];
  const query = `?server=${encodeURIComponent(url)}`;
  await enter(ana.page, `${pathToFileURL(file).href}${query}`, 'Ana');
  await enter(luis.page, `${await elsewhere()}${query}`, 'Luis');
  await say(ana.page, 'desde un archivo');
  await hears(luis.page, 'desde un archivo');
  await say(luis.page, 'desde otro origen');
  await hears(ana.page, 'desde un archivo', 'desde otro origen');
  await ana.page.reload();
  await enter(ana.page, ana.page.url(), 'Ana');
  // The list is asked for as one enters, and later seldom.
  await ana.page.locator('#about', { hasText: '2 en línea' }).waitFor();
  await hears(ana.page, 'desde un archivo', 'desde otro origen');
  expect([...ana.complaints, ...luis.complaints]).toEqual([]);
});

test('a moderator sets slow mode and bans a user; hearts float', { timeout: 180_000 }, async () => {
  const secret = 'a secret of at least thirty-two characters';
  const { url } = await startExample('live-events', { JWT_SECRET: secret });
  const eventId = await makeEvent(url);
  const [marta, luis] = [await visit(), await visit(phone)];
  const token = signToken({ sub: 'marta', name: 'Marta', moderator: true }, secret);
  await enter(marta.page, `${url}/#token=${token}`, 'Marta');
  // Addresses that she shares do not contain her moderator token.
  expect(marta.page.url()).not.toContain(token);
  await enter(luis.page, url, 'Luis');
  const [olga, ben] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await olga.ask('joinEvent', { username: 'Olga', eventId });
  await ben.ask('joinEvent', { username: 'Ben', eventId });

  const hearts = marta.page.locator('chat-bursts span');
  // One that comes before its page is whole, or to a server that is late, floats nowhere.
  await expect
    .poll(async () => {
      await luis.page.getByRole('button', { name: 'Enviar un corazón' }).click();
      return hearts.count();
    })
    .toBeGreaterThan(0);
  await picture(luis.page, 'phone-dark');

  expect(await luis.page.getByRole('button', { name: 'Moderación' }).count()).toBe(0);
  await marta.page.getByRole('button', { name: 'Moderación' }).click();
  await marta.page.getByRole('tab', { name: 'Ajustes' }).click();
  await marta.page.getByLabel('Modo lento').selectOption({ label: '1 minuto' });
  await marta.page.getByRole('button', { name: 'Guardar' }).click();
  await marta.page.getByText('Guardado', { exact: true }).waitFor();
  await picture(marta.page, 'moderation');
  await marta.page.getByRole('button', { name: 'Cerrar' }).click();
  await shows(luis.page, /^Modo lento/);
  const speak = (message: string) => olga.ask('sendMessage', { eventId, message });
  expect(await speak('una vez')).toMatchObject({ ok: true });
  expect(await speak('y otra')).toMatchObject({ ok: false, error: 'slow_mode' });
  expect(await olga.hears('error')).toMatchObject({ code: 'slow_mode' });
  await hears(luis.page, 'una vez');
  // It does not hold who moderates.
  for (const text of ['orden', 'por favor']) await say(marta.page, text);
  await hears(luis.page, 'una vez', 'orden', 'por favor');
  await picture(luis.page, 'slow-phone-dark');

  await marta.page.getByRole('button', { name: /Ver personas/ }).click();
  await marta.page.getByRole('button', { name: 'Acciones para Olga' }).click();
  await marta.page.getByRole('menuitem', { name: 'Vetar' }).click();
  await marta.page.getByRole('menuitem', { name: /^¿Vetar a Olga/ }).click();
  expect(await olga.hears('error', ({ code }: { code: string }) => code === 'banned')).toBeDefined();
  expect(await ben.hears('userLeft')).toMatchObject({ username: 'Olga', participants: 3 });
  expect(await olga.ask('joinEvent', { username: 'Olga', eventId })).toMatchObject({ error: 'banned' });
  // Next to a stage, the list of people lies over the chat.
  await marta.page.getByRole('button', { name: 'Cerrar' }).click();
  await say(marta.page, 'sigamos');
  await ben.hears('newMessage', ({ message }: { message: string }) => message === 'sigamos');
  expect(JSON.stringify(olga.heard)).not.toContain('sigamos');
  expect([...marta.complaints, ...luis.complaints]).toEqual([]);
});
