import type { ChatRoom } from '@chat/client';
import type { User } from '@chat/protocol';
import type { Language } from './language/language.ts';

/** The other member of a direct room, and their status; null in any other room. */
export const peerOf = (room: ChatRoom): { user: User; status: string } | null => {
  const { room: shown, peer: user } = room.state.get();
  if (shown?.type !== 'direct' || !user) return null;
  const present = room.presence.get().users.find((each) => each.user.id === user.id);
  // A bot that runs in the server has no connection that could be up or down.
  return { user, status: present?.status ?? (user.bot ? 'bot' : 'offline') };
};

/** The line under a room's title: in a direct room the other's status, else how many people are present; bots are none. */
export const presentText = (room: ChatRoom, language: Language): string => {
  const peer = peerOf(room);
  if (peer) return language.text(peer.status as 'online');
  const { users, occupancy } = room.presence.get();
  const people = occupancy - users.filter(({ user }) => user.bot).length;
  return people > 0 ? language.plural('present', people) : '';
};
