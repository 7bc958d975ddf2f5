import type { Role, Room, User } from '@chat/protocol';
import type { StoredMember } from '../contract/records.ts';

/**
 * Returns a user's role in a room, from their membership and the room's type; null if they have no access.
 */
export const effectiveRoleIn = (
  room: Room,
  member: StoredMember | null,
  user: User,
): { role: Role | 'admin'; mutedUntil?: number | undefined } | null => {
  if (user.role === 'admin') return { role: 'admin' };
  if (member?.state === 'banned') return null;
  if (member?.state === 'joined') return { role: member.role, mutedUntil: member.mutedUntil };
  if (room.type !== 'public') return null;
  // A user whom a host has invited need not wait.
  if (room.lobby && member?.state !== 'invited') return null;
  // A mute outlives leaving, or else leaving and returning would end it.
  return { role: user.guest ? 'guest' : 'member', mutedUntil: member?.mutedUntil };
};
