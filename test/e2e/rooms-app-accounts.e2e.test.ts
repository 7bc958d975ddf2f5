// Accounts on the page of the rooms app. `SCREENSHOTS=<folder>` keeps pictures.
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { isReady, say, sent } from './portal.ts';
import {
  button,
  choose,
  emailOf,
  fill,
  isAccessible,
  password,
  phone,
  picture,
  signUp,
} from './rooms-app.ts';

const { visit } = useBrowser();

test('a user signs up, resets the password, changes it and logs out', { timeout: 120_000 }, async () => {
  const rooms = await startExample('rooms');
  const { page, complaints } = await visit();
  await page.goto(rooms.url);
  await page.getByRole('heading', { name: 'Entra en tu cuenta' }).waitFor();
  await picture(page, 'entry');
  await isAccessible(page);
  await signUp(page, rooms.url, 'Eva');
  await page.reload();
  await page.locator('#me', { hasText: 'Eva' }).waitFor();
  await choose(page, 'log-out');
  await page.getByRole('heading', { name: 'Entra en tu cuenta' }).waitFor();

  // A taken name, on another user's phone.
  const other = await visit({ ...phone, locale: 'en-GB' });
  await other.page.goto(rooms.url);
  await button(other.page, 'Create account').click();
  await fill(other.page, { name: 'eva', email: emailOf('other'), newPassword: password });
  await other.page.getByText('That name is taken.').waitFor();
  await picture(other.page, 'taken-phone');
  await isAccessible(other.page);
  await fill(other.page, { name: 'Ben', email: emailOf('Eva'), newPassword: password });
  await other.page.getByText('There’s already an account with that email.').waitFor();

  await button(page, 'He olvidado mi contraseña').click();
  await fill(page, { email: emailOf('Eva') });
  await page.getByText('Si hay una cuenta').waitFor();
  const link = /http:\/\/localhost:\d+\/#\/reset\/\S+/;
  await expect.poll(() => link.test(rooms.output()), { timeout: 15_000 }).toBe(true);
  expect(rooms.output()).toContain('Hola, Eva');
  const [address = ''] = link.exec(rooms.output()) ?? [];
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByRole('heading', { name: 'Elige una contraseña nueva' }).waitFor();
  expect(new URL(page.url()).hash).toBe('');
  await fill(page, { newPassword: 'quite another one' });
  await page.getByText('Contraseña guardada').waitFor();
  await fill(page, { email: emailOf('Eva'), password });
  await page.getByText('Correo o contraseña incorrectos.').waitFor();
  await fill(page, { password: 'quite another one' });
  await page.locator('#me', { hasText: 'Eva' }).waitFor();

  // She changes it while logged in: this page stays, and her phone is logged out.
  const device = await visit({ ...phone, locale: 'en-GB' });
  await device.page.goto(rooms.url);
  await fill(device.page, { email: emailOf('Eva'), password: 'quite another one' });
  await device.page.locator('#me', { hasText: 'Eva' }).waitFor();
  await choose(page, 'password');
  const dialog = page.getByRole('dialog', { name: 'Cambiar la contraseña' });
  const change = async (current: string, next: string) => {
    await dialog.getByLabel('Contraseña actual').fill(current);
    await dialog.getByLabel('Contraseña nueva').fill(next);
    await button(page, 'Guardar contraseña').click();
  };
  await picture(page, 'password');
  await isAccessible(page);
  await change('a wrong one', 'the one for today');
  await dialog.getByText('La contraseña actual no es correcta.').waitFor();
  await change('quite another one', 'password123');
  await dialog.getByText('Esa contraseña es demasiado común.').waitFor();
  await change('quite another one', 'the one for today');
  await dialog.getByText('Contraseña cambiada.').waitFor();
  await device.page.getByText('Your session expired.').waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Explorar salas').last().click();
  await page.getByLabel('Sala nueva').fill('Patio');
  await button(page, 'Crear').click();
  await isReady(page);
  await say(page, 'sigo dentro');
  await sent(page, 'sigo dentro');
  await fill(device.page, { email: emailOf('Eva'), password: 'quite another one' });
  await device.page.getByText('Wrong email or password.').waitFor();
  await fill(device.page, { password: 'the one for today' });
  await device.page.locator('#me', { hasText: 'Eva' }).waitFor();
  await choose(device.page, 'password');
  await picture(device.page, 'password-phone');
  await isAccessible(device.page);

  // Another page of the same browser is out as well when one logs out.
  const second = await page.context().newPage();
  await second.goto(rooms.url);
  await second.locator('#me', { hasText: 'Eva' }).waitFor();
  await choose(second, 'log-out');
  await page.getByText('Tu sesión ha caducado.').waitFor();
  await page.goto('about:blank');
  await page.goto(address);
  await fill(page, { newPassword: 'a third one' });
  await page.getByText('El enlace ha caducado.').waitFor();
  expect([...complaints, ...other.complaints, ...device.complaints]).toEqual([]);
});
