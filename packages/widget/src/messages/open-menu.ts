import { emit } from '../core/emit.ts';
import { actionsOf, wantActions } from './message-actions.ts';
import type { ChatMessageMenu } from './message-menu.ts';
import type { MessagePlace } from '../core/feature.ts';

/** Opens the menu of a message beside its button; it is loaded with the first that is opened. */
export const openMenu = async (opener: HTMLElement, place: MessagePlace): Promise<void> => {
  const { host } = place;
  try {
    await Promise.all([import('./message-menu.ts'), wantActions()]);
    const menu = host.shadowRoot?.querySelector<ChatMessageMenu>('chat-message-menu');
    await menu?.openAt(opener, actionsOf(place));
  } catch {
    emit(host, 'chat-error', { error: { code: 'disconnected' } });
  }
};
