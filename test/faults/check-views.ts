import { createChatClient } from '@chat/client';
import type { Crowd } from './crowd.ts';

/** Compares every page with a page opened now; returns the differences. */
export const checkViews = async (crowd: Crowd, rooms: readonly string[], url: string): Promise<string[]> => {
  const wrong: string[] = [];
  const fresh = createChatClient({ url, name: 'fresh' });
  for (const roomId of rooms) {
    const room = fresh.room(roomId);
    await room.join();
    while (await room.messages.loadOlder(100));
    const theirs = room.messages.get().items.map(({ status: _status, mine: _mine, ...message }) => message);
    for (const page of crowd.pages) {
      const mine = await page.shown(roomId);
      const at = mine.findIndex(
        (message, index) => JSON.stringify(message) !== JSON.stringify(theirs[index]),
      );
      if (mine.length !== theirs.length)
        wrong.push(`${page.name} shows ${mine.length} messages of ${roomId}, a fresh page ${theirs.length}`);
      else if (at >= 0)
        wrong.push(
          `${page.name} shows ${JSON.stringify(mine[at])}, a fresh page ${JSON.stringify(theirs[at])}`,
        );
      if (page.client.room(roomId).messages.get().gaps.length > 0)
        wrong.push(`${page.name} shows a gap in ${roomId}`);
    }
  }
  await fresh.close();
  return wrong;
};
