import { expect, test, vi, onTestFinished } from 'vitest';
import { fakeChat, minutes, room } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

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

test('a room that is about to start says when, until it is opened', async () => {
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

test('it follows the room: moved, reminded of again, past its start', async () => {
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

test('a page that does not want it has none, nor has a room that was not reminded of', async () => {
  const wanted = await mount(scheduled().fake, { attributes: { features: '-reminders' } });
  expect(told(wanted.find)).toBeNull();
  const other = await mount(scheduled({ reminded: undefined }).fake);
  expect(told(other.find)).toBeNull();
});
