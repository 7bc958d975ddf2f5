import { ChatError } from '@chat/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { SlashCommand } from '@chat/protocol';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const written = async () => {
  const fake = fakeChat();
  fake.slash = [
    { name: 'hora', description: 'Dice la hora', hint: '[zona]' },
    { name: 'horario', description: 'Dice el horario' },
    { name: 'aviso', description: 'Avisa a todos' },
  ];
  const { composer, field } = await mount(fake);
  field().focus();
  const find = (selector: string) => composer.renderRoot.querySelector<HTMLElement>(selector);
  const options = () =>
    [...composer.renderRoot.querySelectorAll<HTMLElement>('.suggestions [role=option]')].map(
      ({ innerText }) => innerText.replace(/\s+/g, ' ').trim(),
    );
  // The rest comes with the first key.
  await userEvent.keyboard('/');
  await expect.poll(options).toHaveLength(3);
  return { fake, composer, field, find, options };
};

test('a slash suggests commands, arrows and Enter select, Enter runs; the reply is above the input', async () => {
  const { fake, field, find, options } = await written();
  fake.answer = () => 'Son las 12';
  await userEvent.keyboard('ho');
  await expect.poll(options).toEqual(['/hora [zona] Dice la hora', '/horario Dice el horario']);
  expect(field().getAttribute('aria-activedescendant')).toBe('slash-0');
  await userEvent.keyboard('{Enter}Madrid');
  expect(field().value).toBe('/hora Madrid');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => find('.slash.answer')?.innerText).toContain('Solo visible para ti');
  expect(find('.slash.answer p')?.innerText).toBe('Son las 12');
  expect(fake.calls).toContain('run hora Madrid');
  expect([field().value, fake.sent]).toEqual(['', []]);
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(find('.slash')).toBeNull();
});

test('a rejected command keeps its text and shows the error; an unknown command is a message', async () => {
  const { fake, field, find, options } = await written();
  fake.answer = () => {
    throw new ChatError('invalid', 'No conozco ese sitio');
  };
  await userEvent.keyboard('aviso ya{Enter}');
  await expect.poll(() => find('.slash.refused[role=alert]')?.innerText.trim()).toBe('No conozco ese sitio');
  expect(field().value).toBe('/aviso ya');
  await userEvent.keyboard('!');
  await settle();
  expect(find('.slash')).toBeNull();
  await userEvent.fill(field(), '/etc/hosts está mal');
  await userEvent.keyboard('{Enter}');
  await userEvent.fill(field(), '/nada de eso');
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(fake.sent.map(({ text }) => text)).toEqual(['/etc/hosts está mal', '/nada de eso']);
  expect(options()).toEqual([]);
});

test('a text that turns out not to be a command keeps its recipients and its reply', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  let known: ((commands: SlashCommand[]) => void) | undefined;
  fake.room.slash.list = () => new Promise((resolve) => (known = resolve));
  const { composer, field } = await mount(fake);
  const [answered] = fake.messages.get().items;
  composer.compose('replies', answered);
  composer.compose('private', { to: [luis.id] });
  await expect.poll(() => composer.renderRoot.querySelector('.private-chip')).toBeTruthy();
  await userEvent.fill(field(), '/nada de esto, solo para ti');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => field().value).toBe('');
  expect(fake.sent).toEqual([]);
  known?.([{ name: 'hora', description: 'Dice la hora' }]);
  await expect
    .poll(() => fake.sent)
    .toEqual([{ text: '/nada de esto, solo para ti', replyTo: answered?.id, to: [luis.id] }]);
  // A command takes nothing of the next message along.
  composer.compose('replies', answered);
  await expect.poll(() => composer.renderRoot.querySelector('.answering')).toBeTruthy();
  await userEvent.fill(field(), '/hora');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.calls).toContain('run hora ');
  expect(fake.sent).toHaveLength(1);
  expect(composer.renderRoot.querySelector('.answering')).toBeTruthy();
});

test('a text that may be a command is not sent before the commands load', async () => {
  const fake = fakeChat();
  fake.room.slash.list = () => Promise.reject(new ChatError('disconnected', 'no connection'));
  const { composer, field } = await mount(fake);
  const refused = () => composer.renderRoot.querySelector<HTMLElement>('.slash.refused');
  field().focus();
  await userEvent.keyboard('/vetar Luis{Enter}');
  await expect.poll(() => refused()?.innerText.trim()).toBeTruthy();
  expect([field().value, fake.sent]).toEqual(['/vetar Luis', []]);
  // A draft would be there in the next room of this name.
  await userEvent.fill(field(), '');
});

test('known commands stay valid if a reload of them fails', async () => {
  const { fake, field } = await written();
  const list = vi.spyOn(fake.room.slash, 'list').mockRejectedValue(new ChatError('disconnected', 'no'));
  const now = performance.now.bind(performance);
  const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 31_000);
  onTestFinished(() => later.mockRestore());
  await userEvent.keyboard('horario{Enter}');
  await expect.poll(() => fake.calls).toContain('run horario ');
  await userEvent.fill(field(), '/nada de eso');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.sent.map(({ text }) => text)).toEqual(['/nada de eso']);
  expect(list).toHaveBeenCalled();
});
