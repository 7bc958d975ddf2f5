import './message-menu.ts';
import type { ChatMessageMenu, MenuPlacement } from './message-menu.ts';
import type { MessageAction } from '../core/feature.ts';

const menus = new WeakMap<HTMLElement, ChatMessageMenu>();

/** Opens a menu of an element, next to one of its buttons unless it is placed elsewhere. */
export const openMenuAt = (
  host: HTMLElement,
  opener: HTMLElement,
  actions: readonly MessageAction[],
  placement: MenuPlacement = {},
): void => {
  const menu = menus.get(host) ?? (document.createElement('chat-message-menu') as ChatMessageMenu);
  menus.set(host, menu);
  if (!menu.isConnected) host.shadowRoot?.append(menu);
  void menu.openAt(opener, actions, placement);
};
