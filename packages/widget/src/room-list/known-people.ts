import type { ChatClient } from '@chat/client';
import type { User } from '@chat/protocol';

const roomsLookedAt = 12;
const perRoom = 100;

/** Returns members, present users and recent authors of a room. */
const peopleIn = async (
  client: ChatClient,
  roomId: string,
): Promise<Pick<User, 'id' | 'name' | 'avatarUrl'>[]> => {
  const [members, found] = await Promise.all([
    client.call('member:list', { roomId, limit: perRoom }),
    client.call('message:list', { roomId, limit: perRoom }),
  ]);
  return [...found.messages.map(({ author }) => author), ...members.members.map(({ user }) => user)];
};

/**
 * Returns the users that share one of the recently active rooms, by name. Skips rooms that cannot be read.
 */
export const knownUsers = async (client: ChatClient): Promise<User[]> => {
  // Next to a single room the list is mostly not loaded; without it, users are searched by name.
  if (!client.rooms.get().loaded) await client.rooms.load().catch(() => {});
  const { items } = client.rooms.get();
  const mine = items.filter(({ invitation }) => !invitation);
  const found = new Map<string, User>();
  for (const { peer } of mine) if (peer) found.set(peer.user.id, peer.user);
  const pages = await Promise.allSettled(
    mine
      .filter(({ room }) => room.type !== 'direct')
      .slice(0, roomsLookedAt)
      .map(({ room }) => peopleIn(client, room.id)),
  );
  for (const page of pages)
    if (page.status === 'fulfilled') for (const user of page.value) found.set(user.id, user);
  found.delete(client.user?.id ?? '');
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
};
