import { expect, test } from 'vitest';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';

const bot = { id: 'bot', name: 'Asistente', bot: true as const };

test('a streaming message is marked until it is complete or its stream has timed out', async () => {
  const growing = message(bot, 'Para la cita', { streamsUntil: Date.now() + 60_000 });
  const brokenOff = message(bot, 'Trae el', { streamsUntil: Date.now() + 1_500 });
  const fake = fakeChat([message(luis, '¿Qué llevo?'), brokenOff, growing]);
  const { rows } = await mount(fake);
  const row = (text: string) => rows().find((each) => each.innerText.includes(text));
  const mark = (text: string) => row(text)?.querySelector('.streaming') ?? null;
  await expect.poll(() => mark('Para la cita')).toBeTruthy();
  expect(row('Para la cita')?.getAttribute('aria-label')).toContain('Asistente está escribiendo');
  expect(row('Para la cita')?.querySelector('.meta')?.textContent).not.toContain('editado');
  expect(row('Trae el')?.querySelector('.author .tag')?.textContent).toBe('bot');
  await expect.poll(() => mark('Trae el')).toBeNull();
  expect(mark('Para la cita')).toBeTruthy();
  const { streamsUntil: _grows, ...whole } = {
    ...growing,
    rev: growing.rev + 9,
    text: 'Para la cita, el DNI.',
  };
  fake.messages.set({ ...fake.messages.get(), items: fake.messages.get().items.with(2, whole) });
  await expect.poll(() => mark('el DNI.')).toBeNull();
});
