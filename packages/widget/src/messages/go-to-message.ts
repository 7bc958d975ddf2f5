import type { ChatRoom } from '@chat/client';
import { isThreadOnly } from '@chat/protocol';
import type { ChatMessages } from './chat-messages.ts';
import { nextFrame } from '../dom/next-frame.ts';
import { openPanel } from '../core/open-panel.ts';
import type { MessageContext } from '../core/feature.ts';
import { closestRoom, type RoomElement } from '../core/closest-room.ts';
import { shows } from '../core/feature-filter.ts';

/** Resolves when the list has drawn and positioned its first messages; false if it is removed before. */
export const isListReady = async (list: ChatMessages): Promise<boolean> => {
  while (list.isConnected && list.renderRoot.querySelector('.skeleton')) await nextFrame();
  // A list that was hidden positions itself with its next update.
  list.requestUpdate();
  await list.updateComplete;
  return list.isConnected;
};

/** Resolves when the room is joined and its newest messages are loaded; false if it is rejected or left. */
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
 * Goes to a message of the room that an element shows, once it is loaded: in the list, or in its thread if it is only
 * there. Resolves to false if there is no such message.
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
  if (!isThreadOnly(message)) {
    const shown = (await isListReady(list)) && (await list.scrollToMessage(id));
    // Closes a panel that covers the messages.
    if (shown && element.renderRoot.querySelector('.panel[aria-modal=true]')) openPanel(element, '');
    return shown;
  }
  // The message is only in its thread.
  return (
    shows(element.features, 'threads') &&
    openPanel(element, 'threads', { thread: message.threadId, message: id })
  );
};

/** Goes from one message to another, in the same list or another one of the room. */
export const goToMessageFrom = async (
  { list, host }: MessageContext,
  id: string,
  aside: boolean,
): Promise<boolean> =>
  (!aside && (await list.scrollToMessage(id))) || ((await closestRoom(host)?.scrollToMessage(id)) ?? false);
