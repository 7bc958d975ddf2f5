import type { ChatClient } from '@chat/client';
import { nameOf } from '../../room-list/room-preview.ts';

interface Known {
  /** The list of rooms was requested. */
  asked: boolean;
  /** Titles of rooms that are not listed; each is requested once. */
  others: Map<string, string>;
}

const all = new WeakMap<ChatClient, Known>();

/** Returns the title of a room, or its id until the title is known. Calls `changed` then. */
export const roomNameOf = (client: ChatClient, roomId: string, changed: () => void): string => {
  const known = all.get(client) ?? { asked: false, others: new Map<string, string>() };
  all.set(client, known);
  const { items, loaded } = client.rooms.get();
  const mine = items.find(({ room }) => room.id === roomId);
  if (mine) return nameOf(mine);
  if (!loaded) {
    if (!known.asked) client.rooms.load().catch(() => (known.asked = false));
    known.asked = true;
    return roomId;
  }
  const name = known.others.get(roomId);
  if (name !== undefined) return name;
  known.others.set(roomId, roomId);
  client.call('room:get', { roomId }).then(
    ({ title }) => {
      if (title) known.others.set(roomId, title);
      changed();
    },
    () => known.others.delete(roomId),
  );
  return roomId;
};
