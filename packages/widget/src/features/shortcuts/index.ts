import { emit } from '../../core/emit.ts';
import { asksForShortcuts, hasShortcutModifiers, letterOf } from '../../dom/shortcut-keys.ts';
import { isComposing } from '../../dom/keyboard.ts';
import type { Feature, RoomContext } from '../../core/feature.ts';
import { shows } from '../../core/feature-filter.ts';

/** The keys of the room; those of messages apply to the newest one. */
const keys = /^[rtefpm123slhcau]$/;

const run = async (event: KeyboardEvent, context: RoomContext): Promise<void> => {
  const path = event.composedPath();
  try {
    const { openShortcuts, runShortcut } = await import('./shortcuts.ts');
    if (asksForShortcuts(event)) openShortcuts(context);
    else await runShortcut(letterOf(event), event, path, context);
  } catch (error) {
    emit(context.host, 'chat-error', { error });
  }
};

/** Keyboard shortcuts of a room. The code for them loads with the first one. */
export const shortcuts: Feature = {
  name: 'shortcuts',
  watch: (context) => {
    const { host } = context;
    if (host.localName !== 'chat-room') return [];
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isComposing(event) || !shows(context.features, 'shortcuts')) return;
      if (!asksForShortcuts(event) && !(hasShortcutModifiers(event) && keys.test(letterOf(event)))) return;
      event.preventDefault();
      void run(event, context);
    };
    host.addEventListener('keydown', onKeyDown);
    return [() => host.removeEventListener('keydown', onKeyDown)];
  },
};
