// A confidential appointment: staff and citizen write and call each other, and the portal has nothing of it.
// `SCREENSHOTS=<folder>` keeps pictures.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { picturesOf, smallPhone, useBrowser } from './browser.ts';
import { call, fakeDevices, flows, permissions, press } from './call-pages.ts';
import { startExample } from './example.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser(fakeDevices);
const picture = picturesOf('citas-confidential-');
const canary = 'canario';

test(
  'staff invite a citizen to a confidential appointment, and the portal cannot read it',
  { timeout: 180_000 },
  async () => {
    const portal = await startExample('citas');
    const [staff, citizen] = [
      await visit({ permissions: [...permissions, 'clipboard-read', 'clipboard-write'] }),
      await visit({ ...smallPhone, permissions }),
    ];
    await staff.page.goto(`${portal.url}/agenda.html`);
    await staff.page.getByRole('button', { name: 'Nueva cita' }).click();
    await staff.page.getByLabel('Asunto').fill('Informe social');
    await staff.page.getByLabel('Ciudadano o ciudadana').fill('Ana García');
    await staff.page.getByLabel('Confidencial').check();
    await picture(staff.page, 'form');
    await staff.page.getByRole('button', { name: 'Guardar', exact: true }).click();
    const cita = staff.page.getByRole('listitem').filter({ hasText: 'Informe social' });
    await cita.getByText('Confidencial').waitFor();
    expect(await cita.getByRole('button', { name: 'Transcripción' }).count()).toBe(0);
    await cita.getByRole('button', { name: 'Abrir' }).click();
    await cita.getByText('Abierta').waitFor();
    await cita.getByRole('button', { name: 'Copiar invitación' }).click();
    await staff.page.getByText('Invitación copiada: Informe social.').waitFor({ state: 'attached' });
    const address = await staff.page.evaluate(() => navigator.clipboard.readText());
    expect(address).toMatch(/\?sala=cita-[a-z2-9]{8}#invitacion=/);

    await citizen.page.goto(address);
    await citizen.page.getByLabel('Nombre').fill('Ana');
    await citizen.page.getByRole('button', { name: 'Unirse' }).click();
    await picture(citizen.page, 'invited-phone');
    await citizen.page.getByRole('dialog').getByRole('button', { name: 'Unirme' }).click();
    await say(citizen.page, `${canary} uno`);
    await cita.getByRole('link', { name: 'Entrar en la sala' }).click();
    await staff.page.getByLabel('Nombre').fill('Marta');
    await staff.page.getByRole('button', { name: 'Unirse' }).click();
    await hears(staff.page, `${canary} uno`);
    await say(staff.page, `${canary} dos`);
    await hears(citizen.page, `${canary} uno`, `${canary} dos`);

    await staff.page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
    await staff.page.getByRole('menuitem', { name: 'Videollamada' }).click();
    await press(citizen.page, 'Contestar');
    for (const { page } of [staff, citizen]) await flows(page);
    await call(staff.page).getByRole('img', { name: 'Cifrada de extremo a extremo' }).waitFor();
    await picture(staff.page, 'talking');
    await press(citizen.page, 'Colgar');

    const stored = readdirSync(portal.folder).map((name) => readFileSync(join(portal.folder, name)));
    const all = Buffer.concat([...stored, Buffer.from(portal.printed())]);
    expect(all.includes('Informe social')).toBe(true);
    expect(all.includes(canary)).toBe(false);
    expect([...staff.complaints, ...citizen.complaints]).toEqual([]);
  },
);
