import type { Stop } from '../state/readable.ts';
import { noop } from './noop.ts';

/** Calls `listener` when the network or the page comes back. Does nothing outside browsers. */
export const onWake = (listener: () => void): Stop => {
  const { document, addEventListener, removeEventListener } = globalThis;
  if (typeof document === 'undefined' || typeof addEventListener !== 'function') return noop;
  const visible = () => document.visibilityState === 'visible' && listener();
  addEventListener('online', listener);
  addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', visible);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('pageshow', listener);
    document.removeEventListener('visibilitychange', visible);
  };
};
