import type { ChatRoomElement } from './chat-room.ts';

/** The `<chat-room>` that an element of the widget stands in. */
export const roomAround = (host: HTMLElement): ChatRoomElement | null => {
  let within: Node | undefined = host;
  while (within && (within as Element).localName !== 'chat-room')
    within = within.parentNode ?? (within.getRootNode() as Partial<ShadowRoot>).host;
  return (within as ChatRoomElement | undefined) ?? null;
};
