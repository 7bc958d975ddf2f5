import type { RoomPlace } from '../places.ts';

/** Whether there is one other to talk to; a bot is nobody to call. */
export const canCall = ({ room }: RoomPlace): boolean => {
  const { room: about, peer, can } = room.state.get();
  if (!can?.['call:start'] || typeof RTCPeerConnection === 'undefined' || !navigator.mediaDevices)
    return false;
  if (about?.type === 'direct') return !peer?.bot;
  return room.presence.get().users.filter(({ user }) => !user.bot).length === 2;
};
