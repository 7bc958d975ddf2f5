import { ChatError, foldName, type User } from '@chat/protocol';

/** Throws `conflict` / `name_taken` when somebody else is here under the same name, or one that looks the same. */
export const mustBeFree = ({ id, name }: User, users: Iterable<User>): void => {
  const folded = foldName(name);
  for (const other of users) {
    if (other.id === id || foldName(other.name) !== folded) continue;
    throw new ChatError('conflict', 'somebody here has this name', { reason: 'name_taken', field: 'name' });
  }
};
