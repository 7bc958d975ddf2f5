import { isComposing } from './keyboard.ts';

/** An Escape for whoever listens: nothing within has a use of its own for it, as a word being composed, a menu or a dialog have. */
export const isEscape = (event: KeyboardEvent): boolean => {
  if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return false;
  const path = event.composedPath() as Element[];
  const within = path.slice(0, path.indexOf(event.currentTarget as Element));
  return !within.some((each) => each.matches?.('dialog, [popover]'));
};
