import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { capabilities, ChatError } from '@chat/protocol';
import { ana, fakeChat, luis, message, room } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

test('a deletion can be undone by keyboard, above the input', async () => {
  const fake = fakeChat([message(luis, 'Hola'), message(ana, 'Se me ha escapado')]);
  const mounted = await mount(fake, { width: 340 });
  const own = () => mounted.rows().at(-1)!;
  own().querySelector<HTMLElement>('.more')!.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  await userEvent.keyboard('{End}{Enter}');
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
  await expect.poll(() => mounted.composer.matches(':focus-within')).toBe(true);
  expect(own().textContent).toContain('Se me ha escapado');
  expect(own().classList).not.toContain('found');
  expect(fake.calls.some((call) => call.startsWith('restore'))).toBe(true);
});

test('a user who cannot write can undo a deletion, too', async () => {
  const fake = fakeChat([message(ana, 'Se me ha escapado')]);
  const frozen = room({ frozen: true });
  fake.state.set({ ...fake.state.get(), room: frozen, can: capabilities(frozen, { role: 'guest' }, 0) });
  const mounted = await mount(fake);
  expect(mounted.composer.renderRoot.querySelector('textarea')).toBeNull();
  mounted.rows()[0]!.querySelector<HTMLElement>('.more')!.click();
  await settle();
  await userEvent.keyboard('{End}{Enter}');
  const undo = () => mounted.composer.renderRoot.querySelector<HTMLElement>('.undo button');
  await expect.poll(() => undo()?.textContent?.trim()).toBe('Deshacer');
  undo()!.click();
  await expect.poll(() => mounted.rows()[0]!.textContent).toContain('Se me ha escapado');
});

test('undoing a deletion too late says so', async () => {
  const fake = fakeChat([message(ana, 'Se me ha escapado')]);
  const mounted = await mount(fake, { lang: 'en' });
  const undo = () => mounted.composer.renderRoot.querySelector<HTMLElement>('.undo button');
  mounted.rows()[0]!.querySelector<HTMLElement>('.more')!.click();
  await settle();
  await userEvent.keyboard('{End}{Enter}');
  await settle();
  if (!undo()) await userEvent.keyboard('{Enter}');
  await expect.poll(() => undo()?.textContent?.trim()).toBe('Undo');
  fake.room.messages.restore = () =>
    Promise.reject(new ChatError('conflict', 'too late', { reason: 'undo_expired' }));
  undo()!.click();
  await expect
    .poll(() => mounted.find('.note.problem')?.textContent?.trim())
    .toContain('It’s too late to undo that.');
  expect(undo()).toBeNull();
});
