import axe from 'axe-core';
import { expect, test, vi, onTestFinished } from 'vitest';
import { fakeChat, minutes, room } from './fixtures/fake-client.ts';
import { mount, settle, still, wait } from './fixtures/mount.ts';

const at = new Date('2026-12-01T11:50:00').getTime();
const start = at + minutes(10);

const scheduled = (settings: object = {}) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(at);
  onTestFinished(() => void vi.useRealTimers());
  const fake = fakeChat([]);
  const become = (more: object) =>
    fake.state.set({ ...fake.state.get(), room: { ...room(), ...fake.state.get().room, ...more } });
  become({
    phase: 'scheduled',
    startsAt: start,
    reminded: { startsAt: start, beforeMs: minutes(10) },
    ...settings,
  });
  return { fake, become };
};
const told = (find: (selector: string) => HTMLElement | null) => find('.reminder')?.innerText.trim() ?? null;

test('a room shows the time until its start, until it opens', async () => {
  const { fake, become } = scheduled();
  const { find, element } = await mount(fake);
  expect(told(find)).toBe('Empieza dentro de 10 minutos (12:00)');
  expect(find('.reminder')?.getAttribute('role')).toBe('timer');
  vi.setSystemTime(start - minutes(1));
  element.requestUpdate();
  await settle();
  expect(told(find)).toBe('Empieza dentro de 1 minuto (12:00)');
  become({ phase: 'open' });
  await settle();
  expect(told(find)).toBeNull();
});

test('a reminder follows the room: a new start, a second reminder, the start itself', async () => {
  const { fake, become } = scheduled();
  const { find, element } = await mount(fake, { lang: 'en' });
  expect(told(find)).toMatch(/^Starts in 10 minutes \(12:00/);
  const moved = start + 26 * 3_600_000;
  become({ startsAt: moved });
  await settle();
  expect(told(find)).toBeNull();
  become({ reminded: { startsAt: moved, beforeMs: 1 } });
  await settle();
  expect(told(find)).toMatch(/^Starts in 26 hours \(December 2, 2026/);
  vi.setSystemTime(moved);
  element.requestUpdate();
  await settle();
  expect(told(find)).toBeNull();
});

test('there is no reminder if the feature is off or the server sent none', async () => {
  const wanted = await mount(scheduled().fake, { attributes: { features: '-reminders' } });
  expect(told(wanted.find)).toBeNull();
  const other = await mount(scheduled({ reminded: undefined }).fake);
  expect(told(other.find)).toBeNull();
});

test('screen readers announce a reminder once, and again when the server repeats it', async () => {
  const { fake, become } = scheduled();
  const mounting = mount(fake);
  const shadow = document.querySelector('chat-room')!.shadowRoot!;
  const region = () => shadow.querySelector('.reminder + [role=status]');
  const drawn: string[] = [];
  const heard: string[] = [];
  const listener = new MutationObserver(() => {
    const text = region()?.textContent?.trim();
    if (text !== undefined) drawn.push(text);
    if (text) heard.push(text);
  });
  listener.observe(shadow, { childList: true, characterData: true, subtree: true });
  onTestFinished(() => listener.disconnect());
  const { find, element } = await mounting;
  // The region is there, and empty, before it speaks.
  expect(drawn[0]).toBe('');
  await expect.poll(() => new Set(heard)).toEqual(new Set(['Empieza dentro de 10 minutos (12:00)']));
  await still();
  expect((await axe.run(element)).violations.map(({ id }) => id)).toEqual([]);

  // The running time is visible, but not announced.
  vi.setSystemTime(start - minutes(5));
  element.requestUpdate();
  await settle();
  expect(told(find)).toBe('Empieza dentro de 5 minutos (12:00)');
  // Longer than it takes to say something.
  await wait(1_500);
  expect(new Set(heard).size).toBe(1);
  // The announcement is removed: read later, it would be wrong.
  await expect.poll(() => region()?.textContent?.trim(), { timeout: 30_000 }).toBe('');
  expect(new Set(heard).size).toBe(1);
  vi.setSystemTime(start - minutes(1));
  become({ reminded: { startsAt: start, beforeMs: minutes(1) } });
  await expect.poll(() => heard.at(-1)).toBe('Empieza dentro de 1 minuto (12:00)');
  expect(find('.reminder')?.getAttribute('role')).toBe('timer');
});
