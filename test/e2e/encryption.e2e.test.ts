// An encrypted group of the messenger, with its strict policy: two users, three devices, offline, a reload, and no text in the
// server's file. `SCREENSHOTS=<folder>` keeps pictures.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picturesOf, smallPhone, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { button, fillGroup, openRoom, signIn, signUp, submitGroup } from './messenger-pages.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser();
const picture = picturesOf('encryption-');
const canary = 'canario';

const lock = (page: Page) => page.getByRole('button', { name: 'Cifrado', exact: true });

test(
  'a group is encrypted from its creation, on all devices of its members',
  { timeout: 120_000 },
  async () => {
    const messenger = await startExample('messenger');
    const [ana, luis, phone] = [await visit(), await visit(), await visit(smallPhone)];
    const sentByAna: string[] = [];
    ana.page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => void sentByAna.push(String(payload))),
    );
    await signUp(luis.page, messenger.url, 'Luis');
    await signUp(ana.page, messenger.url, 'Ana');
    await fillGroup(ana.page, 'Luis');
    await ana.page.getByRole('checkbox', { name: 'Cifrado de extremo a extremo' }).check();
    await picture(ana.page, 'new-group');
    await submitGroup(ana.page);
    await lock(ana.page).waitFor();
    await button(ana.page, 'Buscar').waitFor();
    expect(await button(ana.page, 'Archivos').count()).toBe(0);
    await say(ana.page, `${canary} uno`);
    await openRoom(luis.page, /Viaje/);
    await hears(luis.page, `${canary} uno`);
    await say(luis.page, `${canary} dos`);
    await hears(ana.page, `${canary} uno`, `${canary} dos`);

    // A message that is written offline, and a reload.
    await luis.page.context().setOffline(true);
    await say(luis.page, `${canary} tres`);
    await luis.page.context().setOffline(false);
    await hears(ana.page, `${canary} uno`, `${canary} dos`, `${canary} tres`);
    await ana.page.reload();
    await openRoom(ana.page, /Viaje/);
    await hears(ana.page, `${canary} uno`, `${canary} dos`, `${canary} tres`);

    // Ana's browser searches by itself: the words are sent nowhere.
    await button(ana.page, 'Buscar').click();
    await ana.page.getByText('La búsqueda se hace en este dispositivo').waitFor();
    await ana.page.getByRole('searchbox', { name: 'Buscar mensajes' }).fill('CANÁRIO tres');
    await ana.page.locator('.hit', { hasText: `${canary} tres` }).waitFor();
    await ana.page.getByText('1 resultado', { exact: true }).waitFor();
    await picture(ana.page, 'search');
    expect(sentByAna.join('\n')).toMatch(/message:list/);
    expect(sentByAna.join('\n')).not.toMatch(/can[aá]rio/i);

    // Ana's phone is a new device: it reads the history from the others.
    await signIn(phone.page, messenger.url, 'Ana');
    await openRoom(phone.page, /Viaje/);
    await hears(phone.page, `${canary} uno`, `${canary} dos`, `${canary} tres`);
    await say(phone.page, `${canary} cuatro`);
    await hears(luis.page, `${canary} uno`, `${canary} dos`, `${canary} tres`, `${canary} cuatro`);
    await lock(phone.page).click();
    await phone.page.getByText('2 dispositivos').waitFor();
    await picture(phone.page, 'panel-phone');
    await lock(luis.page).click();
    await luis.page.getByText('Ana usa un dispositivo nuevo').waitFor();
    await picture(luis.page, 'panel');

    const stored = readdirSync(messenger.folder).map((name) => readFileSync(join(messenger.folder, name)));
    const all = Buffer.concat([...stored, Buffer.from(messenger.printed())]);
    expect(all.includes('Viaje')).toBe(true);
    expect(all.includes(canary)).toBe(false);
  },
);
