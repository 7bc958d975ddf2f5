import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

test('a deletion offers the way back, by keyboard, above the field', async () => {
  const fake = fakeChat([message(luis, 'Hola'), message(ana, 'Se me ha escapado')]);
  const mounted = await mount(fake, { width: 340 });
  const own = () => mounted.rows().at(-1)!;
  own().querySelector<HTMLElement>('.more')!.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  await userEvent.keyboard('{End}{Enter}');
  await settle();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(own().classList).toContain('deleted');
  const undo = () => mounted.composer.renderRoot.querySelector<HTMLElement>('.undo button');
  expect(undo()?.textContent?.trim()).toBe('Deshacer');
  await still();
  await page.screenshot({ path: '../../../node_modules/.shots/undo.png' });
  undo()!.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(undo()).toBeNull();
  expect(own().textContent).toContain('Se me ha escapado');
  expect(fake.calls.some((call) => call.startsWith('undo'))).toBe(true);
});
