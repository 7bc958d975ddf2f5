import { expect, test, vi } from 'vitest';
import { onWake } from '../src/platform/page-wake.ts';

test('onWake fires when the network or the user returns, until it is stopped', () => {
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
