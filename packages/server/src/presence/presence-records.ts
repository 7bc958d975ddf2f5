import type { Member, User } from '@chat/protocol';
import type { StoredStatus } from '../storage/contract/profile-store.ts';

/** The presence of a user who is connected to a node. */
export interface UserPresence {
  user: User;
  /** Whether all of the user's pages there are idle. */
  idle?: true;
  /** The chosen status, and since when: of several nodes the latest counts. */
  chosen?: StoredStatus;
  chosenAt: number;
}

/** The presence of a member in a room on a node. The status is stored once for all rooms. */
export type MemberPresence = Omit<Member, 'status' | 'statusText'>;

export const toMemberPresence = ({ user, role, joinedAt, mutedUntil }: Member): MemberPresence => ({
  user,
  role,
  joinedAt,
  ...(mutedUntil === undefined ? {} : { mutedUntil }),
});

/** The user, and the room; without a room the record is about the connection as such. */
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
