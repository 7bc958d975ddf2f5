import { isComposing } from './keyboard.ts';

/** Whether an Escape is free to use: no input method, menu or dialog inside needs it. */
export const isEscape = (event: KeyboardEvent): boolean => {
  if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return false;
  const path = event.composedPath() as Element[];
  const within = path.slice(0, path.indexOf(event.currentTarget as Element));
  return !within.some((each) => each.matches?.('dialog, [popover]'));
};
