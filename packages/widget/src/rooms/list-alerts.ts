import type { ChatClient, Stop } from '@chat/client';
import { alertIncoming } from '../features/notifications/incoming-alerts.ts';
import type { ChatRoomElement } from '../room/chat-room.ts';
import type { ChatRooms } from './chat-rooms.ts';
import type { LanguageController } from '../i18n/language-controller.ts';
import { openFromAddress, openNotification } from '../ui/open-address.ts';
import { shows } from '../core/feature-filter.ts';
import { createUnreadTracker } from '../room-list/unread-changes.ts';
import { nameOf } from '../room-list/room-preview.ts';

/**
 * Alerts the user to messages in rooms of the list that are not open, while the page is not in focus; an open room has
 * alerts of its own. A click on a system notification opens its room, if no open room handles it.
 */
export const watchListAlerts = (list: ChatRooms, client: ChatClient, language: LanguageController): Stop => {
  const newsIn = createUnreadTracker();
  const child = (): ChatRoomElement | null => list.querySelector<ChatRoomElement>(':scope > chat-room');
  const isLeftOut = (): boolean => !shows(child()?.features ?? null, 'notifications');

  const look = (): void => {
    const { items, loaded } = client.rooms.get();
    if (!loaded) return;
    for (const { summary, message, named } of newsIn(items)) {
      const room = client.room(summary.room.id);
      if (isLeftOut() || ['joined', 'stale'].includes(room.state.get().status)) continue;
      const direct = summary.room.type === 'direct';
      void alertIncoming({ host: list, client, language: language.current, room }, message, {
        direct,
        named,
        title: nameOf(summary),
      });
    }
  };
  const isAlone = (): boolean => !isLeftOut() && !child()?.room;
  const context = () => ({ host: list, language: language.current, client });
  const opened = ({ data }: MessageEvent): void => {
    if (data?.type === 'chat-open' && isAlone()) openNotification(context(), data);
  };
  // Pages without TLS have no service worker.
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  worker?.addEventListener('message', opened);
  // An open room handles the address by itself.
  const readAddress = (): void => {
    if (location.hash.startsWith('#chat=') && !child()?.room) openFromAddress(context()).catch(() => {});
  };
  readAddress();
  window.addEventListener('hashchange', readAddress);
  look();
  const stop = client.rooms.subscribe(look);
  return () => {
    stop();
    window.removeEventListener('hashchange', readAddress);
    worker?.removeEventListener('message', opened);
  };
};
