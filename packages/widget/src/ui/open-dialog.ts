import { emit } from '../core/emit.ts';
import type { MessageContext } from '../core/feature.ts';

/**
 * Opens a dialog about a message over the page, an element that takes its `place`; it goes when it is closed, and the focus goes
 * back. `load`: what defines it. Says so when that cannot be loaded.
 */
export const openDialog = (context: MessageContext, name: string, load: () => Promise<unknown>): void =>
  void load().then(
    () => {
      const dialog = Object.assign(document.createElement(name), { context, lang: context.language.tag });
      context.host.shadowRoot?.append(dialog);
    },
    () => emit(context.host, 'chat-error', { error: { code: 'disconnected' } }),
  );
