import type { Messages } from '@chat/client';

/** What a list of messages shows: the room's, or those of a thread. */
export type ListSource = Pick<Messages, 'get' | 'subscribe' | 'loadOlder'>;

/** Pages of history that are gone back at most, and their size. */
const most = 50;
const pageSize = 100;

/** The index of a message, for which older ones are loaded as needed, each page once the one before is drawn; -1 when it cannot be found. */
export const findBack = async (
  list: ListSource,
  id: string,
  drawn: () => Promise<unknown>,
): Promise<number> => {
  for (let page = 0; page < most; page++) {
    await drawn();
    const { items, hasOlder } = list.get();
    const at = items.findIndex((item) => item.id === id);
    if (at >= 0) return at;
    if (!hasOlder || !(await list.loadOlder(pageSize).catch(() => false))) break;
  }
  return -1;
};
