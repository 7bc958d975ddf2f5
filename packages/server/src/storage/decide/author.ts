import type { Author, User } from '@chat/protocol';

/** Somebody as they are named in what is kept of a room. */
export const toUserSnapshot = ({ id, name, avatarUrl }: User): User => ({
  id,
  name,
  ...(avatarUrl === undefined ? {} : { avatarUrl }),
});

/** The same, beside what they say: there it is seen whether they are a bot. */
export const toAuthor = (user: User): Author => ({
  ...toUserSnapshot(user),
  ...(user.bot ? { bot: true as const } : {}),
});
