import type { User } from '@chat/protocol';
import type { StoredMember } from '../storage/contract/records.ts';
import type { LiveRoom } from './live-room.ts';

const mostHeirs = 1_000;

/**
 * Returns the next owner of a room that its only owner leaves: the longest-standing member, moderators first.
 * Null if none is needed.
 */
export const nextOwner = async (room: LiveRoom, leaving: string): Promise<User | null> => {
  if (room.head.room.type !== 'private') return null;
  const mine = await room.timeline.member(room.id, leaving);
  if (mine?.state !== 'joined' || mine.role !== 'owner') return null;
  const { members } = await room.timeline.members(room.id, { limit: mostHeirs });
  const others = members.filter(({ user, state }) => state === 'joined' && user.id !== leaving);
  if (others.some(({ role }) => role === 'owner')) return null;
  const rank = ({ role }: StoredMember): number => (role === 'moderator' ? 0 : 1);
  for (const { user } of others.toSorted((a, b) => rank(a) - rank(b) || a.joinedAt - b.joinedAt))
    if (!(await room.timeline.erasure(user.id))) return user;
  return null;
};
