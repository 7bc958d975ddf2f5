import type { Author, User } from '@chat/protocol';

/** Returns a user as records of a room store them. */
export const toUserSnapshot = ({ id, name, avatarUrl }: User): User => ({
  id,
  name,
  ...(avatarUrl === undefined ? {} : { avatarUrl }),
});

/** Returns a user as the author of a message, which also shows whether they are a bot. */
export const toAuthor = (user: User): Author => ({
  ...toUserSnapshot(user),
  ...(user.bot ? { bot: true as const } : {}),
});
