import { emit } from '../core/emit.ts';
import { closestRoom, type RoomElement } from '../core/closest-room.ts';
import { backText } from '../i18n/back-text.ts';
import type { Language } from '../i18n/language.ts';
import { backButtonIn } from './chat-back.ts';

/** Rooms that show another room than the page chose, and how to return from it. */
const away = new WeakMap<RoomElement, { before: string; shown: string; return: () => void }>();

/**
 * Asks the page to show another room, and a message in it if `messageId` is set. If the page does not handle it, the `<chat-room>`
 * around `host` shows that room, with a back button.
 */
export const showRoom = (
  host: HTMLElement,
  roomId: string,
  language: Pick<Language, 'tag'>,
  messageId?: string,
): void => {
  const detail = { room: roomId, ...(messageId === undefined ? {} : { message: messageId }) };
  if (!emit(host, 'chat-room-chosen', detail, true)) return;
  const element = closestRoom(host);
  if (!element) return;
  const known = away.get(element);
  if (known?.before === roomId) known.return();
  else if (known) element.room = known.shown = roomId;
  else if (element.room !== roomId) leave(element, roomId, backText(language.tag));
  if (messageId !== undefined) void element.scrollToMessage(messageId);
};

const leave = (element: RoomElement, roomId: string, label: string): void => {
  const before = element.room;
  element.room = roomId;
  const back = backButtonIn(element);
  back.label = label;
  // The page's title names its own room.
  const titles = [...element.querySelectorAll(':scope > [slot=title]')];
  for (const title of titles) title.slot = 'other-room';
  const here = {
    before,
    shown: roomId,
    return: () => {
      // The page may have chosen another room meanwhile.
      if (element.room === here.shown) element.room = before;
      for (const title of titles) title.slot = 'title';
      away.delete(element);
      back.remove();
    },
  };
  away.set(element, here);
  back.addEventListener('click', here.return);
  void element.updateComplete.then(() => back.focus());
};
