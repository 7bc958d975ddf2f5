import { pageSize, type User } from '@chat/protocol';
import type { Access } from '../room/room-access.ts';
import { refusal } from './call-refusal.ts';

/** The other of a room of two: of its members, or in a public room of those who are here. A bot is not somebody to talk to. */
export const calleeIn = async ({ room }: Access, caller: User): Promise<User> => {
  const others = (await peopleOf(room)).filter(({ id, bot }) => id !== caller.id && !bot);
  const [other] = others;
  if (!other) throw refusal('nobody_to_call');
  if (others.length > 1) throw refusal('not_two');
  return other;
};

const peopleOf = async (room: Access['room']): Promise<User[]> => {
  if (room.head.room.type === 'public') return [...room.audience.members()].map(({ user }) => user);
  const { members } = await room.timeline.members(room.id, { limit: pageSize.max });
  return members.filter(({ state }) => state === 'joined').map(({ user }) => user);
};
