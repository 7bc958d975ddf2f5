import { expect, test } from 'vitest';
import { ana, fakeChat, message, room } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';

const shown = async (slowModeSeconds: number, lang: 'es' | 'en', sentAgoMs?: number) => {
  const items = sentAgoMs === undefined ? [] : [message(ana, 'hola', { createdAt: Date.now() - sentAgoMs })];
  const fake = fakeChat(items);
  fake.state.set({ ...fake.state.get(), room: room({ slowModeSeconds }) });
  const { composer } = await mount(fake, { lang });
  const line = () => composer.renderRoot.querySelector<HTMLElement>('.slow-mode')?.innerText.trim();
  await expect.poll(line).toBeTruthy();
  return line()?.replaceAll('\u00a0', ' ');
};

test.each([
  ['es', 10, 'Modo lento: un mensaje cada 10 segundos'],
  ['en', 10, 'Slow mode: one message every 10 seconds'],
  ['en', 300, 'Slow mode: one message every 5 minutes'],
  ['en', 90, 'Slow mode: one message every 1:30'],
] as const)(
  '%s, %i s: the interval is shown in the units of the language',
  async (lang, seconds, expected) => {
    expect(await shown(seconds, lang)).toBe(expected);
  },
);

test('the countdown shows every second', async () => {
  expect(await shown(300, 'en', 100)).toMatch(/^Slow mode: you can send again in (5:00|4:5\d)$/);
});
