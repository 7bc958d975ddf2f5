import type { ChatClient, ChatRoom } from '@chat/client';
import type { ChatError } from '@chat/protocol';
import { html } from 'lit';
import { joinForm, nameReasons, loadJoinForm, type JoinEvent } from '../join/name-prompt.ts';
import type { ClientController } from '../core/client-controller.ts';
import type { ChatRoomElement } from './chat-room.ts';
import { keepGuestName, offeredName } from '../core/guest-name.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import type { SlotContent } from '../core/feature.ts';
import type { RoomController } from '../core/room-controller.ts';
import { adopt } from '../core/feature-updates.ts';
import { roomDeferredStyle } from './room-deferred.styles.ts';
import { refusalScreen } from './room-notices.ts';
import {
  createFirstConnection,
  diagnosisPart,
  explainRefusal,
  unreachableText,
} from '../join/connection-diagnosis-controller.ts';
import type { Presented } from '../join/connection-diagnosis.ts';

/** The screen in place of a room that cannot be shown: the name form, or an error. */
export interface JoinScreen {
  /** Null while the room can be shown. `error`: why the server refused, if it did. */
  render(error: ChatError | null, language: Language): SlotContent | null;
  /** The text for a connection that fails, if the cause is known. */
  connecting(language: Language): string | null;
}

/** `joining`: the user pressed a button that leads into the room. */
export const createJoinScreen = (
  host: ChatRoomElement,
  clients: ClientController,
  rooms: RoomController,
  joining: () => void,
): JoinScreen => {
  /** The form stays from the question until the server has accepted a name. */
  let isAsking = false;
  // Without a room nothing else adopts them.
  adopt(host, { styles: { room: roomDeferredStyle } });
  if (clients.isAnonymous) loadJoinForm();
  const first = createFirstConnection(host);
  const presented = (): Presented => ({
    src: clients.src,
    room: host.room,
    hasToken: Boolean(host.token || host.client),
    hasName: Boolean(clients.chosen || host.name),
  });
  let hasNoRoom = false;
  // Frameworks set it after they create the element, and a list of rooms when a room is chosen.
  const lookForRoom = async (): Promise<void> => {
    if (!host.isConnected || host.room || host.closest('chat-rooms')) return;
    (await diagnosisPart.load()).adviseNoRoom();
    hasNoRoom = true;
    host.requestUpdate();
  };
  setTimeout(() => lookForRoom().catch(() => {}), 1_000);
  /** Returns the text for the visitor; the console has more for the developer. */
  const textOf = (error: ChatError, language: Language): string =>
    explainRefusal(error, presented(), language);
  const retry = (): void => {
    joining();
    void rooms.retry();
  };
  let offered = '';
  /** The page has an invite link to a room that is closed to the user. */
  const offerInvite = (room: ChatRoom, client: ChatClient | null): void => {
    const code = host.closest('[invite]')?.getAttribute('invite');
    const offer = `${room.id} ${code}`;
    if (!code || !client || offer === offered) return;
    offered = offer;
    void import('../ui/chat-invite.ts').then(
      ({ askToEnter }) => askToEnter({ client, host }, { room: room.id, code, entered: retry }),
      () => (offered = ''),
    );
  };
  const join = (event: JoinEvent): void => {
    event.stopPropagation();
    const { name } = event.detail;
    // The same name again is a retry, not a different guest.
    if (name === (clients.chosen || host.name)) return retry();
    joining();
    clients.chosen = name;
    host.requestUpdate();
  };
  return {
    connecting: (language) => (first.diagnosis ? unreachableText(language) : null),
    render(refused, language) {
      const { room, client } = rooms;
      first.watch(client, host.client && !host.src ? null : clients.src);
      const error = refused ?? first.diagnosis?.error ?? null;
      const status = room?.state.get().status;
      const isIn = status === 'joined' || status === 'stale';
      if (host.client || !room) isAsking = false;
      else if (error) isAsking = nameReasons.has(error.reason);
      else if (isIn) {
        isAsking = false;
        keepGuestName(clients);
      }
      if (isAsking) {
        const wanted = error && !(clients.isAnonymous && error.reason === 'name_required');
        const text = wanted ? textOf(error, language) : '';
        return joinForm(offeredName(clients, host.name), text, !error, language, join);
      }
      if (hasNoRoom && !host.room)
        return html`<div class="refusal">
          <span class="badge">${icons.alert}</span>
          <p>${diagnosisPart.want(false)?.troubleTexts(language.tag).noRoom}</p>
        </div>`;
      if (room && !isIn && (error?.reason === 'lobby' || room.lobby.get().mine)) {
        void import('../features/lobby/chat-waiting-room.ts');
        return html`<div class="way-back"><slot name="back"></slot></div>
          <chat-waiting-room
            lang=${language.tag}
            .chat=${room}
            .me=${client?.user?.id ?? ''}
            .entered=${retry}
          ></chat-waiting-room>`;
      }
      if (!room || !error || (refused && client?.status !== 'refused' && status !== 'left')) return null;
      if (error.code === 'not_found') offerInvite(room, client);
      return refusalScreen(error, language, room, retry, textOf(error, language));
    },
  };
};
