// The waiting room of an appointment: a citizen waits, writes, and enters once the staff admits them.
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { hears, isReady, say, shows } from './portal.ts';

const { visit } = useBrowser();

test(
  'a citizen waits until the staff admits them, and attendance is recorded',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('citas');
    const [staff, citizen] = [await visit(), await visit({ viewport: { width: 390, height: 780 } })];
    const { page } = staff;
    await page.goto(`${url}/agenda.html`);
    await page.getByRole('button', { name: 'Nueva cita' }).click();
    await page.getByLabel('Asunto').fill('Padrón');
    await page.getByLabel('Ciudadano o ciudadana').fill('Ana García');
    await page.getByLabel('Sala de espera').check();
    await page.getByLabel('Registrar la asistencia').check();
    await page.getByRole('button', { name: 'Guardar', exact: true }).click();
    const cita = page.getByRole('listitem').filter({ hasText: 'Padrón' });
    await cita.getByRole('button', { name: 'Abrir' }).click();
    await cita.getByText('Abierta').waitFor();
    const sala = (await cita.locator('.room strong').textContent()) ?? '';
    await page.goto(`${url}/?sala=${encodeURIComponent(sala)}&atiende`);
    await page.getByLabel('Nombre').fill('Luis');
    await page.getByRole('button', { name: 'Unirse' }).click();
    await isReady(page);
    await say(page, 'solo para el personal');
    await hears(page, 'solo para el personal');
    await shows(page, 'Se está registrando la asistencia');

    await citizen.page.goto(`${url}/?sala=${encodeURIComponent(sala)}`);
    await citizen.page.getByLabel('Nombre').fill('Ana');
    await citizen.page.getByRole('button', { name: 'Unirse' }).click();
    await shows(citizen.page, 'Esperando para entrar');
    await shows(citizen.page, 'Podrá entrar en cuanto le admitan.');
    await shows(citizen.page, 'La videollamada empieza cuando le admitan.');
    await shows(page, 'Ana está en la sala de espera.');
    await citizen.page.getByLabel('Escriba al anfitrión').fill('¿Puedo entrar?');
    await citizen.page.keyboard.press('Enter');
    await shows(citizen.page, '¿Puedo entrar?');
    expect(await citizen.page.content()).not.toContain('solo para el personal');
    expect(await violations(citizen.page)).toEqual([]);

    await page.getByRole('button', { name: /1 persona esperando/ }).click();
    await page.locator('chat-lobby').getByText('¿Puedo entrar?').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Admitir a Ana' }).click();
    await isReady(citizen.page);
    await page.getByText('Ana está en la sala de espera.').waitFor({ state: 'detached', timeout: 3_000 });
    await say(citizen.page, 'gracias');
    await hears(page, 'solo para el personal', 'gracias');
    const response = await fetch(`${url}/api/citas/${sala}/asistencia`);
    const listed = (await response.json()) as { user: { name: string } }[];
    expect(listed.map(({ user }) => user.name).toSorted()).toEqual(['Ana', 'Luis']);
    expect([...staff.complaints, ...citizen.complaints]).toEqual([]);
  },
);
