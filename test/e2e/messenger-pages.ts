import type { Page } from 'playwright-core';

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const profile = (page: Page) => page.getByRole('button', { name: /^Mi cuenta:/ });
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
/** The same account on another device. */
export const signIn = async (page: Page, url: string, name: string): Promise<void> => {
  await page.goto(url);
  await page.getByLabel('Correo electrónico').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Contraseña').fill('una bien larga');
  await button(page, 'Entrar').click();
  await profile(page).waitFor();
};
/** Opens an entry of the menu of the account. */
export const choose = async (page: Page, name: string): Promise<void> => {
  await profile(page).click();
  await page.locator('.menu').getByRole('button', { name }).click();
};
/** The dialog for a new conversation. */
const dialog = (page: Page) => page.getByRole('dialog', { name: /^Nueva conversación|^Nuevo grupo/ });
const openDialog = async (page: Page): Promise<void> => {
  await page.locator('.empty, chat-rooms .row').first().waitFor();
  const begin = button(page, 'Buscar personas');
  const isFirst = await begin.isVisible();
  await (
    isFirst ? begin : page.locator('chat-rooms').getByRole('button', { name: 'Nueva conversación' })
  ).click();
  await dialog(page).getByRole('searchbox').waitFor();
};
/** Opens the conversation with one user; `encrypted`: an encrypted one. */
export const writeTo = async (page: Page, name: string, encrypted = false): Promise<void> => {
  await openDialog(page);
  if (encrypted) await page.getByRole('checkbox', { name: 'Cifrado de extremo a extremo' }).check();
  await dialog(page).getByRole('searchbox').fill(name);
  await dialog(page).getByRole('button', { name, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
};
/** Fills in the form of a group with several users. */
export const fillGroup = async (page: Page, ...names: string[]): Promise<void> => {
  await openDialog(page);
  await dialog(page).getByRole('button', { name: 'Nuevo grupo' }).click();
  for (const name of names) {
    await dialog(page).getByRole('searchbox').fill(name);
    await dialog(page).getByRole('checkbox', { name }).check();
  }
  await dialog(page).getByRole('textbox', { name: 'Nombre del grupo' }).fill('Viaje');
};
export const submitGroup = async (page: Page): Promise<void> => {
  await dialog(page).getByRole('button', { name: 'Crear grupo' }).click();
  await page.locator('chat-room header').getByText('Viaje').waitFor();
};
/** Creates a group with several users. */
export const createGroup = async (page: Page, ...names: string[]): Promise<void> => {
  await fillGroup(page, ...names);
  await submitGroup(page);
};
export const openRoom = (page: Page, name: RegExp) =>
  page.locator('chat-rooms').getByRole('button', { name }).first().click();
