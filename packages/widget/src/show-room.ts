import type { ChatRoomElement } from './chat-room.ts';
import { emit } from './emit.ts';

/** Tells the page to show another room; where nobody takes it in hand, the `<chat-room>` around `host` shows it itself. */
export const showRoom = (host: HTMLElement, roomId: string): void => {
  if (!emit(host, 'chat-room-chosen', { room: roomId }, true)) return;
  let within: Node | undefined = host;
  while (within && (within as Element).localName !== 'chat-room')
    within = (within.getRootNode() as Partial<ShadowRoot>).host;
  if (within) (within as ChatRoomElement).room = roomId;
};
