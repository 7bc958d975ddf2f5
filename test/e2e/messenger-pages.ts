import type { Page } from 'playwright-core';

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const profile = (page: Page) => page.getByRole('button', { name: /^Mi perfil:/ });
/** An account of the messenger, made on its page. */
export const signUp = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(url);
  await button(page, 'Crear cuenta').click();
  await page.getByLabel('Nombre').fill(name);
  await page.getByLabel('Correo electrónico').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Contraseña').fill('una bien larga');
  await button(page, 'Crear cuenta').click();
  await profile(page).waitFor();
};
export const choosePeople = async (page: Page, ...names: string[]): Promise<void> => {
  await button(page, 'Personas').click();
  for (const name of names) {
    await page.getByRole('searchbox', { name: 'Buscar personas' }).last().fill(name);
    await page.getByRole('checkbox', { name }).check();
  }
};
export const nameGroup = async (page: Page): Promise<void> => {
  await page.getByRole('textbox', { name: 'Nombre del grupo' }).fill('Viaje');
  await button(page, 'Crear grupo').click();
  await page.locator('chat-room header').getByText('Viaje').waitFor();
};
export const openRoom = (page: Page, name: RegExp) =>
  page.locator('chat-rooms').getByRole('button', { name }).first().click();
