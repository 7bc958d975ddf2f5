// The public rooms of the server, as its list shows them: read once for all requests within a second.
import type { Call, ChatServer, Hooks, Session } from '@chat/server';

export interface PublicRoom {
  id: string;
  name: string;
  /** The number of present users. */
  users: number;
}

export interface PublicRooms {
  /** The maximum of rooms per request. */
  mostListed: number;
  /** All public rooms by their ids. */
  list: () => Promise<readonly PublicRoom[]>;
  /** Hooks of the same chat: a change of a room is in the next list. */
  hooks: Hooks;
}

const minCachedMs = 1_000;

/** Groups and direct rooms are not public. */
const readRooms = async (call: Call): Promise<PublicRoom[]> => {
  const found: PublicRoom[] = [];
  for (let after: string | undefined, hasMore = true; hasMore;) {
    const page = await call('room:list', { limit: 100, ...(after === undefined ? {} : { after }) });
    for (const { room, occupancy = 0 } of page.rooms)
      if (room.type === 'public') found.push({ id: room.id, name: room.title, users: occupancy });
    after = page.rooms.at(-1)?.room.id;
    hasMore = page.hasMore && after !== undefined;
  }
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
};

/** `chat` is called when the list is first read: the hooks are one of the chat's options. */
export const createPublicRooms = (chat: () => ChatServer): PublicRooms => {
  let opened: Session | undefined;
  const staff = () => (opened ??= chat().as({ id: 'rooms', name: 'Rooms', role: 'admin' }));
  let cached: { rooms: Promise<PublicRoom[]>; until: number } | null = null;

  const list = (): Promise<PublicRoom[]> => {
    const now = Date.now();
    if (cached && cached.until > now) return cached.rooms;
    const rooms = readRooms(staff().call);
    const entry = { rooms, until: Number.POSITIVE_INFINITY };
    cached = entry;
    rooms.then(
      () => {
        // The longer a list takes to read, the more rarely it is read.
        const readMs = Date.now() - now;
        entry.until = Date.now() + Math.max(minCachedMs, readMs * 20);
      },
      () => cached === entry && (cached = null),
    );
    return rooms;
  };

  const changed = async (): Promise<void> => {
    cached = null;
  };

  return {
    mostListed: 1_000,
    list,
    hooks: {
      'after:room:create': changed,
      'after:room:update': changed,
      // A new count needs no reading; a room that is not in the list was created by this join.
      'after:room:join': async (_context, { room, occupancy }) => {
        const rooms = await cached?.rooms.catch(() => undefined);
        const known = rooms?.find(({ id }) => id === room.id);
        if (known) known.users = occupancy;
        else if (room.type === 'public') cached = null;
      },
    },
  };
};
