import type { RoomContext } from '../../core/feature.ts';

/**
 * Whether there is exactly one other user to call, present or, in a private room, absent. Bots do not count.
 */
export const canCall = ({ room, client }: RoomContext): boolean => {
  const { room: about, peer, can } = room.state.get();
  if (!can?.['call:start'] || typeof RTCPeerConnection === 'undefined' || !navigator.mediaDevices)
    return false;
  if (about?.type === 'direct') return !peer?.bot;
  // With an engine the call is a group call, so that a third member can join.
  if (client.limits?.maxCallPeople) return false;
  if (about?.type === 'public' && !client.limits?.callsInPublicRooms) return false;
  const { items, hasMore } = room.members.get();
  // In a public room, members are the present users.
  const isAll = about?.type === 'public' || !hasMore;
  return isAll && items.filter(({ user, invitedBy }) => !user.bot && !invitedBy).length === 2;
};
