import type { MessageAction } from '../../core/feature.ts';
import { isDeleteKey, letterOf } from '../../dom/shortcut-keys.ts';

/** The keys of a focused message, by the name of the action. */
export const messageKeys = {
  r: 'reply',
  t: 'thread',
  e: 'edit',
  f: 'forward',
  p: 'pins',
  c: 'copy',
  m: 'moderate',
} as const;

/** These react with the emoji of the toolbar. */
const digits = ['1', '2', '3'];

const isQuick = ({ compact, checked }: MessageAction): boolean => compact === true && checked !== undefined;
const isPicker = ({ compact, checked, name }: MessageAction): boolean =>
  compact === true && checked === undefined && name === 'reactions';

/** Returns what finds the action of a key among those of a message; null if the key has none. */
export const actionOfKey = (
  event: KeyboardEvent,
): ((actions: readonly MessageAction[]) => MessageAction | undefined) | null => {
  if (event.key === '+') return (actions) => actions.find(isPicker);
  if (isDeleteKey(event)) return (actions) => actions.find(({ name }) => name === 'delete');
  const letter = letterOf(event);
  const at = digits.indexOf(letter);
  if (at >= 0) return (actions) => actions.filter((each) => isQuick(each) && each.toolbar)[at];
  const wanted = Object.entries(messageKeys).find(([key]) => key === letter)?.[1];
  return wanted ? (actions) => actions.find(({ name, compact }) => name === wanted && !compact) : null;
};
