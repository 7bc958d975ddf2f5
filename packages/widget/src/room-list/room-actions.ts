import type { ChatClient } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { icons } from '../ui/all-icons.ts';
import type { MessageAction } from '../core/feature.ts';
import type { RoomsTexts } from './texts.ts';

const hourMs = 3_600_000;
/** Without an end: the latest possible date. */
const always = 8.64e15;

/** An open room shows at once that it is read; for others the server reports it. */
const read = async (client: ChatClient, { room, lastMessage }: RoomSummary): Promise<void> => {
  const { receipts, state } = client.room(room.id);
  if (state.get().status === 'joined') receipts.read();
  else await client.call('receipt:read', { roomId: room.id, seq: lastMessage?.seq ?? 0 });
};

/** Returns the menu entries of a room in the list. `act` reports errors, `left` runs after leaving. */
export const roomActions = (
  summary: RoomSummary,
  client: ChatClient,
  texts: RoomsTexts,
  now: number,
  act: (task: Promise<unknown>) => void,
  left: () => void,
): MessageAction[] => {
  const { room, silencedUntil, unread, lastMessage } = summary;
  const silence = (name: 'mute1' | 'mute8' | 'mute', until: number): MessageAction => ({
    name,
    label: texts[name],
    icon: icons.mute,
    run: () => act(client.rooms.silence(room.id, until)),
  });
  const unmute: MessageAction = {
    name: 'unmute',
    label: texts.unmute,
    icon: icons.bell,
    run: () => act(client.rooms.silence(room.id, null)),
  };
  const leave: MessageAction = {
    name: 'leave',
    label: texts.leave,
    icon: icons.leave,
    confirm: texts.confirmLeave,
    destructive: true,
    run: () => act(client.call('room:leave', { roomId: room.id }).then(left)),
  };
  // A public room has no members: removed from the list, it returns when the user enters it again.
  const forget: MessageAction = {
    name: 'forget',
    label: texts.forget,
    icon: icons.close,
    confirm: texts.confirmForget,
    run: () => act(client.call('room:leave', { roomId: room.id, forget: true }).then(left)),
  };
  const markUnread: MessageAction = {
    name: 'unread',
    label: texts.markUnread,
    icon: icons.unread,
    run: () => act(client.call('receipt:unread', { roomId: room.id })),
  };
  const markRead: MessageAction = {
    name: 'read',
    label: texts.markRead,
    icon: icons.check,
    run: () => act(read(client, summary)),
  };
  return [
    ...(unread > 0 && lastMessage ? [markRead] : []),
    ...(unread === 0 && lastMessage ? [markUnread] : []),
    ...(silencedUntil !== undefined && silencedUntil > now
      ? [unmute]
      : [silence('mute1', now + hourMs), silence('mute8', now + 8 * hourMs), silence('mute', always)]),
    ...(room.type === 'private' ? [leave] : []),
    // An admin's list has all rooms.
    ...(room.type === 'public' && client.user?.role !== 'admin' ? [forget] : []),
  ];
};
