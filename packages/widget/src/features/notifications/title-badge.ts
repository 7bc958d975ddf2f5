import type { ChatClient, Stop } from '@chat/client';
import type { Message } from '@chat/protocol';
import { onReadOnOtherDevice } from './read-on-other-device.ts';

/** Counted messages by room: a message that several elements report counts once. */
const rooms = new Map<string, { ids: Set<string>; stop: Stop }>();
let shown: string | null = null;
let plain = '';

const show = (): void => {
  const count = [...rooms.values()].reduce((sum, { ids }) => sum + ids.size, 0);
  // The page may have changed its title.
  const isOurs = shown !== null && document.title === shown;
  if (!isOurs) plain = document.title;
  if (count > 0) {
    shown = `(${count}) ${plain}`.trim(); // as the page answers it, where it has no title
    document.title = shown;
    return;
  }
  if (isOurs) document.title = plain;
  shown = null;
  document.removeEventListener('visibilitychange', clear);
  window.removeEventListener('focus', clear);
};

const clear = (): void => {
  if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
  for (const { stop } of rooms.values()) stop();
  rooms.clear();
  show();
};

/**
 * Counts a message in the title of the page, `(3) Title`, until the page has the focus or the room is read on
 * another device. All rooms of a page count together. Leaves the title to a page that counts there itself.
 */
export const countInTitle = (client: ChatClient, { id, roomId }: Pick<Message, 'id' | 'roomId'>): void => {
  if (document.title !== shown && /^\(\d+\)( |$)/.test(document.title)) return;
  document.addEventListener('visibilitychange', clear);
  window.addEventListener('focus', clear);
  const forget = (): void => {
    rooms.delete(roomId);
    show();
  };
  const room = rooms.get(roomId) ?? { ids: new Set(), stop: onReadOnOtherDevice(client, roomId, forget) };
  room.ids.add(id);
  rooms.set(roomId, room);
  show();
};
