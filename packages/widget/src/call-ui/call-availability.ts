import type { Unavailable } from './call-tool.ts';
import type { RoomContext } from '../core/feature.ts';

/**
 * Returns why the user cannot call now, or null if they can; `hidden`: the room has no calls of two. A call needs
 * exactly one other user, present or, in a private room, absent. Bots do not count.
 */
export const callUnavailable = ({ room, client }: RoomContext): Unavailable | 'hidden' | null => {
  const { room: about, peer, can } = room.state.get();
  if (!can?.['call:start'] || typeof RTCPeerConnection === 'undefined' || !navigator.mediaDevices)
    return 'hidden';
  const isPublic = about?.type === 'public';
  if (about?.type === 'direct') {
    if (peer?.bot) return 'hidden';
  } else if (isPublic && !client.limits?.callsInPublicRooms) {
    return 'hidden';
  } else if (client.limits?.maxCallPeople && about?.encryption === undefined) {
    // With an engine the call is a group call, so that a third member can join. A call of two is end-to-end encrypted.
    return 'hidden';
  }
  const call = room.calls.get()?.call;
  if (call && call.state !== 'ended') return 'ongoing';
  if (about?.type === 'direct') return null;
  const { items, hasMore } = room.members.get();
  const count = items.filter(({ user, invitedBy }) => !user.bot && !invitedBy).length;
  // In a public room, the present users are the members, and they come and go: the button stays.
  if (isPublic) return count === 2 ? null : count > 2 ? 'crowded' : 'alone';
  return count === 2 && !hasMore ? null : 'hidden';
};
