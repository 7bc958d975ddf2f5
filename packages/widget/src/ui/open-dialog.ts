import { emit } from '../core/emit.ts';
import type { MessageContext } from '../core/feature.ts';

/**
 * Opens a dialog about a message over the page: an element with a `context`. Removed when closed; the focus returns.
 * `load` defines the element. Emits `chat-error` if it fails.
 */
export const openDialog = (context: MessageContext, name: string, load: () => Promise<unknown>): void =>
  void load().then(
    () => {
      const dialog = Object.assign(document.createElement(name), { context, lang: context.language.tag });
      context.host.shadowRoot?.append(dialog);
    },
    () => emit(context.host, 'chat-error', { error: { code: 'disconnected' } }),
  );
