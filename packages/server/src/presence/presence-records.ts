import type { Member, User } from '@chat/protocol';
import type { StoredStatus } from '../storage/contract/profile-store.ts';

/** What a node says of somebody who is connected to it. */
export interface UserPresence {
  user: User;
  /** Nobody is at any of their pages there. */
  idle?: true;
  /** How they say they are, and since when: of several nodes the last counts. */
  chosen?: StoredStatus;
  chosenAt: number;
}

/** What a node says of somebody in a room there. Without their status, which is said once for all their rooms. */
export type MemberPresence = Omit<Member, 'status' | 'statusText'>;

export const toMemberPresence = ({ user, role, joinedAt, mutedUntil }: Member): MemberPresence => ({
  user,
  role,
  joinedAt,
  ...(mutedUntil === undefined ? {} : { mutedUntil }),
});

/** Whom, and in which room, a node speaks of; without a room of whether they are connected at all. */
export interface PresenceKey {
  userId: string;
  roomId?: string;
}

export const keyOf = ({ userId, roomId }: PresenceKey): string =>
  JSON.stringify(roomId === undefined ? [userId] : [userId, roomId]);

export const parseKey = (key: string): PresenceKey => {
  const [userId = '', roomId] = JSON.parse(key) as string[];
  return roomId === undefined ? { userId } : { userId, roomId };
};
