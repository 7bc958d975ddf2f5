import type { Message } from '@chat/protocol';
import type { ChatRoom } from '../../packages/client/src/room/chat-room.ts';
import type { Tab } from './tab.ts';

/** Reads everything a client can show of a room: older messages, all members, and what is pinned. */
export const loadAll = async (room: ChatRoom): Promise<void> => {
  const pins = room.pins.load();
  while (await room.messages.loadOlder(100));
  while (await room.members.loadMore());
  await pins;
};

/** A client's view of a room, in a form that can be compared. */
export interface RoomView {
  settings: unknown;
  me: unknown;
  can: unknown;
  messages: Message[];
  gaps: unknown;
  pins: unknown;
  occupancy: number;
  members: unknown;
  receipts: unknown;
  listed: number | undefined;
}

export const viewOf = (tab: Tab, room: ChatRoom): RoomView => {
  const { me, room: settings, can } = room.state.get();
  const { items, occupancy } = room.members.get();
  const { readSeq, turn, unread, unreadMentions } = room.receipts.get();
  const stored = room.messages.get().items.filter(({ status }) => status === 'sent');
  return {
    settings,
    me: me && { role: me.role, mutedUntil: me.mutedUntil ?? 0 },
    can,
    messages: stored.map(({ status: _status, mine: _mine, error: _error, ...message }) => message),
    gaps: room.messages.get().gaps,
    pins: room.pins.get(),
    occupancy,
    members: items
      .map(({ user, role, mutedUntil = 0, status }) => ({ id: user.id, role, mutedUntil, status }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    receipts: { readSeq, turn, unread, unreadMentions },
    listed: tab.client.rooms.get().items.find((each) => each.room.id === room.id)?.unread,
  };
};

/** State from events that may be dropped for a slow reader, until the next resume. */
export const ephemeral: readonly (keyof RoomView)[] = ['occupancy', 'members', 'receipts', 'listed'];

/** Returns the difference between two views, or null. */
export const difference = (
  one: RoomView,
  other: RoomView,
  passedOver: readonly (keyof RoomView)[],
): string | null => {
  for (const key of Object.keys(one) as (keyof RoomView)[]) {
    if (passedOver.includes(key) || JSON.stringify(one[key]) === JSON.stringify(other[key])) continue;
    if (key === 'messages') return `messages ${firstDifference(one.messages, other.messages)}`;
    return `${key}: ${JSON.stringify(one[key])} instead of ${JSON.stringify(other[key])}`;
  }
  return null;
};

const firstDifference = (one: Message[], other: Message[]): string => {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [mine, theirs] = [JSON.stringify(one[index]), JSON.stringify(other[index])];
    if (mine !== theirs) return `at ${index} of ${one.length}/${other.length}: ${mine} instead of ${theirs}`;
  }
  return '';
};
