import type { ChatRoom, Stop } from '@chat/client';
import type { RoomContext } from './feature.ts';

/** Names of users by id, of those that were asked for. */
interface Known {
  names: Map<string, string>;
  /** Not found in the room: the server is asked, once. */
  missing: Set<string>;
  /** Grows when a missing name is found. */
  version: number;
  watching: Set<() => void>;
}

const rooms = new WeakMap<ChatRoom, Known>();

const knownIn = (room: ChatRoom): Known => {
  const known = rooms.get(room) ?? { names: new Map(), missing: new Set(), version: 0, watching: new Set() };
  rooms.set(room, known);
  return known;
};

/** Returns a user's name as last seen in the room; undefined while it is not known. */
export const nameIn = (
  { room, client }: Pick<RoomContext, 'room' | 'client'>,
  userId: string,
): string | undefined => {
  const known = knownIn(room);
  const remembered = known.names.get(userId);
  if (remembered !== undefined || known.missing.has(userId)) return remembered;
  const name = find(room, userId);
  if (name !== undefined) known.names.set(userId, name);
  else {
    known.missing.add(userId);
    client.call('user:get', { userId }).then(
      ({ user }) => learn(known, userId, user.name),
      () => {}, // unknown to us: found, if ever, among those who come
    );
  }
  return name;
};

/** Grows when a missing name is found. */
export const namesVersion = (room: ChatRoom): number => knownIn(room).version;

/** Looks for missing names when members change; calls `changed` when one is found. */
export const watchNames = (room: ChatRoom, changed: () => void): Stop => {
  const known = knownIn(room);
  known.watching.add(changed);
  const stop = room.members.subscribe(() => {
    for (const userId of known.missing) {
      const name = find(room, userId);
      if (name !== undefined) learn(known, userId, name);
    }
  });
  return () => {
    stop();
    known.watching.delete(changed);
  };
};

const learn = (known: Known, userId: string, name: string): void => {
  if (!known.missing.delete(userId)) return;
  known.names.set(userId, name);
  known.version++;
  for (const changed of known.watching) changed();
};

const find = (room: ChatRoom, userId: string): string | undefined =>
  room.members.get().items.find(({ user }) => user.id === userId)?.user.name ??
  room.messages.get().items.findLast(({ author }) => author.id === userId)?.author.name;
