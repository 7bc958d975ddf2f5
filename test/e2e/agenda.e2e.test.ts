// The agenda for staff, with a citizen in the room.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { longTest } from '../long-test.ts';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { enter, hears, say } from './portal.ts';

const { visit } = useBrowser();

test(
  'staff create, open and end an appointment in the agenda, and a citizen joins it',
  { timeout: 180_000 },
  async () => {
    const { url } = await startExample('citas');
    const [{ page, complaints }, citizen] = [await visit(), await visit()];
    await page.goto(`${url}/agenda.html`);
    const save = page.getByRole('button', { name: 'Guardar', exact: true });
    await page.getByRole('button', { name: 'Nueva cita' }).click();
    await page.getByLabel('Asunto').fill('Renovación <b>del</b> padrón');
    await page.getByLabel('Ciudadano o ciudadana').fill('Ana García');
    await page.getByLabel('Minutos').fill('45');
    await save.click();
    const cita = page.getByRole('listitem').filter({ hasText: 'Renovación <b>del</b> padrón' });
    await cita.getByText('Programada').waitFor();
    await cita.getByText('45 min').waitFor();
    await cita.getByRole('button', { name: 'Abrir' }).click();
    await cita.getByText('Abierta').waitFor();

    const sala = (await cita.locator('.room strong').textContent()) ?? '';
    await enter(citizen.page, url, 'Ana', sala);
    await say(citizen.page, 'buenos días');
    await hears(citizen.page, 'buenos días');

    // Ending asks first.
    const question = page.getByRole('dialog', {
      name: '¿Terminar «Renovación <b>del</b> padrón» para todos?',
    });
    await cita.getByRole('button', { name: 'Terminar' }).click();
    await question.getByRole('button', { name: 'Volver' }).click();
    await question.waitFor({ state: 'detached' });
    await cita.getByText('Abierta').waitFor();
    await cita.getByRole('button', { name: 'Terminar' }).click();
    await question.getByRole('button', { name: 'Terminar la cita' }).click();
    await cita.getByText('Finalizada').waitFor();
    // Messages can be read, and none can be sent.
    await citizen.page.locator('chat-room chat-composer textarea').waitFor({ state: 'detached' });
    await hears(citizen.page, 'buenos días');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      cita.getByRole('button', { name: 'Transcripción' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe(`${sala}.txt`);
    expect(readFileSync(await saved.path(), 'utf8')).toContain('buenos días');
    expect([...complaints, ...citizen.complaints]).toEqual([]);
  },
);

longTest('a waiting user learns that the appointment is about to start', { timeout: 180_000 }, async () => {
  const { url } = await startExample('citas');
  const soon = { titulo: 'Padrón', ciudadano: 'Ana', inicio: new Date(Date.now() + 330_000).toISOString() };
  const made = await fetch(`${url}/api/citas`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(soon),
  });
  const { id, sala } = (await made.json()) as { id: string; sala: string };
  const { page, complaints } = await visit();
  await enter(page, url, 'Ana', sala);
  await page.getByText(/^Su cita empieza en [3-6] minutos\.$/).waitFor();
  const bar = page.locator('chat-room .reminder');
  await bar.getByText(/^Empieza dentro de [3-6] minutos \(/).waitFor();
  await fetch(`${url}/api/citas/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"estado":"abierta"}',
  });
  await bar.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('the agenda shows form errors, and fits a phone', { timeout: 180_000 }, async () => {
  const { url } = await startExample('citas');
  const { page } = await visit({ viewport: { width: 320, height: 640 } });
  await page.goto(`${url}/agenda.html`);
  await page.getByRole('button', { name: 'Nueva cita' }).click();
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await page.getByText('Es obligatorio.').waitFor();
  expect(await page.getByLabel('Asunto').getAttribute('aria-invalid')).toBe('true');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBe(320);
});
