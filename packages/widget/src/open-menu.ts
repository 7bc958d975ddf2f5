import { emit } from './emit.ts';
import type { ChatMessageMenu } from './message-menu.ts';
import { actionsOf, wantActions } from './message-places.ts';
import type { MessagePlace } from './places.ts';

/** Opens the menu of a message beside its button; it is loaded with the first that is opened. */
export const openMenu = async (event: Event, place: MessagePlace): Promise<void> => {
  const { host } = place;
  const opener = event.currentTarget as HTMLElement;
  try {
    await Promise.all([import('./message-menu.ts'), wantActions(({ acts }) => acts)]);
    const menu = host.shadowRoot?.querySelector<ChatMessageMenu>('chat-message-menu');
    await menu?.openAt(opener, actionsOf(place));
  } catch {
    emit(host, 'chat-error', { error: { code: 'disconnected' } });
  }
};
