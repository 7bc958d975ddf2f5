import type { Stop } from '../state/readable.ts';
import { noop } from './noop.ts';

/** Calls back whenever this page is hidden or goes: it may never be shown again. Outside of a browser never. */
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
