import type { ChatRoom } from '@chat/client';
import type { User } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';

/** The line below a room's title. */
export interface RoomSubtitle {
  /** The other member of a direct room. */
  peer: User | null;
  status: string;
  text: string;
}

/** Writes when the offline user of a direct room was last online, once it is known. */
export const lastSeen = new WeakMap<ChatRoom, (language: Language) => string>();

/** Returns the other user's status in a direct room, else the number of present users without bots. */
export const roomSubtitle = (room: ChatRoom, language: Language): RoomSubtitle => {
  const { text, plural } = language;
  const { room: shown, peer } = room.state.get();
  const { users, occupancy } = room.presence.get();
  if (shown?.type === 'direct' && peer) {
    const { status } = users.find(({ user }) => user.id === peer.id) ?? {};
    // A bot that runs in the server has no connection.
    const shownStatus = status ?? (peer.bot ? 'bot' : 'offline');
    return {
      peer,
      status: shownStatus,
      text: (shownStatus === 'offline' && lastSeen.get(room)?.(language)) || text(shownStatus),
    };
  }
  const people = occupancy - users.filter(({ user }) => user.bot).length;
  return { peer: null, status: 'online', text: people > 0 ? plural('present', people) : '' };
};
