import type { RoomContext } from '../../core/feature.ts';

/**
 * Whether there is exactly one other user to call, present or, in a private room, absent. Bots do not count.
 */
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
