import type { Stop } from '../state/readable.ts';
import { noop } from './noop.ts';

/**
 * Calls `call` when the page is hidden or closed, after which it may never be shown again. Does nothing
 * outside browsers.
 */
export const onPageHidden = (call: () => void): Stop => {
  if (typeof document === 'undefined') return noop;
  const onHidden = () => {
    if (document.visibilityState === 'hidden') call();
  };
  document.addEventListener('visibilitychange', onHidden);
  window.addEventListener('pagehide', call);
  return () => {
    document.removeEventListener('visibilitychange', onHidden);
    window.removeEventListener('pagehide', call);
  };
};
