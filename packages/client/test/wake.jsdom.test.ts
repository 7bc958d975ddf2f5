import { expect, test, vi } from 'vitest';
import { onWake } from '../src/platform/page-wake.ts';

test('the page wakes when the network or the reader comes back, until it is no longer asked', () => {
  const woke = vi.fn<() => void>();
  const stop = onWake(woke);
  window.dispatchEvent(new Event('online'));
  window.dispatchEvent(new Event('pageshow'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woke).toHaveBeenCalledTimes(3);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(woke).toHaveBeenCalledTimes(3);
  stop();
  window.dispatchEvent(new Event('online'));
  expect(woke).toHaveBeenCalledTimes(3);
});
