import type { ChatRoom } from '@chat/client';
import type { Status, User } from '@chat/protocol';
import type { Language } from '../i18n/language.ts';

/** The line below a room's title. */
export interface RoomSubtitle {
  /** The other member of a direct room. */
  peer: User | null;
  status: string;
  text: string;
}

/** The other user of a direct room while they are not in it. */
export interface AbsentPeer {
  /** Their status in the list of rooms. */
  status?: Status | undefined;
  /** Writes when they were last online. */
  lastSeen?: (language: Language) => string;
}

export const absentPeers = new WeakMap<ChatRoom, AbsentPeer>();

/** Returns the other user's status in a direct room, else the number of present users without bots. */
export const roomSubtitle = (room: ChatRoom, language: Language): RoomSubtitle => {
  const { text, plural } = language;
  const { room: shown, peer } = room.state.get();
  const { users, occupancy } = room.presence.get();
  if (shown?.type === 'direct' && peer) {
    const known: AbsentPeer | undefined =
      users.find(({ user }) => user.id === peer.id) ?? absentPeers.get(room);
    // A bot that runs in the server has no connection.
    const shownStatus = known?.status ?? (peer.bot ? 'bot' : 'offline');
    return {
      peer,
      status: shownStatus,
      text: (shownStatus === 'offline' && known?.lastSeen?.(language)) || text(shownStatus),
    };
  }
  const people = occupancy - users.filter(({ user }) => user.bot).length;
  return { peer: null, status: 'online', text: people > 0 ? plural('present', people) : '' };
};
