import type { User } from '@chat/protocol';
import type { ChatRoom } from '@chat/client';

/** A summary has one name more than this, so that a list knows when to add an ellipsis. */
const mostNames = 4;

/**
 * Returns the name of a group without a title: the names of its other members. Takes the first by id, so that a list,
 * which knows only some members, and the room show the same name.
 */
export const groupName = (others: readonly User[]): string => {
  const byId = others.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ name }) => name);
  return byId.slice(0, mostNames).join(', ') + (byId.length > mostNames ? '…' : '');
};

/**
 * The title of a room: in a direct room the other user's name, in a group without a title the other members'.
 */
export const titleOf = ({ id, state, members }: ChatRoom): string => {
  const { room, peer, me } = state.get();
  if (room?.title || peer) return room?.title || peer?.name || id;
  if (room?.type !== 'private') return id;
  const others = members.get().items.filter(({ user }) => user.id !== me?.user.id);
  return groupName(others.map(({ user }) => user)) || id;
};
