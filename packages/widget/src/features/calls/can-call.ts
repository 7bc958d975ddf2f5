import type { RoomContext } from '../../core/feature.ts';

/** Whether there is one other to talk to, here or, in a private room, not; a bot is nobody to call. */
export const canCall = ({ room, client }: RoomContext): boolean => {
  const { room: about, peer, can } = room.state.get();
  if (!can?.['call:start'] || typeof RTCPeerConnection === 'undefined' || !navigator.mediaDevices)
    return false;
  if (about?.type === 'direct') return !peer?.bot;
  // Where there is an engine, whoever comes third is to be able to join.
  if (client.limits?.maxCallPeople) return false;
  const { items, hasMore } = room.members.get();
  // In a public room these are those who are here.
  const isAll = about?.type === 'public' || !hasMore;
  return isAll && items.filter(({ user, invitedBy }) => !user.bot && !invitedBy).length === 2;
};
