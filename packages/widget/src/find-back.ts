import type { Messages } from '@chat/client';

/** What a list of messages shows: the room's, or those of a thread, which has no gaps. */
export type ListSource = Pick<Messages, 'get' | 'subscribe' | 'loadOlder'> &
  Partial<Pick<Messages, 'reach' | 'fill'>>;

/** Pages of history that are gone back at most, and their size. */
const most = 50;
const pageSize = 100;

/** Whether a message is held, for which older ones are loaded as needed, each page once the one before is drawn. */
export const findBack = async (
  list: ListSource,
  id: string,
  drawn: () => Promise<unknown>,
): Promise<boolean> => {
  for (let page = 0; page < most; page++) {
    await drawn();
    const { items, hasOlder } = list.get();
    if (items.some((item) => item.id === id)) return true;
    if (!hasOlder || !(await list.loadOlder(pageSize).catch(() => false))) break;
  }
  return false;
};
