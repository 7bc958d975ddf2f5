import type { ChatClient } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { icons } from '../more-icons.ts';
import type { MessageAction } from '../places.ts';
import type { RoomsTexts } from './texts.ts';

const hourMs = 3_600_000;
/** Until it is ended: as late as a time may be. */
const always = 8.64e15;

/** What can be done with a room from the list. `act` tells of what is refused, `left` that one has left. */
export const roomActions = (
  { room, silencedUntil, unread, lastMessage }: RoomSummary,
  client: ChatClient,
  texts: RoomsTexts,
  now: number,
  act: (task: Promise<unknown>) => void,
  left: () => void,
): MessageAction[] => {
  const silence = (name: 'mute1' | 'mute8' | 'mute', until: number): MessageAction => ({
    name,
    label: texts[name],
    icon: name === 'mute' ? icons.mute : icons.clock,
    run: () => act(client.rooms.silence(room.id, until)),
  });
  const unmute: MessageAction = {
    name: 'unmute',
    label: texts.unmute,
    icon: icons.bell,
    run: () => act(client.rooms.silence(room.id, null)),
  };
  // Elsewhere leaving is going away from the page, and one does not belong.
  const leave: MessageAction = {
    name: 'leave',
    label: texts.leave,
    icon: icons.leave,
    confirm: texts.confirmLeave,
    destructive: true,
    run: () => act(client.call('room:leave', { roomId: room.id }).then(left)),
  };
  const markUnread: MessageAction = {
    name: 'unread',
    label: texts.markUnread,
    icon: icons.unread,
    run: () => act(client.call('receipt:unread', { roomId: room.id })),
  };
  return [
    ...(unread === 0 && lastMessage ? [markUnread] : []),
    ...(silencedUntil !== undefined && silencedUntil > now
      ? [unmute]
      : [silence('mute1', now + hourMs), silence('mute8', now + 8 * hourMs), silence('mute', always)]),
    ...(room.type === 'private' ? [leave] : []),
  ];
};
