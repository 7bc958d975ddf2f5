import { ChatError, pageSize, type Input, type UserPage } from '@chat/protocol';
import type { Context } from '../commands/context.ts';
import { shownUser } from '../users/online-users.ts';
import { briefProfileOf, visibilityFor } from '../users/visible-users.ts';
import { nameTokens } from '../storage/shared/name-tokens.ts';

/** Names read for one reply, unknown users' included; beyond that the query has to be longer. */
const namesLooked = 500;
const namesPerRead = 100;

const placeAt = (cursor: string, prefix: string): { word: string; userId: string } => {
  const [, word, userId] = /^(\S+) (.+)$/su.exec(cursor) ?? [];
  if (word === undefined || userId === undefined || !word.startsWith(prefix))
    throw new ChatError('invalid', 'cursor must be from a previous search', { field: 'cursor' });
  return { word, userId };
};

/** Whether a user is a session of the application itself: `chat.as({ …, role: 'admin' })`. */
const isApplication = ({ onlineUsers }: Context, userId: string): boolean => {
  const connections = onlineUsers.connectionsOf(userId);
  return (
    connections.length > 0 &&
    connections.every(({ kind, user }) => kind === 'process' && user.role === 'admin')
  );
};

/**
 * Finds users by words or prefixes of their names, among those that the caller may see. Others are treated as
 * if they did not exist. In an open directory, an empty query lists everyone.
 */
export const searchUsers = async (
  context: Context,
  { query, cursor, limit = pageSize.default }: Input<'user:search'>,
): Promise<UserPage> => {
  const asked = nameTokens(query).sort((one, other) => other.length - one.length);
  const listsAll = context.profiles.rules.openDirectory && query.trim() === '';
  const prefix = listsAll ? '' : asked[0];
  if (prefix === undefined) return { users: [], hasMore: false };
  const isKnown = visibilityFor(context);
  let after = cursor === undefined ? undefined : placeAt(cursor, prefix);
  const users: UserPage['users'] = [];
  let end: string | undefined;
  for (let looked = 0; looked < namesLooked; looked += namesPerRead) {
    const { found, hasMore } = await context.storage.users.words({
      prefix,
      limit: namesPerRead,
      ...(after ? { after } : {}),
    });
    for (const { word, user } of found) {
      const words = nameTokens(user.name);
      const first = words.filter((each) => each.startsWith(prefix)).sort()[0];
      // Each user once, however many words of the name match.
      if (word !== first || user.id === context.user.id) continue;
      if (!asked.every((each) => words.some((own) => own.startsWith(each)))) continue;
      if (isApplication(context, user.id) || !(await isKnown(user.id))) continue;
      if (users.length === limit) return { users, hasMore: true, ...(end ? { cursor: end } : {}) };
      users.push(await briefProfileOf(context, shownUser(user)));
      // The cursor names a user who was shown: the caller must not learn of others.
      end = `${word} ${user.id}`;
    }
    const last = found.at(-1);
    if (!hasMore || !last) break;
    after = { word: last.word, userId: last.user.id };
  }
  return { users, hasMore: false };
};
