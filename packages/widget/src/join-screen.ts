import type { ChatError } from '@chat/protocol';
import { joinForm, nameReasons, wantForm, type JoinEvent } from './ask-name.ts';
import type { ClientController } from './client-controller.ts';
import type { ChatRoomElement } from './chat-room.ts';
import { keepGuestName, offeredName } from './guest-name.ts';
import type { Language } from './language/language.ts';
import type { Piece } from './places.ts';
import type { RoomController } from './room-controller.ts';
import { refusal } from './room-notes.ts';

/** What stands in place of a room that cannot be shown: the name form, or a refusal. */
export interface JoinScreen {
  /** Null while the room can be shown. `error`: why the server refused, if it did. */
  render(error: ChatError | null, language: Language): Piece | null;
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
  if (clients.isAnonymous) wantForm();
  const retry = (): void => {
    joining();
    void rooms.retry();
  };
  const join = (event: JoinEvent): void => {
    event.stopPropagation();
    const { name } = event.detail;
    // The same name again is another try, not another person.
    if (name === (clients.chosen || host.name)) return retry();
    joining();
    clients.chosen = name;
    host.requestUpdate();
  };
  return {
    render(error, language) {
      const { room, client } = rooms;
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
        const name = offeredName(clients, host.name);
        return joinForm(name, wanted ? error : null, !error, language, join);
      }
      if (!room || !error || (client?.status !== 'refused' && status !== 'left')) return null;
      return refusal(error, language, room, retry);
    },
  };
};
