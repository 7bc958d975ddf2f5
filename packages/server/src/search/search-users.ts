import { ChatError, pageSize, type Input, type UserPage } from '@chat/protocol';
import type { Context } from '../commands/context.ts';
import { shownUser } from '../users/online-users.ts';
import { briefProfileOf, visibilityFor } from '../users/visible-users.ts';
import { nameWords } from '../storage/shared/name-tokens.ts';

/** Names looked at for one answer, strangers' among them: beyond, more of the name has to be said. */
const namesLooked = 500;
const namesPerRead = 100;

const placeAt = (cursor: string, prefix: string): { word: string; userId: string } => {
  const [, word, userId] = /^(\S+) (.+)$/su.exec(cursor) ?? [];
  if (word === undefined || userId === undefined || !word.startsWith(prefix))
    throw new ChatError('invalid', 'cursor must be one that a search has answered', { field: 'cursor' });
  return { word, userId };
};

/** People by the words of their names, or how these begin: of those the caller knows. All others are as if they were not there. */
export const searchUsers = async (
  context: Context,
  { query, cursor, limit = pageSize.default }: Input<'user:search'>,
): Promise<UserPage> => {
  const asked = nameWords(query).sort((one, other) => other.length - one.length);
  const [prefix] = asked;
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
      const words = nameWords(user.name);
      const first = words.filter((each) => each.startsWith(prefix)).sort()[0];
      // Each once, however many words of a name begin so.
      if (word !== first || user.id === context.user.id) continue;
      if (!asked.every((each) => words.some((own) => own.startsWith(each)))) continue;
      if (!(await isKnown(user.id))) continue;
      if (users.length === limit) return { users, hasMore: true, ...(end ? { cursor: end } : {}) };
      users.push(await briefProfileOf(context, shownUser(user)));
      // Somebody who was shown: of nobody else the caller may learn that they are there.
      end = `${word} ${user.id}`;
    }
    const last = found.at(-1);
    if (!hasMore || !last) break;
    after = { word: last.word, userId: last.user.id };
  }
  return { users, hasMore: false };
};
