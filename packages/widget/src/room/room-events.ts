import type { ChatClient, ChatError, ChatRoom, Stop } from '@chat/client';
import { emit } from '../core/emit.ts';
import { watchState } from '../core/watch-room-state.ts';

/** Emits the events of a room. Calls `changed` for everything that the room's frame shows. */
export const watchRoom = (
  element: HTMLElement,
  room: ChatRoom,
  client: ChatClient,
  changed: () => void,
): Stop[] => {
  let ready = false;
  let unread = -1;
  let mentions = 0;
  let refused: unknown = null;
  // Without a signed-in user, the name form handles the error.
  const tell = (error: ChatError): void =>
    void (error.reason === 'name_required' || emit(element, 'chat-error', { error }));
  return [
    client.on('status', (status) => {
      emit(element, 'chat-status', { status });
      if (client.error) tell(client.error);
      changed();
    }),
    client.on('error', (error) => emit(element, 'chat-error', { error })),
    room.state.subscribe(({ status, error }) => {
      if (status === 'joined' && !ready) {
        ready = true;
        emit(element, 'chat-ready', { client, room });
      }
      if (error && error !== refused) tell(error);
      refused = error;
    }),
    watchState(room, changed),
    room.presence.subscribe(changed),
    // A room without a title is named after them.
    room.members.subscribe(() => !room.state.get().room?.title && changed()),
    room.receipts.subscribe(({ unread: count, unreadMentions }) => {
      if ((count === unread && unreadMentions === mentions) || (unread < 0 && !ready)) return;
      unread = count;
      mentions = unreadMentions;
      emit(element, 'chat-unread', { count, mentions });
    }),
    room.on('message:created', ({ message }) =>
      emit(element, 'chat-message', { message, mine: message.author.id === client.user?.id }),
    ),
  ];
};
