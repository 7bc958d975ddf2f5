import type { ChatRoom } from '@chat/client';
import { isAside } from '@chat/protocol';
import type { ChatMessages } from './chat-messages.ts';
import { nextFrame } from '../dom/next-frame.ts';
import { openPanel } from '../core/open-panel.ts';
import type { MessageContext } from '../core/feature.ts';
import { closestRoom, type RoomElement } from '../core/closest-room.ts';
import { shows } from '../core/feature-filter.ts';

/** Resolves when the list has its first messages and has given them their place. False: it does not come to that. */
export const isListReady = async (list: ChatMessages): Promise<boolean> => {
  while (list.isConnected && list.renderRoot.querySelector('.skeleton')) await nextFrame();
  // One that was hidden finds its place with its next update.
  list.requestUpdate();
  await list.updateComplete;
  return list.isConnected;
};

/** Resolves when the room is joined and its newest messages are here; false when it is refused, or left. */
const isThere = (room: ChatRoom): Promise<boolean> =>
  new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const look = (): void => {
      const { status, error } = room.state.get();
      const there = room.messages.get().loaded && (status === 'joined' || status === 'stale');
      if (!there && !error && status !== 'left') return;
      resolve(there);
      for (const stop of stops) stop();
      stops.length = 0;
    };
    stops.push(room.state.subscribe(look), room.messages.subscribe(look));
    look();
  });

/**
 * Leads to a message of the room that an element shows, as soon as it shows it: in the list, or in its thread when it stands
 * there alone. False when there is none.
 */
export const goToMessage = async (element: RoomElement, id: string): Promise<boolean> => {
  await element.updateComplete;
  const list = element.renderRoot.querySelector<ChatMessages>('chat-messages');
  const room = list?.client?.room(list.room);
  if (!list?.client || !room || !(await isThere(room)) || list.room !== room.id) return false;
  const loaded = room.messages.get().items.find((item) => item.id === id);
  const message =
    loaded ?? (await list.client.call('message:get', { roomId: room.id, messageId: id }).catch(() => null));
  if (!message || list.room !== room.id) return false;
  if (!isAside(message)) {
    const shown = (await isListReady(list)) && (await list.scrollToMessage(id));
    // A panel that covers the messages makes way.
    if (shown && element.renderRoot.querySelector('.panel[aria-modal=true]')) openPanel(element, '');
    return shown;
  }
  // The list of the room does not have it.
  return (
    shows(element.features, 'threads') &&
    openPanel(element, 'threads', { thread: message.threadId, message: id })
  );
};

/** From one message to another, in the same list or in another of the room. */
export const goToMessageFrom = async (
  { list, host }: MessageContext,
  id: string,
  aside: boolean,
): Promise<boolean> =>
  (!aside && (await list.scrollToMessage(id))) || ((await closestRoom(host)?.scrollToMessage(id)) ?? false);
