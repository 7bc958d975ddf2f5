import type { Role, Room, User } from '@chat/protocol';
import type { StoredMember } from '../contract/records.ts';

/** What somebody is in a room, by their membership and the room's type; null when the room is closed to them. */
export const effectiveRoleIn = (
  room: Room,
  member: StoredMember | null,
  user: User,
): { role: Role | 'admin'; mutedUntil?: number | undefined } | null => {
  if (user.role === 'admin') return { role: 'admin' };
  if (member?.state === 'banned') return null;
  if (member?.state === 'joined') return { role: member.role, mutedUntil: member.mutedUntil };
  if (room.type !== 'public') return null;
  // A mute outlives leaving, or leaving would be the way out of it.
  return { role: user.guest ? 'guest' : 'member', mutedUntil: member?.mutedUntil };
};
