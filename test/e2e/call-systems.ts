import type { Page } from 'playwright-core';
import { writeTo } from './messenger-pages.ts';
import { enter, isReady, say } from './portal.ts';

/** Somebody's page, and where they reach the system. */
export interface Person {
  page: Page;
  url: string;
}

const signUp = async ({ page, url }: Person, name: string): Promise<void> => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await page.getByLabel('Nombre').fill(name);
  await page.getByLabel('Correo electrónico').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Contraseña').fill('una bien larga');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await page.getByRole('button', { name: /^Mi cuenta:/ }).waitFor();
};

/** The systems in which two call each other: Ana and Luis are in a room of their own then. */
export const meetIn: Record<'citas' | 'messenger', (ana: Person, luis: Person) => Promise<void>> = {
  citas: async (ana, luis) => {
    await enter(ana.page, ana.url, 'Ana', 'cita-7');
    await enter(luis.page, luis.url, 'Luis', 'cita-7');
  },
  messenger: async (ana, luis) => {
    await signUp(luis, 'Luis');
    await signUp(ana, 'Ana');
    await writeTo(ana.page, 'Luis');
    await say(ana.page, 'hola, Luis');
    await luis.page.locator('chat-rooms').getByRole('button', { name: /Ana/ }).first().click();
    await isReady(luis.page);
  },
};
