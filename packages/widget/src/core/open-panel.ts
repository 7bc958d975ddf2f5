import { emit } from './emit.ts';
import type { PanelState } from './feature.ts';

/**
 * Asks the room around `from` to open a feature's panel; the same once more closes it, unless `detail` is another. `from`, a button
 * mostly, gets the focus back. No name: closes what is open.
 */
export const openPanel = (from: EventTarget, name: string, detail: unknown = null): boolean =>
  emit(from, 'chat-panel', { name, detail } satisfies PanelState);
