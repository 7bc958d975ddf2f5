import type { ChatRoomElement } from './chat-room.ts';
import { emit } from './emit.ts';
import { backIn } from './rooms/chat-back.ts';

/**
 * Tells the page to show another room; where nobody takes it in hand, the `<chat-room>` around `host` shows it itself, with
 * a way back, called `label`.
 */
export const showRoom = (host: HTMLElement, roomId: string, label: string): void => {
  if (!emit(host, 'chat-room-chosen', { room: roomId }, true)) return;
  let within: Node | undefined = host;
  while (within && (within as Element).localName !== 'chat-room')
    within = (within.getRootNode() as Partial<ShadowRoot>).host;
  if (!within) return;
  const element = within as ChatRoomElement;
  const before = element.room;
  element.room = roomId;
  if (before === roomId || element.querySelector(':scope > chat-back')) return;
  const back = backIn(element);
  back.label = label;
  // The page's title is of its own room.
  const titles = [...element.querySelectorAll(':scope > [slot=title]')];
  for (const title of titles) title.slot = 'other-room';
  back.addEventListener('click', () => {
    // The page may have chosen another meanwhile.
    if (element.room === roomId) element.room = before;
    for (const title of titles) title.slot = 'title';
    back.remove();
  });
  void element.updateComplete.then(() => back.focus());
};
