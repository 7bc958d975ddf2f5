import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchIdle } from '../src/platform/activity-reporter.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const watch = () => {
  const told: boolean[] = [];
  const idle = watchIdle(300_000, Date.now, (now) => told.push(now));
  return { idle, told };
};

test('a page without input for a while is idle; input makes it active and restarts the timer', () => {
  const { idle, told } = watch();
  vi.advanceTimersByTime(299_000);
  window.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(299_000);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([true]);
  expect(idle.idle).toBe(true);
  window.dispatchEvent(new Event('keydown'));
  expect(told).toEqual([true, false]);
  vi.advanceTimersByTime(300_000);
  expect(told).toEqual([true, false, true]);
  idle.stop();
});

test('showing a hidden page counts as input, hiding it does not', () => {
  const { idle, told } = watch();
  vi.advanceTimersByTime(300_000);
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(told).toEqual([true]);
  visibility.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(told).toEqual([true, false]);
  idle.stop();
});

test('stopping removes the timer and the listeners', () => {
  const { idle, told } = watch();
  idle.stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(300_000);
  window.dispatchEvent(new Event('keydown'));
  expect(told).toEqual([]);
});

test('an infinite timeout never reports idle', () => {
  watchIdle(Infinity, Date.now, () => expect.fail());
  expect(vi.getTimerCount()).toBe(0);
});
