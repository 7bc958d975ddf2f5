import { lazy } from '../../core/lazy.ts';
import type { ListView, ViewportHost } from '../list-viewport.ts';
import type * as messageGestures from './message-gestures.ts';

const part = lazy<typeof messageGestures>(() => import('./message-gestures.ts'));

const watched = [
  'pointermove',
  'pointerdown',
  'pointerup',
  'pointercancel',
  'focusin',
  'focusout',
  'keydown',
  'contextmenu',
  'selectstart',
] as const;
/** Events that the list does not see on their way up. */
const captured = ['scroll', 'click'] as const;

export interface GestureWatch {
  /** Runs after each draw. */
  refresh(): void;
}

/**
 * Watches a list for gestures on its messages. The code for them loads at once if there is a touchscreen, otherwise
 * with the first pointer or focus.
 */
export const watchGestures = (host: ViewportHost, view: ListView): GestureWatch => {
  let gestures: messageGestures.MessageGestures | null = null;
  /** Events in a shadow root lose their target after they are dispatched. */
  let last: { event: Event; target: EventTarget | null } | null = null;
  const load = (): void => {
    if (part.failed) return;
    part.load(false).then(
      ({ createMessageGestures }) => {
        if (gestures) return;
        gestures = createMessageGestures(host, view);
        // A gesture that began while this code was loading continues.
        if (last && /move|down|in$|shortcut/.test(last.event.type))
          gestures.handleEvent(last.event, last.target);
        last = null;
      },
      () => {},
    );
  };
  const onEvent = (event: Event): void => {
    if (gestures) return gestures.handleEvent(event);
    if (!/pointer|focus|shortcut/.test(event.type)) return;
    last = { event, target: event.target };
    load();
  };
  const root = host.renderRoot;
  for (const type of watched) root.addEventListener(type, onEvent);
  for (const type of captured) root.addEventListener(type, onEvent, true);
  host.addEventListener('pointerleave', onEvent);
  host.addEventListener('chat-message-shortcut', onEvent);
  // The browser decides when a finger goes down whether its moves scroll: too early for code that loads then.
  if (matchMedia('(any-pointer: coarse)').matches) load();
  return { refresh: () => gestures?.refresh() };
};
