import { emit } from './emit.ts';
import type { PanelState } from './feature.ts';

/**
 * Asks the room around `from` to open a feature's panel. Closes it if it is open with the same `detail`; an empty name
 * closes any panel. `from` gets the focus back.
 */
export const openPanel = (from: EventTarget, name: string, detail: unknown = null): boolean =>
  emit(from, 'chat-panel', { name, detail } satisfies PanelState);
